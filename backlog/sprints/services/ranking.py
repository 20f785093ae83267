"""The order of the action backlog."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.ordering import write_ranks
from backlog.core.permissions import Actor, Permission
from backlog.sprints.models import Action
from backlog.sprints.services.finding import backlog_order, lock_actions
from backlog.sprints.services.placing import (
    backlog_predecessor,
    free_ranks,
    list_changed,
    refuse_moved_since,
    refuse_own_predecessor,
)
from backlog.sprints.services.recording import action_event
from backlog.workspaces.models import Workspace


def rank_actions(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    keys: Sequence[str],
    after: str | None,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Put actions of the action backlog, as one block in the given order, right after another (None: top; END: end).

    `seen` is the activity number of the list the mover saw. Raise NotFound, Forbidden, LimitReached above 500, Invalid
    if something should stand after itself, Conflict if one of them or `after` has left the backlog or moved since.
    """
    actor.require(Permission.SPRINTS_PLAN)
    refuse_own_predecessor(workspace, keys, after)
    actions = lock_actions(session, workspace, keys)
    if any(action.archived_at or action.sprint_id or action.done_at for action in actions):
        raise list_changed()
    predecessor, rank = backlog_predecessor(session, workspace, after)
    refuse_moved_since(session, workspace, predecessor | {action.id for action in actions}, seen=seen)
    ranks = free_ranks(session, backlog_order(workspace.id), before=rank, count=len(actions))
    given = {action.id: rank for action, rank in zip(actions, ranks, strict=True)}
    record(session, *give_ranks(session, workspace, actor, actions, given, now=now))


def reopen_action(session: Session, *, workspace: Workspace, actor: Actor, key: str, now: datetime) -> None:
    """Put an action that was done in a completed sprint back into the action backlog, at its old place.

    Raise NotFound, Forbidden, or Conflict unless it is done and in no sprint.
    """
    actor.require(Permission.SPRINTS_PLAN)
    action = lock_actions(session, workspace, [key])[0]
    if action.done_at is None or action.sprint_id is not None or action.archived_at is not None:
        raise Conflict(N_("{key} is not among the actions that are done and put away."), params={"key": action.key})
    changes = {"done_at": (action.done_at.isoformat(), None)}
    action.done_at = None
    action.updated_at = now
    session.flush()
    record(session, action_event(workspace, actor, "action.reopened", action=action, changes=changes, now=now))


def give_ranks(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    actions: Sequence[Action],
    ranks: Mapping[int, str],
    *,
    now: datetime,
) -> list[Event]:
    """Write places in the action backlog, by the action's id, and return the events of it."""
    before = {action.id: action.rank for action in actions}
    write_ranks(session, backlog_order(workspace.id), ranks)
    for action in actions:
        session.expire(action, ["rank"])
    return [
        action_event(
            workspace, actor, "action.ranked", action=action, now=now,
            changes={"rank": (before[action.id], ranks[action.id])},
        )
        for action in actions
    ]  # fmt: skip
