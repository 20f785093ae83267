"""How many hours a person has in a stretch of days, and what is to be done when they are too few: arithmetic alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_NOTHING, _WHOLE, _HALF = Decimal(0), Decimal(1), Decimal("0.5")
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Week:
    """Hours by day, Monday first; the percent of them that is for the team, and of that what meetings and mail take."""

    hours: tuple[Decimal, ...]
    share: int = 100
    overhead: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    """From the first to the last of these days somebody is away; with `is_half`, half of each day."""

    starts_on: date
    ends_on: date
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """An action that somebody else could do instead."""

    key: str
    hours: Decimal


def hours_between(
    week: Week,
    first: date,
    last: date,
    *,
    absences: Collection[Absence] = (),
    holidays: Collection[date] = frozenset(),
) -> Decimal:
    """Return the hours somebody has for actions from `first` to `last`, both counted; 0 if `last` is earlier.

    Sum over the days of: hours of the weekday, unless it is a public holiday, less the part they are away; of that
    the team's share, and of that what meetings and mail leave.
    """
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    present = sum(
        (week.hours[day.weekday()] * _presence(day, absences) for day in days if day not in holidays), start=_NOTHING
    )
    return present * week.share * (_PERCENT - week.overhead) / _PERCENT**2


def in_half_hours(hours: Decimal) -> Decimal:
    """Return hours as plans show them, rounded to half an hour: a finer figure would claim more than anybody knows."""
    return (hours * 2).to_integral_value(ROUND_HALF_UP) / 2


def task_to_give(tasks: Sequence[Task], *, over: Decimal, room: Decimal) -> Task | None:
    """Return the action that somebody who is over would best give to somebody with that much room, None if none fits.

    The smallest one that is enough, else the largest that fits; of equals the last in the sprint's order, which is the
    least urgent.
    """
    fitting = [task for task in reversed(tasks) if _NOTHING < task.hours <= room]
    enough = [task for task in fitting if task.hours >= over]
    if enough:
        return min(enough, key=lambda task: task.hours)
    return max(fitting, key=lambda task: task.hours, default=None)


def unplanned_share(sums: Sequence[dict[str, dict[str, float]]]) -> int | None:
    """Return how many percent of what completed sprints held came after their start, on average; None without any.

    `sums` are those of their reports. Each sprint counts alike, by its hours, else its points, else its actions.
    """
    shares = [share for one in sums if (share := _share(one["planned"], one["added"])) is not None]
    return round(_PERCENT * sum(shares) / len(shares)) if shares else None


def _presence(day: date, absences: Collection[Absence]) -> Decimal:
    away = sum((_HALF if one.is_half else _WHOLE for one in absences if one.starts_on <= day <= one.ends_on), _NOTHING)
    return max(_WHOLE - away, _NOTHING)


def _share(planned: dict[str, float], added: dict[str, float]) -> float | None:
    for unit in ("hours", "points", "count"):
        if whole := planned[unit] + added[unit]:
            return added[unit] / whole
    return None
