"""Burnup: what is done and what there is to do, a line each, so that a changed scope cannot pass for work."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backlog.reports.days import Frame, days_of
from backlog.reports.history import Measure, SprintHistory


@dataclass(frozen=True, slots=True)
class BurnupDay:
    """What was done and what the sprint held at the end of a day; None for a day still to come."""

    on: date
    done: Decimal | None
    scope: Decimal | None


@dataclass(frozen=True, slots=True)
class Burnup:
    """What was done and what there was to do, at the start and at the end of each day."""

    done: Decimal
    scope: Decimal
    days: tuple[BurnupDay, ...]


def burnup_of(history: SprintHistory, measure: Measure, frame: Frame) -> Burnup:
    """Return the burnup in one measure."""
    days = (
        BurnupDay(day.on, day.end.done.of(measure), day.end.scope.of(measure))
        if day.end
        else BurnupDay(day.on, None, None)
        for day in days_of(history, frame)
    )
    start = history.start
    return Burnup(start.done.of(measure), start.scope.of(measure), tuple(days))
