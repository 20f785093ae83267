"""Taking back what was done to actions and sprints; `activity.undo` has checked that nobody built upon it.

Starting and completing a sprint are final.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.activity.services import restore_comments
from backlog.activity.undo import Reversal, cannot_undo
from backlog.core.errors import Conflict
from backlog.core.events import Change, Event, record
from backlog.core.ordering import restore_ranks
from backlog.core.permissions import Permission
from backlog.sprints.models import COMMENTED, Action, Outcome
from backlog.sprints.services.archiving import set_archived
from backlog.sprints.services.editing import apply_changes
from backlog.sprints.services.finding import backlog_order, lock_sprint
from backlog.sprints.services.holding_up import hold_up
from backlog.sprints.services.limits import OVERRIDE, WipLimitReached, hold_assignment
from backlog.sprints.services.recording import action_event, column_value, json_value
from backlog.sprints.services.removing import delete_sprint, restore_sprint
from backlog.sprints.services.returning import Undone, rejoin, revert_moves, revert_places
from backlog.sprints.services.scheduling import apply_sprint_changes
from backlog.sprints.services.staying import leave


def revert_actions(session: Session, reversal: Reversal) -> None:
    """Take back edits, moves, plans, ranks, archiving, creation, deleted comments; raise Conflict for anything else."""
    actions = _actions(session, reversal)
    events: list[Event] = []
    for verb, group in groupby(reversal.activities, key=lambda activity: activity.verb):
        if verb not in _REVERTERS:
            raise cannot_undo()
        permission, take_back = _REVERTERS[verb]
        reversal.actor.require(permission)
        try:
            events += take_back(session, reversal, [(actions[activity.entity_id], activity) for activity in group])
        except WipLimitReached as full:
            # Nobody is asked for a reason here: whoever has one moves the card.
            raise Conflict(full.message, params=full.params) from full
    record(session, *events)


def revert_sprints(session: Session, reversal: Reversal) -> None:
    """Take back changes of goal and dates, and deletion; raise Conflict for anything else, Invalid if dates overlap."""
    reversal.actor.require(Permission.SPRINTS_PLAN)
    for activity in reversal.activities:
        if activity.verb not in _SPRINT_REVERTERS:
            raise cannot_undo()
        _SPRINT_REVERTERS[activity.verb](session, reversal, activity)


def _revert_sprint_changes(session: Session, reversal: Reversal, activity: Activity) -> None:
    sprint = lock_sprint(session, reversal.workspace, int(activity.entity_key))
    old = {name: column_value(name, change[0]) for name, change in activity.changes.items()}
    apply_sprint_changes(session, reversal.workspace, reversal.actor, sprint, old, now=reversal.now)


def _bring_back(session: Session, reversal: Reversal, activity: Activity) -> None:
    record(session, restore_sprint(session, reversal.workspace, reversal.actor, activity, now=reversal.now))


def _delete_again(session: Session, reversal: Reversal, activity: Activity) -> None:
    number = int(activity.entity_key)
    delete_sprint(session, workspace=reversal.workspace, actor=reversal.actor, number=number, now=reversal.now)


def _revert_changes(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    events = []
    for action, activity in undone:
        fields = activity.changes.items()
        old = {name: column_value(name, change[0]) for name, change in fields if name != OVERRIDE}
        hold_assignment(session, action, old)
        changes = apply_changes(session, action, old, now=reversal.now)
        events.append(_event(reversal, "action.changed", action, changes))
    return events


def _archive(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    return _set_archived(session, reversal, undone, archived_at=reversal.now)


def _restore(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    return _set_archived(session, reversal, undone, archived_at=None)


def _set_archived(session: Session, reversal: Reversal, undone: Undone, *, archived_at: datetime | None) -> list[Event]:
    actions = [action for action, _activity in undone]
    return set_archived(session, reversal.workspace, reversal.actor, actions, archived_at=archived_at, now=reversal.now)


def _revert_ranks(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    wanted = {action.id: activity.changes["rank"][0] for action, activity in undone}
    before = {action.id: action.rank for action, _activity in undone}
    given = restore_ranks(session, backlog_order(reversal.workspace.id), wanted)
    for action, _activity in undone:
        session.expire(action, ["rank"])
    return [
        _event(reversal, "action.ranked", action, {"rank": (before[action.id], given[action.id])})
        for action, _activity in undone
    ]


def _revert_hold_up(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    events = []
    for action, activity in undone:
        old = {name: change[0] for name, change in activity.changes.items()}
        kept = {name: getattr(action, name) for name in ("waiting_for", "waiting_note")}
        values = old if "blocked_reason" in old else kept | old
        events += hold_up(session, reversal.workspace, reversal.actor, action, values, now=reversal.now)
    return events


def _close(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    """Make a reopened action done again."""
    events = []
    for action, activity in undone:
        action.done_at = column_value("done_at", activity.changes["done_at"][0])
        action.updated_at = reversal.now
        session.flush()
        events.append(_event(reversal, "action.closed", action, {"done_at": (None, json_value(action.done_at))}))
    return events


def _leave_again(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    actions = [action for action, _activity in undone]
    return leave(session, reversal.workspace, reversal.actor, actions, outcome=Outcome.REMOVED, now=reversal.now)


def _restore_comments(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    return restore_comments(session, on=COMMENTED, actor=reversal.actor, deleted=undone, now=reversal.now)


def _event(reversal: Reversal, verb: str, action: Action, changes: Mapping[str, Change]) -> Event:
    return action_event(reversal.workspace, reversal.actor, verb, action=action, changes=changes, now=reversal.now)


def _actions(session: Session, reversal: Reversal) -> dict[int, Action]:
    ids = [activity.entity_id for activity in reversal.activities]
    statement = select(Action).where(Action.workspace_id == reversal.workspace.id, Action.id.in_(ids))
    return {action.id: action for action in session.scalars(statement.execution_options(populate_existing=True))}


_SPRINT_REVERTERS: dict[str, Callable[[Session, Reversal, Activity], None]] = {
    "sprint.changed": _revert_sprint_changes,
    "sprint.deleted": _bring_back,
    "sprint.restored": _delete_again,
}
_Reverter = Callable[[Session, Reversal, Undone], list[Event]]
_REVERTERS: dict[str, tuple[Permission, _Reverter]] = {
    "action.archived": (Permission.ACTIONS_EDIT, _restore),
    "action.blocked": (Permission.ACTIONS_EDIT, _revert_hold_up),
    "action.changed": (Permission.ACTIONS_EDIT, _revert_changes),
    "action.checklist_changed": (Permission.ACTIONS_EDIT, _revert_changes),
    "action.comment_deleted": (Permission.COMMENTS_WRITE, _restore_comments),
    "action.created": (Permission.ACTIONS_EDIT, _archive),
    "action.moved": (Permission.BOARD_MOVE, revert_moves),
    "action.ranked": (Permission.SPRINTS_PLAN, _revert_ranks),
    "action.reopened": (Permission.SPRINTS_PLAN, _close),
    "action.restored": (Permission.ACTIONS_EDIT, _archive),
    "action.unblocked": (Permission.ACTIONS_EDIT, _revert_hold_up),
    "action.waiting": (Permission.ACTIONS_EDIT, _revert_hold_up),
    "action.waiting_ended": (Permission.ACTIONS_EDIT, _revert_hold_up),
    "sprint.action_joined": (Permission.SPRINTS_PLAN, _leave_again),
    "sprint.action_left": (Permission.SPRINTS_PLAN, rejoin),
    "sprint.action_placed": (Permission.SPRINTS_PLAN, revert_places),
}
