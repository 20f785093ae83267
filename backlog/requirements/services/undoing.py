"""Taking back what was done to requirements; `activity.undo` calls this and has checked that nobody built upon it."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.activity.services import restore_comments
from backlog.activity.undo import Reversal, cannot_undo
from backlog.core.events import record
from backlog.core.ordering import restore_ranks
from backlog.core.permissions import Permission
from backlog.requirements.models import COMMENTED, ENTITY, Requirement
from backlog.requirements.queries.order import list_order_rows, ordering_of
from backlog.requirements.services.allowing import require_change
from backlog.requirements.services.applying import apply_values, load, set_archived
from backlog.requirements.services.ranking import ranked
from backlog.requirements.services.recording import record_changes
from backlog.requirements.services.references import look_up
from backlog.workspaces.models import Workspace


def revert(session: Session, reversal: Reversal) -> None:
    """Take back changes, archiving, creation, moves and deleted comments; raise Conflict for anything else."""
    by_verb: dict[str, list[Activity]] = {}
    for activity in reversal.activities:
        by_verb.setdefault(activity.verb.removeprefix(f"{ENTITY}."), []).append(activity)
    for verb, activities in by_verb.items():
        if verb not in _REVERTERS:
            raise cannot_undo()
        permission, take_back = _REVERTERS[verb]
        reversal.actor.require(permission)
        take_back(session, reversal, activities)


def _revert_changes(session: Session, reversal: Reversal, activities: Sequence[Activity]) -> None:
    old = {
        activity.entity_id: {name: change[0] for name, change in activity.changes.items()} for activity in activities
    }
    names = {name for values in old.values() for name in values}
    found = _load(session, reversal.workspace, activities, names)
    for one in found:
        require_change(reversal.actor, one, old[one.id])
    references = look_up(session, reversal.workspace, reversal.actor, old.values())
    changed = [(one, apply_values(session, one, old[one.id], references=references, now=reversal.now)) for one in found]
    record_changes(session, changed, actor=reversal.actor, now=reversal.now)


def _archive(session: Session, reversal: Reversal, activities: Sequence[Activity]) -> None:
    found = _load(session, reversal.workspace, activities, ())
    changed = [(one, set_archived(one, reversal.now, now=reversal.now)) for one in found]
    record_changes(session, changed, actor=reversal.actor, now=reversal.now, verb="archived")


def _restore(session: Session, reversal: Reversal, activities: Sequence[Activity]) -> None:
    found = _load(session, reversal.workspace, activities, ())
    changed = [(one, set_archived(one, None, now=reversal.now)) for one in found]
    record_changes(session, changed, actor=reversal.actor, now=reversal.now, verb="restored")


def _revert_moves(session: Session, reversal: Reversal, activities: Sequence[Activity]) -> None:
    """Give each its old rank back, or the nearest free one behind it."""
    workspace = reversal.workspace
    own = Requirement.workspace_id == workspace.id, Requirement.id.in_(_ids(activities))
    numbers = session.scalars(select(Requirement.number).where(*own)).all()
    before = {row.id: row for row in list_order_rows(session, workspace, numbers)}
    old = {activity.entity_id: activity.changes["rank"][0] for activity in activities}
    restore_ranks(session, ordering_of(workspace), old)
    after = list_order_rows(session, workspace, numbers)
    events = [
        ranked(workspace, reversal.actor, before[row.id], row.rank, row.before, reversal.now)
        for row in after
    ]  # fmt: skip
    record(session, *events)


def _restore_comments(session: Session, reversal: Reversal, activities: Sequence[Activity]) -> None:
    found = {one.id: one for one in _load(session, reversal.workspace, activities, ())}
    deleted = [(found[activity.entity_id], activity) for activity in activities]
    events = restore_comments(session, on=COMMENTED, actor=reversal.actor, deleted=deleted, now=reversal.now)
    record(session, *events)


def _load(session: Session, workspace: Workspace, activities: Sequence[Activity], names: Any) -> list[Requirement]:
    statement = (
        select(Requirement)
        .where(Requirement.workspace_id == workspace.id, Requirement.id.in_(_ids(activities)))
        .order_by(Requirement.rank)
    )
    return load(session, statement, names)


def _ids(activities: Sequence[Activity]) -> list[int]:
    return [activity.entity_id for activity in activities]


_TakeBack = Callable[[Session, Reversal, Sequence[Activity]], None]
_REVERTERS: dict[str, tuple[Permission, _TakeBack]] = {
    "created": (Permission.REQUIREMENTS_CREATE, _archive),
    "changed": (Permission.REQUIREMENTS_EDIT_OWN, _revert_changes),
    "archived": (Permission.REQUIREMENTS_EDIT, _restore),
    "restored": (Permission.REQUIREMENTS_EDIT, _archive),
    "ranked": (Permission.REQUIREMENTS_RANK, _revert_moves),
    "comment_deleted": (Permission.COMMENTS_WRITE, _restore_comments),
}
