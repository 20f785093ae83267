"""The days of a sprint, in the time zone of its workspace: a day's state is the one at its end, the last day's too."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backlog.reports.history import ScopeChange, SprintHistory, Step


@dataclass(frozen=True, slots=True)
class Frame:
    """What days a report shows: in which zone, until which planned end, and how far they have come."""

    zone: ZoneInfo
    ends_on: date
    now: datetime

    def day_of(self, moment: datetime) -> date:
        """Return the date it was in the zone."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Day:
    """One day: how things stood at its end (None for a day still to come), and what changed the scope in its course."""

    on: date
    end: Step | None
    changes: tuple[ScopeChange, ...]


def days_of(history: SprintHistory, frame: Frame) -> Iterator[Day]:
    """Yield each day from the start to the completion; under way, to today or the planned last day, the later one."""
    dates = [frame.day_of(step.at) for step in history.steps]
    today = frame.day_of(history.completed_at or frame.now)
    last = today if history.completed_at else max(today, frame.ends_on)
    before = 0
    for ahead in range((max(last, dates[-1]) - dates[0]).days + 1):
        on = dates[0] + timedelta(days=ahead)
        through = bisect_right(dates, on)
        changes = tuple(step.change for step in history.steps[before:through] if step.change)
        before = through
        yield Day(on, history.steps[through - 1] if on <= max(today, dates[-1]) else None, changes)
