"""Reads of the board: columns and cards as narrow rows, however many fields an action has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from backlog.core.errors import NotFound
from backlog.core.keys import find_number, make_key
from backlog.core.types import clean_text
from backlog.core.workdays import working_days
from backlog.identity.models import User, initials_of
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import Action, BoardColumn, Sprint, SprintMembership, SprintState
from backlog.sprints.queries import checklist_count, find_active_sprint, today_in
from backlog.workspaces.models import Campaign, Instrument, LimitMode, Workspace

MOST_CARDS = 1000
MOST_COLUMNS = 50
_NOTHING = Decimal(0)


class Card(NamedTuple):
    """One action as the board shows it. Ages are in working days, the first one counted."""

    key: str
    id: int
    title: str
    column_id: int
    instrument_id: int | None
    instrument: str | None
    icon: str | None
    campaign_id: int | None
    campaign: str | None
    assignee_id: int | None
    assignee: str | None
    assignee_email: str | None
    points: Decimal | None
    hours: Decimal | None
    due_on: date | None
    publish_on: date | None
    age_days: int | None
    blocked_reason: str | None
    blocked_days: int | None
    waiting_for: str | None
    waiting_note: str | None
    waiting_days: int | None
    is_done: bool
    is_unplanned: bool
    version: int
    checklist_total: int
    checklist_done: int

    @property
    def initials(self) -> str | None:
        """Return the letters that stand for the assignee."""
        return initials_of(self.assignee) if self.assignee else None


@dataclass(frozen=True, slots=True)
class ColumnOnBoard:
    """One column with its cards from top to bottom."""

    id: int
    name: str
    category: StatusCategory
    wip_limit: int | None
    wip_mode: LimitMode
    cards: Sequence[Card]

    @property
    def hours(self) -> Decimal:
        """Return the hours of its cards; what nobody has estimated counts as none."""
        return sum_hours(self.cards)

    @property
    def over_limit(self) -> int:
        """Return how many cards there are too many."""
        return max(0, len(self.cards) - self.wip_limit) if self.wip_limit is not None else 0


@dataclass(frozen=True, slots=True)
class Board:
    """The sprint under way with its columns. `seen` is the activity number to send along with a move."""

    sprint: Sprint
    columns: Sequence[ColumnOnBoard]
    seen: int

    @property
    def cards(self) -> list[Card]:
        """Return all cards, column by column."""
        return [card for column in self.columns for card in column.cards]

    @property
    def hours(self) -> Decimal:
        """Return the hours of all cards."""
        return sum_hours(self.cards)


def sum_hours(cards: Iterable[Card]) -> Decimal:
    """Return the hours of cards; what nobody has estimated counts as none."""
    return sum((card.hours for card in cards if card.hours is not None), start=_NOTHING)


def find_board(session: Session, *, workspace: Workspace, now: datetime) -> Board | None:
    """Return the board of the active sprint in three statements, None between sprints."""
    seen = workspace.activity_number
    sprint = find_active_sprint(session, workspace=workspace)
    if sprint is None:
        return None
    columns = list_columns(session, workspace=workspace)
    cards: dict[int, list[Card]] = {column.id: [] for column in columns}
    today = today_in(workspace, now)
    for row in session.execute(_ON_BOARD, {"workspace": workspace.id}):
        card = _card(workspace, today, *row)
        cards[card.column_id].append(card)
    return Board(
        sprint=sprint,
        columns=[column_of(column, cards[column.id]) for column in columns],
        seen=seen,
    )


def column_of(column: BoardColumn, cards: Sequence[Card]) -> ColumnOnBoard:
    """Return a column with these cards in it."""
    category, mode = StatusCategory(column.category), LimitMode(column.wip_mode)
    return ColumnOnBoard(column.id, column.name, category, column.wip_limit, mode, cards)


def get_card(session: Session, *, workspace: Workspace, key: str, now: datetime) -> Card:
    """Return one card of the board; raise NotFound if it is not on it."""
    number = find_number(workspace.action_prefixes, key)
    row = session.execute(_CARDS.where(Action.number == number), {"workspace": workspace.id}).first()
    if row is None:
        raise NotFound
    return _card(workspace, today_in(workspace, now), *row)


def list_columns(session: Session, *, workspace: Workspace) -> list[BoardColumn]:
    """Return the columns of the board from left to right; none before a workspace first needs them."""
    return list(session.scalars(_COLUMNS, {"workspace": workspace.id}))


def count_cards(session: Session, *, workspace: Workspace, column_id: int) -> int:
    """Return how many cards stand in a column now."""
    statement = _CARDS.where(Action.column_id == column_id).with_only_columns(func.count())
    return session.scalar(statement, {"workspace": workspace.id}) or 0


def count_own_cards(session: Session, *, workspace: Workspace, user_id: int | None) -> int:
    """Return how many cards of one person are on the board and not done."""
    own = _CARDS.where(Action.assignee_id == user_id, Action.done_at.is_(None))
    return session.scalar(own.with_only_columns(func.count()), {"workspace": workspace.id}) or 0


def find_column(session: Session, *, workspace: Workspace, name: str) -> BoardColumn | None:
    """Return the column with this name, else the first of the category with it, else one that was removed, or None."""
    wanted = clean_text(name).strip()
    columns = list_columns(session, workspace=workspace)
    for named in (
        [column for column in columns if column.name.casefold() == wanted.casefold()],
        [column for column in columns if column.category == wanted],
    ):
        if named:
            return named[0]
    removed = select(BoardColumn).where(BoardColumn.workspace_id == workspace.id, BoardColumn.name == wanted)
    return session.scalar(removed.order_by(BoardColumn.id.desc()).limit(1))


def _card(workspace: Workspace, today: date, number: int, *row: Any) -> Card:
    started_at, blocked_reason, blocked_at, waiting_for, waiting_note, waiting_at, *state = row[15:]
    done_at, is_unplanned, *rest = state
    zone = ZoneInfo(workspace.time_zone)

    def days_since(moment: datetime | None) -> int | None:
        return None if moment is None else working_days(moment.astimezone(zone).date(), today)

    age = None if done_at else days_since(started_at)
    held_up = (blocked_reason, days_since(blocked_at), waiting_for, waiting_note, days_since(waiting_at))
    shown = (age, *held_up, done_at is not None, is_unplanned, *rest)
    values = (make_key(workspace.action_prefix, number), *row[:15], *shown)
    return Card(*values)


def _cards() -> Select[Any]:
    # What went back to a waiting column is not in progress, so it has no age there; the start of its work stays noted.
    worked_on_since = case((BoardColumn.category != StatusCategory.TO_DO, Action.started_at))
    columns: tuple[Any, ...] = (
        Action.number, Action.id, Action.title, Action.column_id, Action.instrument_id, Instrument.name,
        Instrument.icon, Action.campaign_id, Campaign.name, Action.assignee_id, User.name, User.email, Action.points,
        Action.hours, Action.due_on, Action.publish_on, worked_on_since, Action.blocked_reason, Action.blocked_at,
        Action.waiting_for, Action.waiting_note, Action.waiting_at, Action.done_at,
        SprintMembership.joined_after_start, Action.version, checklist_count(), checklist_count(done=True),
    )  # fmt: skip
    return (
        select(*columns)
        .join(SprintMembership, SprintMembership.action_id == Action.id)
        .join(Sprint, Sprint.id == SprintMembership.sprint_id)
        .outerjoin(BoardColumn, BoardColumn.id == Action.column_id)
        .outerjoin(Instrument, Instrument.id == Action.instrument_id)
        .outerjoin(Campaign, Campaign.id == Action.campaign_id)
        .outerjoin(User, User.id == Action.assignee_id)
        .where(
            Sprint.workspace_id == bindparam("workspace"),
            Sprint.state == SprintState.ACTIVE,
            SprintMembership.left_at.is_(None),
            Action.column_id.is_not(None),
        )
    )


# Made once: making them costs more than running them.
_CARDS = _cards()
_ON_BOARD = _CARDS.order_by(SprintMembership.board_rank).limit(MOST_CARDS)
_COLUMNS = (
    select(BoardColumn)
    .where(BoardColumn.workspace_id == bindparam("workspace"), BoardColumn.archived_at.is_(None))
    .order_by(BoardColumn.position, BoardColumn.id)
    .limit(MOST_COLUMNS)
)
