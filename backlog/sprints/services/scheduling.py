"""Creating sprints and changing their goal, dates and reserve."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.merging import Edited, edit_conflict, merge_changes
from backlog.core.errors import Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.sprints.models import SPRINT_ENTITY, Sprint, SprintState
from backlog.sprints.services.finding import lock_sprint
from backlog.sprints.services.recording import changes_of, json_value, sprint_event
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace, take_numbers

GOAL_LENGTH = 500
LONGEST = timedelta(days=366)
_YEARS = range(2000, 2200)
_PERCENT = range(101)


def create_sprint(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    goal: str,
    starts_on: date,
    ends_on: date,
    now: datetime,
    reserve_percent: int | None = None,
) -> Sprint:
    """Plan a new sprint and return it; its number follows the last one's.

    `reserve_percent` of everybody's hours are kept for what comes unplanned, None: as earlier sprints propose. Raise
    Forbidden, or Invalid if that is no percentage, it ends before it starts or overlaps one that is planned or active.
    """
    actor.require(Permission.SPRINTS_PLAN)
    lock_workspace(session, workspace.id)
    sprint, created = add_sprint(
        session, workspace, actor, goal=goal, starts_on=starts_on, ends_on=ends_on, now=now,
        reserve_percent=reserve_percent,
    )  # fmt: skip
    record(session, created)
    return sprint


def add_sprint(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    *,
    goal: str,
    starts_on: date,
    ends_on: date,
    now: datetime,
    reserve_percent: int | None = None,
) -> tuple[Sprint, Event]:
    """Add a planned sprint to a locked workspace; return it and what is to be recorded. Raise Invalid."""
    sprint = Sprint(
        workspace_id=workspace.id,
        goal=checked_goal(goal),
        starts_on=starts_on,
        ends_on=ends_on,
        state=SprintState.PLANNED,
        reserve_percent=checked_reserve(reserve_percent),
        created_at=now,
    )
    check_dates(session, sprint)
    sprint.number = take_numbers(session, workspace.id, "sprint_number")[0]
    session.add(sprint)
    session.flush()
    said = {"goal": sprint.goal, "starts_on": starts_on, "ends_on": ends_on, "reserve_percent": reserve_percent}
    changes = changes_of({"goal": ""}, said)
    return sprint, sprint_event(workspace, actor, "sprint.created", sprint=sprint, changes=changes, now=now)


def update_sprint(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    number: int,
    values: Mapping[str, Any],
    now: datetime,
    version: int | None = None,
) -> Sprint:
    """Change `goal`, `starts_on`, `ends_on` or `reserve_percent`; `version` is the one the form was filled from.

    What others changed since stays; the same field changed by both raises Conflict as in `update_action`. Raise
    NotFound, Forbidden, Invalid as in `create_sprint`, Conflict if the sprint is completed.
    """
    actor.require(Permission.SPRINTS_PLAN)
    sprint = lock_sprint(session, workspace, number)
    mine = {name: _CHECKED[name](value) if name in _CHECKED else value for name, value in values.items()}
    if version is not None:
        mine = _merge(session, sprint, mine, seen=version)
    apply_sprint_changes(session, workspace, actor, sprint, mine, now=now)
    return sprint


def apply_sprint_changes(
    session: Session, workspace: Workspace, actor: Actor, sprint: Sprint, values: Mapping[str, Any], *, now: datetime
) -> None:
    """Write goal, dates and reserve of a locked sprint and record that; raise Invalid for dates that cannot be."""
    changes = changes_of({name: getattr(sprint, name) for name in values}, values)
    if not changes:
        return
    with session.no_autoflush:
        for name in changes:
            setattr(sprint, name, values[name])
        check_dates(session, sprint)
    session.flush()
    record(session, sprint_event(workspace, actor, "sprint.changed", sprint=sprint, changes=changes, now=now))


def checked_goal(goal: str) -> str:
    """Return a goal on one line; raise Invalid if it is too long."""
    goal = one_line(goal)
    if len(goal) > GOAL_LENGTH:
        raise Invalid(N_("A goal has at most 500 characters."), field="goal")
    return goal


def checked_reserve(percent: int | None) -> int | None:
    """Return the reserve of a sprint in percent; raise Invalid if it is none."""
    if percent is not None and percent not in _PERCENT:
        raise Invalid(N_("This is a whole number from 0 to 100."), field="reserve_percent")
    return percent


def check_dates(session: Session, sprint: Sprint) -> None:
    """Raise Invalid unless the sprint ends after it starts and meets no other that is planned or active."""
    if sprint.ends_on < sprint.starts_on:
        raise Invalid(N_("A sprint cannot end before it starts."), field="ends_on")
    if sprint.starts_on.year not in _YEARS or sprint.ends_on - sprint.starts_on > LONGEST:
        raise Invalid(N_("A sprint lasts at most a year."), field="ends_on")
    statement = (
        select(Sprint.number)
        .where(
            Sprint.workspace_id == sprint.workspace_id,
            Sprint.state != SprintState.COMPLETED,
            Sprint.starts_on <= sprint.ends_on,
            Sprint.ends_on >= sprint.starts_on,
            Sprint.id != (sprint.id or 0),
        )
        .order_by(Sprint.starts_on)
        .limit(1)
    )
    overlapped = session.scalar(statement)
    if overlapped is not None:
        message = N_("These dates overlap with sprint {number}.")
        raise Invalid(message, params={"number": overlapped}, field="starts_on")


_CHECKED: dict[str, Callable[[Any], Any]] = {"goal": checked_goal, "reserve_percent": checked_reserve}


def _merge(session: Session, sprint: Sprint, mine: dict[str, Any], *, seen: int) -> dict[str, Any]:
    edited = Edited(
        workspace_id=sprint.workspace_id,
        entity_type=SPRINT_ENTITY,
        entity_id=sprint.id,
        version=sprint.version,
        theirs={name: json_value(getattr(sprint, name)) for name in mine},
    )
    merge = merge_changes(session, edited, {name: json_value(value) for name, value in mine.items()}, seen=seen)
    if merge.conflicts:
        raise edit_conflict(merge.conflicts, version=sprint.version)
    return {name: value for name, value in mine.items() if merge.values[name] == json_value(value)}
