"""Starting a sprint: from now on what comes in was not planned."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid
from backlog.core.events import Change, Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.sprints.models import Action, BoardColumn, Sprint, SprintMembership, SprintState
from backlog.sprints.queries import find_active_sprint, get_capacity, get_plan, today_in
from backlog.sprints.services.columns import ensure_columns, first_of
from backlog.sprints.services.finding import lock_sprint
from backlog.sprints.services.limits import Allowance
from backlog.sprints.services.recording import action_event, json_value, sprint_event
from backlog.sprints.services.staying import hold_entries
from backlog.workspaces.models import Workspace

REASON_LENGTH = 500


def start_sprint(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    number: int,
    now: datetime,
    reason: str = "",
    allowance: Allowance | None = None,
) -> Sprint:
    """Start a planned sprint: its actions come to the board in its order, in the column they had or the first.

    `reason` says why it starts although somebody has more planned than hours; it stays in the sprint's record. Raise
    NotFound, Forbidden, Conflict if it is under way or completed, or another is under way, Invalid without a reason
    where one is needed, WipLimitReached if the columns or people take fewer cards.
    """
    actor.require(Permission.SPRINTS_PLAN)
    sprint = lock_sprint(session, workspace, number)
    if sprint.state == SprintState.ACTIVE:
        raise Conflict(N_("Sprint {number} has started already."), params={"number": number})
    if (active := find_active_sprint(session, workspace=workspace)) is not None:
        message = N_("Sprint {number} is under way. Complete it first.")
        raise Conflict(message, params={"number": active.number})
    said = _said_about_capacity(session, workspace, sprint, reason, now)
    actions = actions_in_order(session, sprint)
    columns = ensure_columns(session, workspace)
    overridden = hold_entries(session, workspace, actions, columns, allowance)
    sprint.state, sprint.started_at = SprintState.ACTIVE, now
    moves = _enter_board(session, workspace, actor, sprint, actions, first_of(columns), now, overridden)
    # What keeps its column gets no event of its own; the reason stands with the start as well.
    changes: dict[str, Change] = {
        **next(iter(overridden.values()), {}),
        "state": (str(SprintState.PLANNED), str(SprintState.ACTIVE)),
        "committed": (None, committed_effort(actions)),
        **said,
    }
    record(session, *moves, sprint_event(workspace, actor, "sprint.started", sprint=sprint, changes=changes, now=now))
    return sprint


def _said_about_capacity(
    session: Session, workspace: Workspace, sprint: Sprint, reason: str, now: datetime
) -> dict[str, Change]:
    """Return the reserve as of now, and who starts with too much and why; nothing where nobody's hours are known."""
    plan = get_plan(session, workspace=workspace, sprint=sprint)
    capacity = get_capacity(session, workspace=workspace, plan=plan, today=today_in(workspace, now))
    if not capacity.is_known:
        return {}
    said: dict[str, Change] = {"reserve_percent": (None, capacity.reserve.percent)}
    if not capacity.over:
        return said
    reason = one_line(reason)
    if not reason:
        message = N_("Somebody has more planned than hours. Write why the sprint starts all the same.")
        raise Invalid(message, field="reason")
    if len(reason) > REASON_LENGTH:
        raise Invalid(N_("A reason has at most 500 characters."), field="reason")
    people = [{"name": one.name, "hours": json_value(one.over)} for one in capacity.over]
    return {**said, "over_capacity": (None, {"reason": reason, "people": people})}


def committed_effort(actions: Sequence[Action]) -> dict[str, Any]:
    """Return how many actions there are and the sums of their estimates, as JSON."""
    return {
        "count": len(actions),
        "points": json_value(sum((action.points or 0 for action in actions), start=0)),
        "hours": json_value(sum((action.hours or 0 for action in actions), start=0)),
    }


def actions_in_order(session: Session, sprint: Sprint) -> list[Action]:
    """Return the actions of a sprint as they are now, in its order."""
    statement = (
        select(Action)
        .join(SprintMembership, SprintMembership.action_id == Action.id)
        .where(SprintMembership.sprint_id == sprint.id, SprintMembership.left_at.is_(None))
        .order_by(SprintMembership.rank)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _enter_board(
    session: Session, workspace: Workspace, actor: Actor, sprint: Sprint, actions: Sequence[Action],
    column: BoardColumn, now: datetime, overridden: Mapping[int, dict[str, Change]],
) -> list[Event]:  # fmt: skip
    entering = [action for action in actions if action.column_id is None]
    for action in entering:
        action.column_id = column.id
        action.updated_at = now
    session.flush()
    session.execute(
        update(SprintMembership)
        .where(SprintMembership.sprint_id == sprint.id, SprintMembership.left_at.is_(None))
        .values(board_rank=SprintMembership.rank)
        .execution_options(synchronize_session=False)
    )
    changes = {"column_id": (None, column.id), "category": (None, column.category)}
    return [
        action_event(
            workspace,
            actor,
            "action.moved",
            action=action,
            changes={**changes, **overridden.get(action.id, {})},
            now=now,
        )
        for action in entering
    ]
