"""What becomes of the cards of a column that goes away or comes to mean something else."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.events import Event
from backlog.core.ordering import last_rank, write_ranks
from backlog.core.permissions import Actor
from backlog.core.rank import ranks_between
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import HOLD_UPS, Action, BoardColumn, Sprint, SprintMembership, SprintState
from backlog.sprints.services.finding import column_order
from backlog.sprints.services.limits import Allowance, Standing, Step, hold_limits, standing_of
from backlog.sprints.services.recording import action_event, changes_of
from backlog.workspaces.models import Workspace

_FOLLOWED = ("column_id", "started_at", "done_at", *HOLD_UPS)


def rehome(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    *,
    old: BoardColumn,
    new: BoardColumn,
    now: datetime,
    was: str,
    allowance: Allowance | None = None,
) -> list[Event]:
    """Take all cards of one column to the end of another, or along with its own new category, and return the events.

    `was` is the category the old column had until now. Raise WipLimitReached as `hold_limits` does.
    """
    released = _release_planned(session, workspace, actor, old, new, now)
    rows = session.execute(_cards(old)).all()
    if not rows:
        return released
    actions: list[Action] = [row[0] for row in rows]
    overridden = hold_limits(session, workspace, [_step(action, old, new, was) for action in actions], allowance)
    before = [_followed(action) for action in actions]
    if old is not new:
        _append(session, new, actions[0].sprint_id or 0, [row[1] for row in rows])
    for action in actions:
        enter(action, new, now)
    session.flush()
    return released + [
        action_event(
            workspace, actor, "action.moved", action=action, now=now,
            changes=changes_of(earlier, _followed(action)) | overridden.get(action.id, {}),
        )
        for action, earlier in zip(actions, before, strict=True)
    ]  # fmt: skip


def enter(action: Action, column: BoardColumn, now: datetime) -> None:
    """Make of an action what being in this column means: waiting, started or done."""
    is_done = column.category == StatusCategory.DONE
    action.column_id = column.id
    action.done_at = (action.done_at or now) if is_done else None
    if column.category != StatusCategory.TO_DO:
        action.started_at = action.started_at or now
    if is_done:
        for name in HOLD_UPS:
            setattr(action, name, None)
    action.updated_at = now


def _step(action: Action, old: BoardColumn, new: BoardColumn, was: str) -> Step:
    before = Standing(old.id, was, action.assignee_id, action.waiting_for is not None)
    return Step(action.id, before, standing_of(action, new))


def _cards(column: BoardColumn) -> Any:
    return (
        select(Action, SprintMembership.id)
        .join(SprintMembership, (SprintMembership.action_id == Action.id) & SprintMembership.left_at.is_(None))
        .join(Sprint, Sprint.id == Action.sprint_id)
        .where(Action.column_id == column.id, Sprint.state == SprintState.ACTIVE)
        .order_by(SprintMembership.board_rank, SprintMembership.id)
        .execution_options(populate_existing=True)
    )


def _release_planned(
    session: Session, workspace: Workspace, actor: Actor, old: BoardColumn, new: BoardColumn, now: datetime
) -> list[Event]:
    """Work in progress that waits in a planned sprint keeps a column only as long as that one means progress."""
    planned = (
        select(Action)
        .join(Sprint, Sprint.id == Action.sprint_id)
        .where(Action.column_id == old.id, Sprint.state == SprintState.PLANNED)
        .execution_options(populate_existing=True)
    )
    kept = new.id if new.category == StatusCategory.IN_PROGRESS else None
    if kept == old.id:
        return []
    actions = session.scalars(planned).all()
    for action in actions:
        action.column_id = kept
        action.updated_at = now
    session.flush()
    changes = {"column_id": (old.id, kept)}
    return [action_event(workspace, actor, "action.moved", action=one, changes=changes, now=now) for one in actions]


def _append(session: Session, column: BoardColumn, sprint_id: int, stay_ids: Sequence[int]) -> None:
    order = column_order(sprint_id, column.id)
    ranks = ranks_between(last_rank(session, order), None, len(stay_ids))
    write_ranks(session, order, dict(zip(stay_ids, ranks, strict=True)))


def _followed(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in _FOLLOWED}
