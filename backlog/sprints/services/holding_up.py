"""What holds an action up: something in its way, with the reason, or an approval that is waited for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.sprints.models import Action, ApprovalBy
from backlog.sprints.services.editing import refuse_archived
from backlog.sprints.services.finding import lock_action
from backlog.sprints.services.recording import action_event, changes_of
from backlog.workspaces.models import Workspace

REASON_LENGTH = 500
_NOT_WAITING = {"waiting_for": None, "waiting_note": None}


def block_action(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, reason: str, now: datetime
) -> Action:
    """Say what holds an action up; a second reason replaces the first, and the time it began stays.

    Raise NotFound, Forbidden, Invalid without a reason, Conflict if the action is done or archived.
    """
    actor.require(Permission.ACTIONS_EDIT)
    reason = one_line(reason)
    if not reason or len(reason) > REASON_LENGTH:
        raise Invalid(N_("Say in 1 to 500 characters what holds it up."), field="reason")
    action = _lock_open(session, workspace, key)
    record(session, *hold_up(session, workspace, actor, action, {"blocked_reason": reason}, now=now))
    return action


def unblock_action(session: Session, *, workspace: Workspace, actor: Actor, key: str, now: datetime) -> Action:
    """Say that an action can go on. Raise NotFound or Forbidden."""
    actor.require(Permission.ACTIONS_EDIT)
    action = lock_action(session, workspace, key)
    record(session, *hold_up(session, workspace, actor, action, {"blocked_reason": None}, now=now))
    return action


def await_approval(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, by: ApprovalBy, now: datetime, note: str = ""
) -> Action:
    """Say who has to approve an action before it goes on; asking again replaces that, and the time it began stays.

    While it waits it does not count for the limit of whoever does it. It ends by itself when the action is done.
    Raise NotFound, Forbidden, Invalid if the note is too long, Conflict if the action is done or archived.
    """
    actor.require(Permission.ACTIONS_EDIT)
    note = one_line(note)
    if len(note) > REASON_LENGTH:
        raise Invalid(N_("A note has at most 500 characters."), field="note")
    action = _lock_open(session, workspace, key)
    values = {"waiting_for": str(by), "waiting_note": note or None}
    record(session, *hold_up(session, workspace, actor, action, values, now=now))
    return action


def end_waiting(session: Session, *, workspace: Workspace, actor: Actor, key: str, now: datetime) -> Action:
    """Say that nobody's approval is waited for any more. Raise NotFound or Forbidden."""
    actor.require(Permission.ACTIONS_EDIT)
    action = lock_action(session, workspace, key)
    record(session, *hold_up(session, workspace, actor, action, _NOT_WAITING, now=now))
    return action


def hold_up(
    session: Session, workspace: Workspace, actor: Actor, action: Action, values: Mapping[str, Any], *, now: datetime
) -> list[Event]:
    """Write what holds an action up, or that this does no longer, and return the event of it; none without a change.

    `values` has `blocked_reason`, or `waiting_for` with `waiting_note`. Since when goes along: it begins now unless
    something of the kind held it up already.
    """
    changes = changes_of({name: getattr(action, name) for name in values}, values)
    if not changes:
        return []
    what, since, begun, ended = _KINDS["waiting_for" in values]
    for name, value in values.items():
        setattr(action, name, value)
    is_held = values[what] is not None
    setattr(action, since, (getattr(action, since) or now) if is_held else None)
    action.updated_at = now
    session.flush()
    verb = begun if is_held else ended
    return [action_event(workspace, actor, verb, action=action, changes=changes, now=now)]


_KINDS = {
    False: ("blocked_reason", "blocked_at", "action.blocked", "action.unblocked"),
    True: ("waiting_for", "waiting_at", "action.waiting", "action.waiting_ended"),
}


def _lock_open(session: Session, workspace: Workspace, key: str) -> Action:
    action = lock_action(session, workspace, key)
    refuse_archived(action)
    if action.done_at is not None:
        raise Conflict(N_("{key} is done; nothing can hold it up."), params={"key": action.key})
    return action
