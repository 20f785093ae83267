"""Deleting a sprint that never began, and bringing it back."""

from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.errors import Conflict
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.sprints.models import Outcome, Sprint, SprintMembership, SprintState
from backlog.sprints.queries import get_sprint
from backlog.sprints.services.finding import lock_sprint
from backlog.sprints.services.recording import changes_of, column_value, sprint_event
from backlog.sprints.services.scheduling import check_dates
from backlog.sprints.services.starting import actions_in_order
from backlog.sprints.services.staying import leave
from backlog.workspaces.models import Workspace

_TOLD = ("goal", "starts_on", "ends_on", "reserve_percent", "created_at")


def delete_sprint(session: Session, *, workspace: Workspace, actor: Actor, number: int, now: datetime) -> int:
    """Delete a planned sprint and return how many actions went back to their places in the action backlog.

    Its number is not given again, and what happened to it stays on record. Raise NotFound, Forbidden, Conflict if it
    is under way or completed.
    """
    actor.require(Permission.SPRINTS_PLAN)
    sprint = lock_sprint(session, workspace, number)
    if sprint.state != SprintState.PLANNED:
        raise Conflict(
            N_("Sprint {number} is under way. Only a planned sprint can be deleted."), params={"number": number}
        )
    events = remove_sprint(session, workspace, actor, sprint, now=now)
    record(session, *events)
    return len(events) - 1


def remove_sprint(
    session: Session, workspace: Workspace, actor: Actor, sprint: Sprint, *, now: datetime
) -> list[Event]:
    """Take a locked, planned sprint away and return the events of it: its actions leave it, then it is gone."""
    actions = actions_in_order(session, sprint)
    left = leave(session, workspace, actor, actions, outcome=Outcome.REMOVED, now=now)
    changes = changes_of({name: getattr(sprint, name) for name in _TOLD}, dict.fromkeys(_TOLD))
    gone = sprint_event(workspace, actor, "sprint.deleted", sprint=sprint, changes=changes, now=now)
    session.execute(delete(SprintMembership).where(SprintMembership.sprint_id == sprint.id))
    session.delete(sprint)
    session.flush()
    return [*left, gone]


def restore_sprint(session: Session, workspace: Workspace, actor: Actor, deleted: Activity, *, now: datetime) -> Event:
    """Bring a deleted sprint back as it was, without its actions; raise Invalid if another took its dates."""
    told = {name: column_value(name, change[0]) for name, change in deleted.changes.items()}
    number, version = int(deleted.entity_key), (deleted.entity_version or 0) + 1
    check_dates(session, Sprint(workspace_id=workspace.id, starts_on=told["starts_on"], ends_on=told["ends_on"]))
    # The same row again, so that its history goes on; the mapper would begin its version anew.
    values = {"goal": "", **told, "id": deleted.entity_id, "workspace_id": workspace.id, "number": number}
    session.execute(insert(Sprint.__table__).values(**values, state=str(SprintState.PLANNED), version=version))  # type: ignore[arg-type]
    sprint = get_sprint(session, workspace=workspace, number=number)
    changes = {name: (None, change[0]) for name, change in deleted.changes.items()}
    return sprint_event(workspace, actor, "sprint.restored", sprint=sprint, changes=changes, now=now)
