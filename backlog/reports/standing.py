"""How long cards stood in the columns of the board, and which stand longer than most; in working days.

The first day counts, as for a card's age. Longer than most is longer than 85 of 100 that have moved on: the percentile
that the board's ticks warn at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backlog.core.workdays import working_days
from backlog.reports.history import Happening
from backlog.reports.percentiles import percentile

MOST = 85
# Of fewer that have moved on it cannot be said what is usual.
ENOUGH = 10
_COLUMN = "column_id"


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of an action in a column, by both ids; `ended_at` is None while it stands there."""

    entity: int
    column: int
    began_at: datetime
    ended_at: datetime | None = None


def stays_of(happenings: Iterable[Happening]) -> tuple[list[Stay], dict[int, Stay]]:
    """Return the stays that ended by a move to another column, and where each action stands now, by its id.

    `happenings` are those of each action, in order. What left the board, as all do when a sprint is completed, has not
    moved on: how long it would have stood there is not known.
    """
    standing: dict[int, Stay] = {}
    ended: list[Stay] = []
    for one in happenings:
        if _COLUMN not in one.changes:
            continue
        before, column = standing.pop(one.entity, None), one.changes[_COLUMN][1]
        if column is None:
            continue
        if before is not None:
            ended.append(Stay(before.entity, before.column, before.began_at, one.at))
        standing[one.entity] = Stay(one.entity, column, one.at)
    return ended, standing


def usual_days(ended: Sequence[Stay], zone: ZoneInfo) -> dict[int, int]:
    """Return within how many days 85 of 100 moved on, by column; none where fewer than ten have."""
    days: dict[int, list[int]] = {}
    for stay in ended:
        if stay.ended_at is not None:
            days.setdefault(stay.column, []).append(_days(stay.began_at, _day(stay.ended_at, zone), zone))
    return {column: percentile(sorted(found), MOST) for column, found in days.items() if len(found) >= ENOUGH}


def days_standing(standing: Mapping[int, Stay], *, today: date, zone: ZoneInfo) -> dict[int, int]:
    """Return for how many days each action stands where it is, by its id."""
    return {entity: _days(stay.began_at, today, zone) for entity, stay in standing.items()}


def _days(began_at: datetime, last: date, zone: ZoneInfo) -> int:
    return max(1, working_days(_day(began_at, zone), last))


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
