"""Burndown: what is still to do, day by day, beside an even pace over the working days."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from backlog.core.workdays import working_days
from backlog.reports.days import Day, Frame, days_of
from backlog.reports.history import Measure, SprintHistory


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of scope: by which action, and by how much; negative where the scope shrank."""

    key: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BurndownDay:
    """What was left and to do at the end of a day, and what an even pace would leave; None where there is no value."""

    on: date
    remaining: Decimal | None
    scope: Decimal | None
    ideal: Decimal | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Burndown:
    """What was left and what there was to do at the start, which is never corrected, and at the end of each day."""

    start: Decimal
    scope: Decimal
    ideal_start: Decimal | None
    days: tuple[BurndownDay, ...]


def burndown_of(history: SprintHistory, measure: Measure, frame: Frame) -> Burndown:
    """Return the burndown in one measure.

    The ideal line leads from the start to nothing at the end of the planned last day, falls on working days only, and
    does not know of changes of scope. Without a working day there is none.
    """
    start = history.start.remaining.of(measure)
    first = frame.day_of(history.start.at)
    whole = working_days(first, frame.ends_on)

    def row(day: Day) -> BurndownDay:
        rest = working_days(day.on + timedelta(days=1), frame.ends_on)
        ideal = start * rest / whole if whole else None
        marks = tuple(Mark(one.key, amount) for one in day.changes if (amount := one.effort.of(measure)))
        remaining, scope = (day.end.remaining.of(measure), day.end.scope.of(measure)) if day.end else (None, None)
        return BurndownDay(day.on, remaining, scope, ideal, marks)

    scope, days = history.start.scope.of(measure), tuple(row(day) for day in days_of(history, frame))
    return Burndown(start, scope, start if whole else None, days)
