"""Joining and leaving a sprint: what planning, archiving, completing and undoing have in common.

The workspace is locked and the actions are read after that. Actions in no sprint have neither column nor `sprint_id`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.events import Change, Event
from backlog.core.ordering import last_rank
from backlog.core.permissions import Actor
from backlog.core.rank import ranks_between
from backlog.sprints.models import Action, BoardColumn, Outcome, Sprint, SprintMembership, SprintState
from backlog.sprints.services.columns import ensure_columns, first_of
from backlog.sprints.services.finding import column_order
from backlog.sprints.services.limits import Allowance, Step, hold_limits, standing_of
from backlog.sprints.services.recording import action_event, changes_of, json_value
from backlog.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Kept:
    """What an action brings along into a sprint: the column it stands in, and since when it is done."""

    column_id: int
    done_at: datetime | None = None


def join(  # noqa: PLR0913 - who comes where, and what each brings along
    session: Session,
    workspace: Workspace,
    actor: Actor,
    *,
    sprint: Sprint,
    actions: Sequence[Action],
    ranks: Sequence[str],
    now: datetime,
    kept: Mapping[int, Kept] | None = None,
    allowance: Allowance | None = None,
) -> list[Event]:
    """Put actions that are in no sprint into this one, at these free ranks, and return the events of it.

    In an active sprint they come to the end of the first column, as work that was not planned at its start. `kept`
    says, by the action's id, who keeps another column, even in a planned sprint. Raise WipLimitReached.
    """
    before = [_followed(action) for action in actions]
    earlier = _earlier_stays(session, sprint, actions)
    _keep(actions, kept or {})
    columns = ensure_columns(session, workspace) if sprint.state == SprintState.ACTIVE else []
    overridden = hold_entries(session, workspace, actions, columns, allowance) if columns else {}
    board_ranks = _enter_board(session, sprint, actions, columns) if columns else ranks
    for action, rank, board_rank in zip(actions, ranks, board_ranks, strict=True):
        stay = earlier.get(action.id) or SprintMembership(sprint_id=sprint.id, action_id=action.id)
        _take_up(stay, sprint, now)
        stay.rank, stay.board_rank = rank, board_rank
        session.add(stay)
        action.sprint_id = sprint.id
        action.updated_at = now
    session.flush()
    return [
        _joined(
            workspace, actor, sprint, action, now=now,
            changes={
                "sprint_rank": (None, rank), **changes_of(old, _followed(action)), **overridden.get(action.id, {})
            },
        )
        for action, rank, old in zip(actions, ranks, before, strict=True)
    ]  # fmt: skip


def leave(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    actions: Sequence[Action],
    *,
    outcome: Outcome,
    now: datetime,
    keeps_done: bool = False,
) -> list[Event]:
    """Take actions out of the sprint each is in and return the events of it.

    Done ones are open again, unless they leave as done or `keeps_done` says that they stay so.
    """
    if not actions:
        return []
    stays, numbers = current_stays(session, actions), _sprint_numbers(session, actions)
    before = [_followed(action) | _place(stays[action.id], numbers) for action in actions]
    for action in actions:
        stays[action.id].left_at = now
        stays[action.id].outcome = outcome
        action.sprint_id = action.column_id = None
        action.updated_at = now
        if outcome is not Outcome.DONE and not keeps_done:
            action.done_at = None
    session.flush()
    return [_left(workspace, actor, action, old, outcome, now) for action, old in zip(actions, before, strict=True)]


def current_stays(session: Session, actions: Iterable[Action]) -> dict[int, SprintMembership]:
    """Return the stay of each action in the sprint it is in, by the action's id."""
    statement = (
        select(SprintMembership)
        .where(SprintMembership.action_id.in_([action.id for action in actions]), SprintMembership.left_at.is_(None))
        .execution_options(populate_existing=True)
    )
    return {stay.action_id: stay for stay in session.scalars(statement)}


