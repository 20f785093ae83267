"""What sprints came to, side by side, from the records that were frozen when they were completed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from backlog.reports.history import Measure
from backlog.reports.percentiles import percentile

_FIELDS = {Measure.HOURS: "hours", Measure.POINTS: "points", Measure.ACTIONS: "count"}
_MEDIAN = 50
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Velocity:
    """One completed sprint in one measure. Shares are between 0 and 1, None where there is nothing to share.

    `ends_on` is its planned last day. `committed` is what was in it at its start, by the estimates of then; everything
    else by those at its completion. `predictability` is how much of what was planned at the start was done, `unplanned`
    how much of all that was ever in the sprint came later.
    """

    number: int
    ends_on: date
    committed: Decimal
    added: Decimal
    removed: Decimal
    done: Decimal
    unfinished: Decimal
    predictability: Decimal | None
    unplanned: Decimal | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest, the median and the highest of some values; of an even number the lower of the two in the middle."""

    low: Decimal
    median: Decimal
    high: Decimal


def velocity_of(report: Mapping[str, Any], measure: Measure) -> Velocity:
    """Return what a sprint's frozen report says in one measure."""
    name, sums = _FIELDS[measure], report["sums"]
    planned = [one for one in report["actions"] if not one["joined_after_start"]]
    whole = _amount(planned, measure)
    kept = _amount([one for one in planned if one["outcome"] == _DONE], measure)
    added = _decimal(sums["added"][name])
    return Velocity(
        number=report["number"],
        ends_on=date.fromisoformat(report["ends_on"]),
        committed=_decimal((report["committed"] or sums["planned"])[name]),
        added=added,
        removed=_decimal(sums["removed"][name]),
        done=_decimal(sums["done"][name]),
        unfinished=_decimal(sums["carried_over"][name]) + _decimal(sums["to_backlog"][name]),
        predictability=kept / whole if whole else None,
        unplanned=added / (whole + added) if whole + added else None,
    )


def usual_measure(reports: Sequence[Mapping[str, Any]]) -> Measure:
    """Return the first measure in which anything was ever estimated; actions can always be counted."""
    sums = [report["sums"][of] for report in reports for of in ("planned", "added")]
    return next((one for one in Measure if any(each[_FIELDS[one]] for each in sums)), Measure.ACTIONS)


def spread_of(values: Sequence[Decimal]) -> Spread | None:
    """Return the spread of values, None of none."""
    return Spread(min(values), percentile(sorted(values), _MEDIAN), max(values)) if values else None


def _amount(actions: Sequence[Mapping[str, Any]], measure: Measure) -> Decimal:
    if measure is Measure.ACTIONS:
        return Decimal(len(actions))
    return sum((_decimal(one[_FIELDS[measure]] or 0) for one in actions), Decimal(0))


def _decimal(value: float) -> Decimal:
    # By its digits, since a float such as 0.1 is not what it says.
    return Decimal(str(value))
