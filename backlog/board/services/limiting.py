"""How many cards one person should hold at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.errors import Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.sprints.services.recording import changes_of
from backlog.workspaces.models import LimitMode, Workspace
from backlog.workspaces.services import lock_workspace

HIGHEST_LIMIT = 999


def limit_people(
    session: Session, *, workspace: Workspace, actor: Actor, limit: int | None, mode: LimitMode, now: datetime
) -> None:
    """Say how many cards in progress one person should hold (None: as many as they like), and what one more does.

    Raise Forbidden, or Invalid naming the field.
    """
    actor.require(Permission.SPRINTS_PLAN)
    checked = {"person_wip_limit": checked_limit(limit), "person_wip_mode": LimitMode(mode)}
    lock_workspace(session, workspace.id)
    session.refresh(workspace, list(checked))
    changes = changes_of({name: getattr(workspace, name) for name in checked}, checked)
    if not changes:
        return
    for name, value in checked.items():
        setattr(workspace, name, value)
    session.flush()
    event = Event(
        workspace_id=workspace.id, actor_id=actor.user_id, verb="workspace.changed", entity_type="workspace",
        entity_id=workspace.id, entity_key=workspace.slug, changes=changes, at=now,
    )  # fmt: skip
    record(session, event)


def checked_limit(limit: int | None) -> int | None:
    """Return a limit of a column or a person; raise Invalid unless it is none or from 1 to 999."""
    if limit is not None and not 1 <= limit <= HIGHEST_LIMIT:
        raise Invalid(N_("A WIP limit is a number from 1 to 999; leave it empty for none."), field="wip_limit")
    return limit