def effort_of(action: Action) -> dict[str, Any]:
    """Return the estimates of an action as they are now, for the record."""
    return {"points": json_value(action.points), "hours": json_value(action.hours)}


def hold_entries(
    session: Session,
    workspace: Workspace,
    actions: Sequence[Action],
    columns: Sequence[BoardColumn],
    allowance: Allowance | None,
) -> dict[int, dict[str, Change]]:
    """Do as `hold_limits` does for actions that come onto the board: to the column each keeps, else the first one."""
    own, first = {column.id: column for column in columns}, first_of(columns)
    steps = [
        Step(action.id, standing_of(action, None), standing_of(action, own.get(action.column_id or 0, first)))
        for action in actions
    ]
    return hold_limits(session, workspace, steps, allowance)


def _joined(
    workspace: Workspace, actor: Actor, sprint: Sprint, action: Action, *, changes: Mapping[str, Change], now: datetime
) -> Event:
    joined = {"sprint": (None, sprint.number), "effort": (None, effort_of(action)), **changes}
    return action_event(workspace, actor, "sprint.action_joined", action=action, changes=joined, now=now)


def _left(
    workspace: Workspace, actor: Actor, action: Action, before: Mapping[str, Any], outcome: Outcome, now: datetime
) -> Event:
    after = dict.fromkeys(before) | _followed(action)
    changes = changes_of(before, after) | {"effort": (effort_of(action), None), "outcome": (None, str(outcome))}
    return action_event(workspace, actor, "sprint.action_left", action=action, changes=changes, now=now)


def _followed(action: Action) -> dict[str, Any]:
    return {"column_id": action.column_id, "done_at": action.done_at}


def _place(stay: SprintMembership, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {"sprint": numbers[stay.sprint_id], "sprint_rank": stay.rank, "board_rank": stay.board_rank}


def _sprint_numbers(session: Session, actions: Iterable[Action]) -> dict[int, int]:
    statement = select(Sprint.id, Sprint.number).where(Sprint.id.in_({action.sprint_id for action in actions}))
    return {row.id: row.number for row in session.execute(statement)}


def _earlier_stays(session: Session, sprint: Sprint, actions: Iterable[Action]) -> dict[int, SprintMembership]:
    statement = (
        select(SprintMembership)
        .where(
            SprintMembership.sprint_id == sprint.id,
            SprintMembership.action_id.in_([action.id for action in actions]),
        )
        .execution_options(populate_existing=True)
    )
    return {stay.action_id: stay for stay in session.scalars(statement)}


def _take_up(stay: SprintMembership, sprint: Sprint, now: datetime) -> None:
    """Begin the stay, or go on with one that was interrupted while the sprint was under way."""
    if sprint.started_at is None or stay.left_at is None or stay.left_at < sprint.started_at:
        stay.joined_at = now
        stay.joined_after_start = sprint.started_at is not None
    stay.left_at = stay.outcome = None


def _keep(actions: Iterable[Action], kept: Mapping[int, Kept]) -> None:
    for action in actions:
        if (own := kept.get(action.id)) is not None:
            action.column_id, action.done_at = own.column_id, own.done_at


def _enter_board(
    session: Session, sprint: Sprint, actions: Sequence[Action], columns: Sequence[BoardColumn]
) -> list[str]:
    """Put actions at the end of the column each keeps, else of the first one, and return their ranks there."""
    first = first_of(columns).id
    ranks: dict[int, str] = {}
    with session.no_autoflush:
        for column_id in dict.fromkeys(action.column_id or first for action in actions):
            own = [action for action in actions if (action.column_id or first) == column_id]
            last = last_rank(session, column_order(sprint.id, column_id))
            ranks |= zip([action.id for action in own], ranks_between(last, None, len(own)), strict=True)
    for action in actions:
        action.column_id = action.column_id or first
    return [ranks[action.id] for action in actions]
