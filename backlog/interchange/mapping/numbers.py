"""Numbers with a decimal point or comma, decided once per column."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class DecimalMark(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","


@dataclass(frozen=True, slots=True)
class NumberDecision:
    """How a column's numbers are read."""

    mark: DecimalMark = DecimalMark.POINT
    is_certain: bool = True


_UNIT = re.compile(r"\s*(?:sp|pts?\.?|points?|punkte?|story[ -]?points?|puntos?)$", re.IGNORECASE)
_SPACING = re.compile(r"[\s'’]")
_SHAPE = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,12}){0,4}")
_GROUP = 3


def decide_numbers(texts: Iterable[str], *, default: DecimalMark = DecimalMark.POINT) -> NumberDecision:
    """Return how to read a column; `default` holds where no number shows it (a comma in a table of semicolons)."""
    found: set[DecimalMark] = set()
    is_ambiguous = False
    for text in texts:
        number = _bare(text)
        if not _SHAPE.fullmatch(number) or number.isdecimal():
            continue
        if mark := _shown_mark(number):
            found.add(mark)
        else:
            is_ambiguous = True
    if len(found) == 1:
        return NumberDecision(found.pop())
    return NumberDecision(default, is_certain=not is_ambiguous and not found)


def read_number(text: str, *, mark: DecimalMark = DecimalMark.POINT) -> Decimal | None:
    """Return the number, None where it is none; a number that shows its own mark is read by that."""
    number = _bare(text)
    if not _SHAPE.fullmatch(number):
        return None
    mark = _shown_mark(number) or mark
    thousands = "," if mark is DecimalMark.POINT else "."
    whole, _, decimals = number.partition(mark)
    groups = whole.split(thousands)
    if any(len(group) != _GROUP for group in groups[1:]) or (decimals and not decimals.isdecimal()):
        return None
    return Decimal("".join(groups) + (f".{decimals}" if decimals else ""))


def _bare(text: str) -> str:
    return _SPACING.sub("", _UNIT.sub("", text.strip()))


def _shown_mark(number: str) -> DecimalMark | None:
    """Return the decimal mark where the number itself shows it: "1.000,5", "3,5", "1.000.000"."""
    signs = [sign for sign in number if sign in ".,"]
    if not signs:
        return None
    if len(set(signs)) > 1:
        return DecimalMark(signs[-1])
    if len(signs) > 1:
        return DecimalMark.COMMA if signs[0] == "." else DecimalMark.POINT
    decimals = number.rpartition(signs[0])[2]
    return None if len(decimals) == _GROUP else DecimalMark(signs[0])
