"""Reads of sprints."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from backlog.core.errors import NotFound
from backlog.core.keys import LARGEST_NUMBER
from backlog.core.pagination import Page, decode_cursor, page_of
from backlog.sprints.models import Action, GoalVerdict, Sprint, SprintMembership, SprintState
from backlog.workspaces.models import Workspace

_USUAL_DAYS = 12
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SprintRow:
    """One sprint as lists show it, with what it holds; a completed one's figures come from its frozen report."""

    number: int
    goal: str
    starts_on: date
    ends_on: date
    state: SprintState
    started_at: datetime | None
    completed_at: datetime | None
    version: int
    count: int
    done: int
    points: Decimal
    hours: Decimal
    goal_verdict: GoalVerdict | None = None
    reserve_percent: int | None = None


@dataclass(frozen=True, slots=True)
class ProposedDates:
    """First and last day of the sprint that would come next."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The numbers of the sprints before and after one, and where its unfinished work went if that is there still."""

    before: int | None
    after: int | None
    successor: int | None


def get_sprint(session: Session, *, workspace: Workspace, number: int) -> Sprint:
    """Return a sprint by its number; raise NotFound."""
    if number > LARGEST_NUMBER:
        raise NotFound
    statement = (
        select(Sprint)
        .where(Sprint.workspace_id == workspace.id, Sprint.number == number)
        .execution_options(populate_existing=True)
    )
    sprint = session.scalar(statement)
    if sprint is None:
        raise NotFound
    return sprint


def find_active_sprint(session: Session, *, workspace: Workspace) -> Sprint | None:
    """Return the sprint that is under way, None between sprints."""
    return session.scalar(_ACTIVE, {"workspace": workspace.id})


def find_next_sprint(session: Session, *, workspace: Workspace) -> Sprint | None:
    """Return the planned sprint that starts first, None if none is planned."""
    statement = (
        select(Sprint)
        .where(Sprint.workspace_id == workspace.id, Sprint.state == SprintState.PLANNED)
        .order_by(Sprint.starts_on, Sprint.number)
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return session.scalar(statement)


def find_neighbours(session: Session, *, workspace: Workspace, number: int, successor: int | None) -> Neighbours:
    """Return what stands beside a sprint; numbers have gaps where planned ones were deleted."""
    own = select(Sprint.number).where(Sprint.workspace_id == workspace.id)
    before = own.where(Sprint.number < number).order_by(Sprint.number.desc()).limit(1)
    after = own.where(Sprint.number > number).order_by(Sprint.number).limit(1)
    named = own.where(Sprint.number == (successor or 0))
    parts = (before.scalar_subquery(), after.scalar_subquery(), named.scalar_subquery())
    return Neighbours(*session.execute(select(*parts)).one())


def list_sprints(
    session: Session,
    *,
    workspace: Workspace,
    state: SprintState | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[SprintRow]:
    """Return a page of sprints, newest first; raise Invalid for a cursor that is none."""
    statement = _rows(workspace).order_by(Sprint.number.desc()).limit(limit + 1)
    if state is not None:
        statement = statement.where(Sprint.state == state)
    if cursor:
        statement = statement.where(Sprint.number < decode_cursor(cursor, int)[0])
    rows = [_row(*row) for row in session.execute(statement)]
    return page_of(rows, limit, lambda row: (row.number,))


def get_sprint_row(session: Session, *, workspace: Workspace, number: int) -> SprintRow:
    """Return one sprint as lists show it; raise NotFound."""
    row = session.execute(_rows(workspace).where(Sprint.number == number)).first()
    if row is None:
        raise NotFound
    return _row(*row)


def today_in(workspace: Workspace, now: datetime) -> date:
    """Return the date it is in the workspace's time zone."""
    return now.astimezone(ZoneInfo(workspace.time_zone)).date()


def propose_dates(session: Session, *, workspace: Workspace, today: date) -> ProposedDates:
    """Return the dates of the sprint that would follow the last one, as long as it; two weeks if there is none."""
    last = session.execute(
        select(Sprint.starts_on, Sprint.ends_on)
        .where(Sprint.workspace_id == workspace.id)
        .order_by(Sprint.ends_on.desc(), Sprint.number.desc())
        .limit(1)
    ).first()
    if last is None:
        starts_on = today + timedelta(days=-today.weekday() % 7)
        return ProposedDates(starts_on, starts_on + timedelta(days=_USUAL_DAYS - 1))
    starts_on = max(last.ends_on + timedelta(days=1), today)
    if starts_on.weekday() >= _SATURDAY > last.starts_on.weekday():
        starts_on += timedelta(days=7 - starts_on.weekday())
    return ProposedDates(starts_on, starts_on + (last.ends_on - last.starts_on))


def _rows(workspace: Workspace) -> Select[Any]:
    held = (
        select(
            SprintMembership.sprint_id,
            func.count().label("count"),
            func.count(Action.done_at).label("done"),
            func.coalesce(func.sum(Action.points), 0).label("points"),
            func.coalesce(func.sum(Action.hours), 0).label("hours"),
        )
        .join(Action, Action.id == SprintMembership.action_id)
        .where(Action.workspace_id == workspace.id, SprintMembership.left_at.is_(None))
        .group_by(SprintMembership.sprint_id)
        .subquery()
    )
    return (
        select(
            Sprint.number, Sprint.goal, Sprint.starts_on, Sprint.ends_on, Sprint.state, Sprint.started_at,
            Sprint.completed_at, Sprint.version, Sprint.report["sums"], Sprint.report["goal_verdict"],
            Sprint.reserve_percent, held.c.count, held.c.done, held.c.points, held.c.hours,
        )
        .outerjoin(held, held.c.sprint_id == Sprint.id)
        .where(Sprint.workspace_id == workspace.id)
    )  # fmt: skip


def _row(*row: Any) -> SprintRow:
    number, goal, starts_on, ends_on, state, started_at, completed_at, version, sums, verdict, reserve, *held = row
    if sums is not None:
        held = [sums["total"]["count"], sums["done"]["count"], sums["total"]["points"], sums["total"]["hours"]]
    count, done, points, hours = held
    return SprintRow(
        number, goal, starts_on, ends_on, SprintState(state), started_at, completed_at, version,
        count or 0, done or 0, Decimal(str(points or 0)), Decimal(str(hours or 0)),
        GoalVerdict(verdict) if verdict else None, reserve,
    )  # fmt: skip


# Asked by each page of the board: made once, because making it costs more than running it.
_ACTIVE = (
    select(Sprint)
    .where(Sprint.workspace_id == bindparam("workspace"), Sprint.state == SprintState.ACTIVE)
    .execution_options(populate_existing=True)
)
