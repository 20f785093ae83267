"""Putting actions away and taking them back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.events import Event, record
from backlog.core.permissions import Actor, Permission
from backlog.sprints.models import Action, Outcome
from backlog.sprints.services.finding import lock_actions
from backlog.sprints.services.recording import action_event, json_value
from backlog.sprints.services.staying import leave
from backlog.workspaces.models import Workspace


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
