"""How long finished actions took, from what was recorded of them; in working days, the first one counted.

So a card's age on the board and the time such cards usually take are the same kind of number.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backlog.core.workdays import working_days
from backlog.reports.history import JOINED, LEFT, Happening

# What can begin, finish or open an action again; who undoes that it left a sprint can bring it back as done.
TIMED_VERBS = ("action.created", "action.moved", "action.closed", "action.reopened", JOINED, LEFT)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finished:
    """An action that is done, and how many working days that took, at least 1.

    `cycle` counts from when work on it first began, None if it never was under way; `lead` from when it was written.
    """

    entity: int
    key: str
    done_on: date
    cycle: int | None
    lead: int


def finished_of(happenings: Iterable[Happening], zone: ZoneInfo) -> list[Finished]:
    """Return the actions that are done in the end, in the order in which they were finished.

    `happenings` are those of each action from its beginning. One that was opened and finished again counts to the last
    time, from the first: its customer waited all the while.
    """
    told: dict[int, _Told] = {}
    for one in happenings:
        told.setdefault(one.entity, _Told(one.at)).follow(one)
    found = [
        Finished(
            entity,
            of.key,
            of.done_at.astimezone(zone).date(),
            None if of.started_at is None else _days(of.started_at, of.done_at, zone),
            _days(of.created_at, of.done_at, zone),
        )
        for entity, of in told.items()
        if of.done_at is not None
    ]
    return sorted(found, key=lambda one: (one.done_on, one.entity))


def by_week(finished: Sequence[Finished], *, first: date, last: date) -> list[tuple[date, int]]:
    """Return the Mondays of the weeks from `first` to `last`, and how many actions were finished in each."""
    counts = Counter(monday_of(one.done_on) for one in finished)
    weeks, monday = [], monday_of(first)
    while monday <= last:
        weeks.append((monday, counts[monday]))
        monday += _WEEK
    return weeks


def monday_of(day: date) -> date:
    """Return the day on which the week of a day begins."""
    return day - timedelta(days=day.weekday())


@dataclass(slots=True)
class _Told:
    created_at: datetime
    key: str = ""
    started_at: datetime | None = None
    done_at: datetime | None = None

    def follow(self, one: Happening) -> None:
        self.key = one.key
        changes: Mapping[str, Sequence[str | None]] = one.changes
        began = changes.get("started_at", (None, None))[1]
        if began is not None and self.started_at is None:
            self.started_at = datetime.fromisoformat(began)
        if "done_at" in changes:
            done = changes["done_at"][1]
            self.done_at = None if done is None else datetime.fromisoformat(done)


def _days(begun: datetime, done: datetime, zone: ZoneInfo) -> int:
    # Begun and finished on one weekend is a day, too.
    return max(1, working_days(begun.astimezone(zone).date(), done.astimezone(zone).date()))
