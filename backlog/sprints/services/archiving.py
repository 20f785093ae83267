"""Putting actions away and taking them back, and saying what holds one up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.sprints.models import Action, Outcome
from backlog.sprints.services.editing import refuse_archived
from backlog.sprints.services.finding import lock_action, lock_actions
from backlog.sprints.services.recording import action_event, json_value
from backlog.sprints.services.staying import leave
from backlog.workspaces.models import Workspace

REASON_LENGTH = 500


def archive_actions(
    session: Session, *, workspace: Workspace, actor: Actor, keys: Sequence[str], now: datetime
) -> None:
    """Put actions away, wherever they are; those in a sprint leave it. What is archived already stays so.

    Raise NotFound, Forbidden, or LimitReached above 500.
    """
    actor.require(Permission.ACTIONS_EDIT)
    actions = [action for action in lock_actions(session, workspace, keys) if action.archived_at is None]
    planned = [action for action in actions if action.sprint_id is not None]
    left = leave(session, workspace, actor, planned, outcome=Outcome.REMOVED, now=now, keeps_done=True)
    record(session, *left, *set_archived(session, workspace, actor, actions, archived_at=now, now=now))


def restore_actions(
    session: Session, *, workspace: Workspace, actor: Actor, keys: Sequence[str], now: datetime
) -> None:
    """Take archived actions back, to their old place in the action backlog. Raise NotFound, Forbidden, LimitReached."""
    actor.require(Permission.ACTIONS_EDIT)
    actions = [action for action in lock_actions(session, workspace, keys) if action.archived_at is not None]
    record(session, *set_archived(session, workspace, actor, actions, archived_at=None, now=now))


def set_archived(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    actions: Sequence[Action],
    *,
    archived_at: datetime | None,
    now: datetime,
) -> list[Event]:
    """Archive actions or take them back, and return the events of it."""
    before = [action.archived_at for action in actions]
    for action in actions:
        action.archived_at = archived_at
        action.updated_at = now
    session.flush()
    verb = "action.restored" if archived_at is None else "action.archived"
    return [
        action_event(
            workspace, actor, verb, action=action, now=now,
            changes={"archived_at": (json_value(old), json_value(archived_at))},
        )
        for action, old in zip(actions, before, strict=True)
    ]  # fmt: skip


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
    action = lock_action(session, workspace, key)
    refuse_archived(action)
    if action.done_at is not None:
        raise Conflict(N_("{key} is done; nothing can hold it up."), params={"key": action.key})
    _set_blocked(session, workspace, actor, action, reason, now)
    return action


def unblock_action(session: Session, *, workspace: Workspace, actor: Actor, key: str, now: datetime) -> Action:
    """Say that an action can go on. Raise NotFound or Forbidden."""
    actor.require(Permission.ACTIONS_EDIT)
    action = lock_action(session, workspace, key)
    _set_blocked(session, workspace, actor, action, None, now)
    return action


def _set_blocked(
    session: Session, workspace: Workspace, actor: Actor, action: Action, reason: str | None, now: datetime
) -> None:
    changes = {"blocked_reason": (action.blocked_reason, reason)}
    if action.blocked_reason == reason:
        return
    action.blocked_at = None if reason is None else (action.blocked_at or now)
    action.blocked_reason = reason
    action.updated_at = now
    session.flush()
    verb = "action.unblocked" if reason is None else "action.blocked"
    record(session, action_event(workspace, actor, verb, action=action, changes=changes, now=now))
