"""What a team tells each other every day: what moved since yesterday, what is stuck, who has nothing under way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from backlog.board.queries import Board, Card
from backlog.reports.history import JOINED, LEFT, Happening
from backlog.requirements.terms import StatusCategory

_COLUMN, _REMOVED = "column_id", "removed"
_FRIDAY = 4  # as weekday() counts


class What(StrEnum):
    """What became of a card in all, whatever happened in between."""

    DONE = "done"
    MOVED = "moved"
    CAME = "came"
    WENT = "went"


@dataclass(frozen=True, slots=True)
class News:
    """One card's news, by its id; columns by their ids, None outside of the board."""

    entity: int
    key: str
    what: What
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """A card that is not done and waits for something, or stands where it is longer than most do.

    `days` it stands in its column, `usual` within how many 85 of 100 move on, None where that is not known.
    """

    card: Card
    column: str
    days: int
    usual: int | None

    @property
    def is_slow(self) -> bool:
        """Tell whether it stands there longer than most."""
        return self.usual is not None and self.days > self.usual


@dataclass(frozen=True, slots=True)
class Free:
    """Somebody with nothing under way that they could work on, and how many cards of theirs wait to be begun."""

    user_id: int
    name: str
    to_do: int


def day_before(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the working day before today began: on a Monday that is Friday."""
    day = now.astimezone(zone).date() - timedelta(days=1)
    while day.weekday() > _FRIDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, time(), zone)


def news_of(
    happenings: Iterable[Happening], *, sprint: int, started_at: datetime | None, done: frozenset[int]
) -> list[News]:
    """Return what became of each card, the latest news first; `done` are the columns in which work is done.

    What came and went again, or went and stands where it stood, is no news, nor is what was planned before the start.
    """
    told: dict[int, _Told] = {}
    for one in happenings:
        is_planning = one.verb == JOINED and started_at is not None and one.at < started_at
        if not is_planning:
            told.setdefault(one.entity, _Told(one.key)).follow(one, sprint)
    news = (of.news(entity, done) for entity, of in reversed(list(told.items())))
    return [one for one in news if one is not None]


def stuck_on(board: Board, *, days: Mapping[int, int], usual: Mapping[int, int]) -> list[Stuck]:
    """Return what is blocked, waits for an approval or stands still, the one longest in its column first.

    What waits to be begun does not stand still, however long it does.
    """
    usual = {
        column.id: usual[column.id]
        for column in board.columns
        if column.category == StatusCategory.IN_PROGRESS and column.id in usual
    }
    found = [
        Stuck(card, column.name, days.get(card.id, 1), usual.get(column.id))
        for column in board.columns
        if column.category != StatusCategory.DONE
        for card in column.cards
    ]
    worth = [one for one in found if one.card.blocked_reason or one.card.waiting_for or one.is_slow]
    return sorted(worth, key=lambda one: -one.days)


def free_on(board: Board, people: Sequence[tuple[int, str]]) -> list[Free]:
    """Return who of these people has no card in progress but such as are blocked or wait for somebody else."""
    busy, to_do = set(), dict.fromkeys((user_id for user_id, _ in people), 0)
    for column in board.columns:
        for card in column.cards:
            if card.assignee_id not in to_do:
                continue
            if column.category == StatusCategory.TO_DO:
                to_do[card.assignee_id] += 1
            elif column.category == StatusCategory.IN_PROGRESS and not (card.blocked_reason or card.waiting_for):
                busy.add(card.assignee_id)
    return [Free(user_id, name, to_do[user_id]) for user_id, name in people if user_id not in busy]


@dataclass(slots=True)
class _Told:
    key: str
    has_begun: bool = False
    before: int | None = None
    after: int | None = None
    came: bool = False
    went: bool = False

    def follow(self, one: Happening, sprint: int) -> None:
        self.key = one.key
        if one.verb == JOINED and one.changes["sprint"][1] == sprint:
            self.came, self.went = not self.went, False
        elif one.verb == LEFT and one.changes["sprint"][0] == sprint and one.changes["outcome"][1] == _REMOVED:
            self.came, self.went = False, not self.came
        if _COLUMN in one.changes:
            before, self.after = one.changes[_COLUMN]
            if not self.has_begun:
                # Coming onto the board is no move.
                self.has_begun, self.before = True, self.after if before is None else before

    def news(self, entity: int, done: frozenset[int]) -> News | None:
        if self.went:
            return News(entity, self.key, What.WENT, self.before, None)
        if self.after in done and self.before not in done:
            return News(entity, self.key, What.DONE, self.before, self.after)
        if self.came:
            return News(entity, self.key, What.CAME, None, self.after)
        if self.after is not None and self.after != self.before:
            return News(entity, self.key, What.MOVED, self.before, self.after)
        return None
