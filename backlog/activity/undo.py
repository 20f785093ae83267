"""Taking an act back. The events of one act have contiguous numbers; undoing them is an act of its own.

Features above register how a change to their things is reverted; a change that others have built upon is left alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.activity.services import one_act
from backlog.core.errors import Conflict, Forbidden, NotFound
from backlog.core.i18n import N_
from backlog.core.permissions import Actor
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace

MOST_EVENTS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """What a reverter is asked to take back: the activities of its kind of thing, newest first."""

    workspace: Workspace
    actor: Actor
    activities: Sequence[Activity]
    now: datetime


Reverter = Callable[[Session, Reversal], None]
_reverters: dict[str, Reverter] = {}


def register_reverter(entity_type: str, reverter: Reverter) -> None:
    """Say how changes to one kind of thing are taken back.

    A reverter puts the old values back, records that as events of its own, and raises Conflict for what it cannot
    take back and Forbidden for what the actor may not change.
    """
    _reverters[entity_type] = reverter


def undo(session: Session, *, workspace: Workspace, actor: Actor, first: int, last: int, now: datetime) -> None:
    """Take back the actor's own act with these activity numbers.

    Raise NotFound if there is none, Forbidden if it is another's, Conflict if it cannot be undone or somebody has
    changed the same since.
    """
    lock_workspace(session, workspace.id)
    activities = _act(session, workspace.id, first, last)
    if any(activity.actor_id != actor.user_id for activity in activities):
        raise Forbidden(N_("Only the person who did this can undo it."))
    _refuse_touched(session, activities)
    with one_act(session):
        for entity_type in dict.fromkeys(activity.entity_type for activity in activities):
            if entity_type not in _reverters:
                raise cannot_undo()
            own = [activity for activity in activities if activity.entity_type == entity_type]
            _reverters[entity_type](session, Reversal(workspace=workspace, actor=actor, activities=own, now=now))


def cannot_undo() -> Conflict:
    """Return the error for an act that is final."""
    return Conflict(N_("This cannot be undone."))


def _act(session: Session, workspace_id: int, first: int, last: int) -> list[Activity]:
    if not first <= last < first + MOST_EVENTS:
        raise NotFound
    statement = select(Activity).where(Activity.workspace_id == workspace_id, Activity.number.between(first, last))
    activities = list(session.scalars(statement.order_by(Activity.number.desc())))
    if not activities:
        raise NotFound
    return activities


def _refuse_touched(session: Session, activities: Sequence[Activity]) -> None:
    """Raise Conflict if a later change touched one of the same fields, or somebody else something that was made."""
    fields: dict[tuple[str, int], set[str]] = {}
    made = {(one.entity_type, one.entity_id) for one in activities if one.verb.endswith(".created")}
    for activity in activities:
        fields.setdefault((activity.entity_type, activity.entity_id), set()).update(activity.changes)
    newest = activities[0]
    columns = (Activity.entity_type, Activity.entity_id, Activity.entity_key, Activity.actor_id, Activity.changes)
    later = select(*columns).where(
        Activity.workspace_id == newest.workspace_id,
        Activity.number > newest.number,
        Activity.entity_id.in_({entity_id for _type, entity_id in fields}),
    )
    for entity_type, entity_id, key, actor_id, changes in session.execute(later):
        by_others = (entity_type, entity_id) in made and actor_id != newest.actor_id
        if by_others or fields.get((entity_type, entity_id), set()) & changes.keys():
            raise Conflict(N_("{key} has been changed since, so this cannot be undone."), params={"key": key})
