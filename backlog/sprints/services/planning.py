"""Putting actions into a sprint, in an order, and taking them out again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.activity.services import one_act
from backlog.core.errors import Conflict
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.ordering import write_ranks
from backlog.core.permissions import Actor, Permission
from backlog.sprints.models import Action, Outcome, Sprint
from backlog.sprints.services.creating import create_action
from backlog.sprints.services.editing import refuse_archived
from backlog.sprints.services.finding import backlog_order, lock_sprint, read_actions, sprint_order
from backlog.sprints.services.limits import Allowance
from backlog.sprints.services.placing import (
    END,
    KEEP,
    backlog_predecessor,
    free_ranks,
    list_changed,
    refuse_moved_since,
    refuse_own_predecessor,
    sprint_predecessor,
)
from backlog.sprints.services.ranking import give_ranks
from backlog.sprints.services.recording import action_event
from backlog.sprints.services.staying import current_stays, join, leave
from backlog.workspaces.models import Workspace


def plan_actions(  # noqa: PLR0913 - which actions, where to, what the planner saw and says about limits
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    number: int,
    keys: Sequence[str],
    now: datetime,
    after: str | None = END,
    seen: int | None = None,
    allowance: Allowance | None = None,
) -> Sprint:
    """Put actions, as one block in the given order, into sprint `number` right after another (None: top; END: end).

    Those in the sprint already get a new place in it, those in another sprint leave it. `seen` is the activity number
    of the page the planner saw. Return the sprint. Raise NotFound, Forbidden, LimitReached above 500, Invalid if
    something should stand after itself, Conflict if the sprint is completed, an action is archived or done, or the
    list has changed, WipLimitReached if the sprint is under way and its board takes no more.
    """
    actor.require(Permission.SPRINTS_PLAN)
    refuse_own_predecessor(workspace, keys, after)
    sprint = lock_sprint(session, workspace, number)
    actions = read_actions(session, workspace, keys)
    for action in actions:
        _refuse_unfit(action, sprint)
    predecessor, rank = sprint_predecessor(session, workspace, sprint.id, after)
    refuse_moved_since(session, workspace, predecessor | {action.id for action in actions}, seen=seen)
    ranks = free_ranks(session, sprint_order(sprint.id), before=rank, count=len(actions))
    by: dict[str, Any] = {"sprint": sprint, "allowance": allowance, "now": now}
    record(session, *place_in_sprint(session, workspace, actor, actions=actions, ranks=ranks, **by))
    return sprint


def create_in_sprint(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    number: int,
    values: Mapping[str, Any],
    now: datetime,
    allowance: Allowance | None = None,
) -> Action:
    """Create an action at the end of sprint `number`, as one act to take back. Raises as both of its halves do."""
    by: dict[str, Any] = {"workspace": workspace, "actor": actor, "now": now}
    with one_act(session):
        action = create_action(session, values=values, **by)
        plan_actions(session, number=number, keys=[action.key], allowance=allowance, **by)
    return action


def unplan_actions(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    number: int,
    keys: Sequence[str],
    now: datetime,
    after: str | None = KEEP,
    seen: int | None = None,
) -> Sprint:
    """Put actions of sprint `number` back into the action backlog, to their old place or, as a block, after another.

    `after`: a key, KEEP for the old place, None for the top, END for the end. Done ones are open again. Return the
    sprint. Raise NotFound, Forbidden, LimitReached above 500, Conflict if the sprint is completed, one of them is not
    in it any more or has moved since `seen`, or `after` is not in the backlog.
    """
    actor.require(Permission.SPRINTS_PLAN)
    sprint = lock_sprint(session, workspace, number)
    actions = read_actions(session, workspace, keys)
    if any(action.sprint_id != sprint.id for action in actions):
        raise list_changed()
    refuse_moved_since(session, workspace, {action.id for action in actions}, seen=seen)
    events = leave(session, workspace, actor, actions, outcome=Outcome.REMOVED, now=now)
    if after != KEEP:
        _id, rank = backlog_predecessor(session, workspace, after)
        ranks = free_ranks(session, backlog_order(workspace.id), before=rank, count=len(actions))
        given = {action.id: rank for action, rank in zip(actions, ranks, strict=True)}
        events += give_ranks(session, workspace, actor, actions, given, now=now)
    record(session, *events)
    return sprint


def place_in_sprint(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    *,
    sprint: Sprint,
    actions: Sequence[Action],
    ranks: Sequence[str],
    now: datetime,
    allowance: Allowance | None = None,
) -> list[Event]:
    """Give actions these free ranks in a sprint, wherever they are now, and return the events of it."""
    given = dict(zip([action.id for action in actions], ranks, strict=True))
    staying = [action for action in actions if action.sprint_id == sprint.id]
    coming = [action for action in actions if action.sprint_id != sprint.id]
    elsewhere = [action for action in coming if action.sprint_id is not None]
    events = _reorder(session, workspace, actor, sprint, staying, given, now)
    events += leave(session, workspace, actor, elsewhere, outcome=Outcome.REMOVED, now=now)
    new_ranks = [given[action.id] for action in coming]
    if coming:
        by: dict[str, Any] = {"sprint": sprint, "allowance": allowance, "now": now}
        events += join(session, workspace, actor, actions=coming, ranks=new_ranks, **by)
    return events


def _reorder(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    sprint: Sprint,
    actions: Sequence[Action],
    given: dict[int, str],
    now: datetime,
) -> list[Event]:
    if not actions:
        return []
    stays = current_stays(session, actions)
    before = {action.id: stays[action.id].rank for action in actions}
    write_ranks(session, sprint_order(sprint.id), {stays[action.id].id: given[action.id] for action in actions})
    for stay in stays.values():
        session.expire(stay, ["rank"])
    return [
        action_event(
            workspace, actor, "sprint.action_placed", action=action, now=now,
            changes={"sprint_rank": (before[action.id], given[action.id])},
        )
        for action in actions
    ]  # fmt: skip


def _refuse_unfit(action: Action, sprint: Sprint) -> None:
    refuse_archived(action)
    if action.done_at is not None and action.sprint_id != sprint.id:
        raise Conflict(N_("{key} is done. Reopen it before you plan it again."), params={"key": action.key})
