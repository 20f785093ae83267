"""Dates as Jira and spreadsheets write them, in four languages; what "03/04/25" means is decided once per column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import NamedTuple

from backlog.interchange.mapping.folding import fold


class DateOrder(StrEnum):
    """What comes first where day and month are both numbers."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class DateDecision:
    """How a column's dates are read; a person should be asked where it is not certain, with the example."""

    order: DateOrder = DateOrder.DAY_FIRST
    is_certain: bool = True
    is_shown: bool = False  # a date of the column shows its order
    example: str = ""


class Moment(NamedTuple):
    """A date, with the time of day and the zone where the file says them."""

    day: date
    at: time | None = None
    zone: tzinfo | None = None

    def aware(self, zone: tzinfo) -> datetime:
        """Return the moment in UTC, read in the given zone where it names none."""
        return datetime.combine(self.day, self.at or time(), self.zone or zone).astimezone(UTC)


_MONTHS = (
    ("jan", "january", "januar", "jänner", "ene", "enero", "janv", "janvier"),
    ("feb", "february", "februar", "febrero", "févr", "fév", "février"),
    ("mar", "march", "mär", "märz", "mrz", "marzo", "mars"),
    ("apr", "april", "abr", "abril", "avr", "avril"),
    ("may", "mai", "mayo"),
    ("jun", "june", "juni", "junio", "juin"),
    ("jul", "july", "juli", "julio", "juil", "juillet"),
    ("aug", "august", "ago", "agosto", "août", "aoû"),
    ("sep", "sept", "september", "septiembre", "septembre"),
    ("oct", "october", "okt", "oktober", "octubre", "octobre"),
    ("nov", "november", "noviembre", "novembre"),
    ("dec", "december", "dez", "dezember", "dic", "diciembre", "déc", "décembre"),
)
_MONTH_NUMBER = {fold(name): number for number, names in enumerate(_MONTHS, start=1) for name in names}
_FILLERS = frozenset(
    (
        *("de", "del", "of", "the", "den", "am", "le", "st", "nd", "rd", "th", "er"),
        *("mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    )
)
_TIME = re.compile(
    r"(?:(?<=\d)T|(?<=[\s,]))(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s?(?P<half>[ap])?(?(half)\.?\s?m\.?)\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_PART = re.compile(r"\d+|[^\W\d_]+")
_BLANKS = re.compile(r"\s+")
_LONGEST = 60
_COMPACT = 8  # 20250918
_YEAR_DIGITS = 4
_CENTURY_TURNS = 70  # 69 is 2069, 70 is 1970
_NOON = 12
_EARLIEST, _LATEST = 1900, 2200


def decide_dates(texts: Iterable[str]) -> DateDecision:
    """Return how to read a column: a number above twelve shows the order; without one, day first and a question."""
    ambiguous = ""
    found: set[DateOrder] = set()
    for text in texts:
        numbers = _numeric_pair(text)
        if numbers is None:
            continue
        first, second = numbers
        if first > _NOON >= second:
            found.add(DateOrder.DAY_FIRST)
        elif second > _NOON >= first:
            found.add(DateOrder.MONTH_FIRST)
        elif first != second:
            ambiguous = ambiguous or text
    if len(found) == 1:
        return DateDecision(found.pop(), is_shown=True)
    return DateDecision(is_certain=not ambiguous, example=ambiguous)


def read_moment(text: str, *, order: DateOrder = DateOrder.DAY_FIRST) -> Moment | None:
    """Return what a text says, None where it is no date."""
    text = _BLANKS.sub(" ", text).strip()
    if not text or len(text) > _LONGEST:
        return None
    match = _TIME.search(text)
    try:
        day = _read_day(text[: match.start()] if match else text, order)
        if day is None or not match:
            return Moment(day) if day else None
        return Moment(day, _read_time(match), _read_zone(match.group("zone")))
    except ValueError:
        return None


def _read_day(text: str, order: DateOrder) -> date | None:
    parts = [part for part in _PART.findall(text) if fold(part) not in _FILLERS]
    if len(parts) == 1 and len(parts[0]) == _COMPACT and parts[0].isdecimal():
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) != len(("day", "month", "year")):
        return None
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(numbers) == len(parts):
        return _numeric_day(text, parts, order)
    months = [_MONTH_NUMBER.get(fold(part)) for part in parts if not part.isdecimal()]
    if len(months) != 1 or months[0] is None:
        return None
    first, last = (part for part in parts if part.isdecimal())
    if len(first) == _YEAR_DIGITS:
        first, last = last, first
    return _date(_full_year(last), months[0], int(first))


def _numeric_day(text: str, parts: list[str], order: DateOrder) -> date | None:
    first, second, third = parts
    if len(first) == _YEAR_DIGITS:
        return _date(int(first), int(second), int(third))
    day, month = int(first), int(second)
    if "." not in text and ((order is DateOrder.MONTH_FIRST and day <= _NOON) or month > _NOON):
        day, month = month, day
    return _date(_full_year(third), month, day)


def _numeric_pair(text: str) -> tuple[int, int] | None:
    """Return the first two numbers of a date in which either could be the day."""
    day, _, _ = text.strip().partition(" ")
    parts = _PART.findall(day)
    is_numeric = len(parts) == len(("day", "month", "year")) and all(part.isdecimal() for part in parts)
    if not is_numeric or "." in day or len(parts[0]) == _YEAR_DIGITS:
        return None
    return int(parts[0]), int(parts[1])


def _date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if _EARLIEST <= year <= _LATEST else None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - two digits leave the century out
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _read_time(match: re.Match[str]) -> time:
    hour = int(match.group("hour"))
    if half := match.group("half"):
        if not 1 <= hour <= _NOON:
            message = "no hour of half a day"
            raise ValueError(message)
        hour = hour % _NOON + (_NOON if half in "pP" else 0)
    return time(hour, int(match.group("minute")), int(match.group("second") or 0))


def _read_zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if text[0] == "+" else -offset)
