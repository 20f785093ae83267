"""Cumulative flow: how many actions of a sprint stood in each column, day by day."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from backlog.reports.days import Frame, days_of
from backlog.reports.history import COMPLETED, JOINED, LEFT, STARTED, Happening, SprintHistory, ends_sprint

_COLUMN = "column_id"


@dataclass(frozen=True, slots=True)
class FlowStep:
    """How many actions stood in each column, by its id, from this moment on."""

    at: datetime
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class FlowDay:
    """How many stood in each column at the end of a day; None for a day still to come."""

    on: date
    counts: Mapping[int, int] | None


@dataclass(frozen=True, slots=True)
class Flow:
    """The start, before anything moved, and the end of each day."""

    start: Mapping[int, int]
    days: tuple[FlowDay, ...]

    def held(self, columns: Iterable[int]) -> list[int]:
        """Return which of these columns held anything at any of these moments, in their order."""
        moments = (self.start, *(day.counts or {} for day in self.days))
        return [column for column in columns if any(column in counts for counts in moments)]


def follow_columns(happenings: Iterable[Happening], *, sprint: int) -> tuple[FlowStep, ...]:
    """Return how the columns stood from the start of the sprint with this number on to its completion.

    `happenings` as for the history of a sprint. Starting puts all on the board before it says that it has started.
    """
    inside: set[int] = set()
    column: dict[int, int] = {}
    steps: list[FlowStep] = []
    has_started = False
    for one in happenings:
        if one.verb == COMPLETED or ends_sprint(one, sprint):
            break
        has_started = has_started or one.verb == STARTED
        _follow(one, sprint, inside, column)
        if has_started:
            at = max(one.at, steps[-1].at) if steps else one.at
            steps.append(FlowStep(at, Counter(column[each] for each in inside if each in column)))
    return tuple(steps)


def flow_of(history: SprintHistory, steps: tuple[FlowStep, ...], frame: Frame) -> Flow:
    """Return the flow day by day, over the days of the sprint's other charts."""
    dates = [frame.day_of(step.at) for step in steps]

    def counts(on: date) -> Mapping[int, int]:
        return steps[bisect_right(dates, on) - 1].counts

    days = (FlowDay(day.on, counts(day.on) if day.end else None) for day in days_of(history, frame))
    return Flow(steps[0].counts, tuple(days))


def _follow(one: Happening, sprint: int, inside: set[int], column: dict[int, int]) -> None:
    if one.verb == JOINED and one.changes["sprint"][1] == sprint:
        inside.add(one.entity)
    elif one.verb == LEFT and one.changes["sprint"][0] == sprint:
        inside.discard(one.entity)
    if _COLUMN in one.changes:
        moved_to = one.changes[_COLUMN][1]
        if moved_to is None:
            column.pop(one.entity, None)
        else:
            column[one.entity] = moved_to
