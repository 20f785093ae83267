"""Which sign separates the cells: counted in the header record, outside quotation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.reading.limits import STANDARD_LIMITS, ReadingLimits
from backlog.interchange.reading.records import pieces, records_of


class Delimiter(StrEnum):
    """The signs a table may be separated by."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    PIPE = "|"


_SAMPLE = 50  # records that must agree with the header
# As many marks and signs as the widest header has, a hundred times over, in the header and again in what is read of the
# rows: a file of nothing else is not walked through.
_MOST_TOKENS = 100_000
_BLANK_LINES = re.compile(r"\s*[\r\n]")
_TOKEN = re.compile(r'["\r\n,;\t|]')
# Excel writes and obeys this first line; it is no record.
_DECLARED = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)


def find_delimiter(
    text: str, *, given: Delimiter | None = None, limits: ReadingLimits = STANDARD_LIMITS
) -> tuple[Delimiter, int]:
    """Return the delimiter and the position at which the table begins (past a `sep=;` line).

    Where none is given: of the signs in the header, the one that gives most of the first rows the header's width wins,
    then the one that stands in the header most often. Raises Invalid or LimitReached where the header does not end
    within what is looked at.
    """
    if declared := _DECLARED.match(text):
        return given or Delimiter(declared.group(1)), declared.end()
    if given:
        return given, 0
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    counts = _count_in_header(text, start, limits)
    candidates = [sign for sign in Delimiter if counts[sign]]
    if len(candidates) < 2:  # noqa: PLR2004 - nothing to choose between
        return (candidates or [Delimiter.COMMA])[0], 0
    sample = _sample(text, start)
    return max(candidates, key=lambda sign: (_rows_as_wide_as_header(sample, sign), counts[sign])), 0


def _count_in_header(text: str, start: int, limits: ReadingLimits) -> dict[Delimiter, int]:
    counts = dict.fromkeys(Delimiter, 0)
    for sign in _signs_of_first_record(text, start):
        if sign is None:
            limits.check_columns(max(counts.values()) + 1)
            raise Invalid(N_("The first row of the file does not end: look at its quotation marks."))
        counts[sign] += 1
    return counts


def _signs_of_first_record(text: str, start: int) -> Iterator[Delimiter | None]:
    """Yield the signs outside quotation marks, and None last where the record goes on beyond what is looked at."""
    quoted, cell_is_blank, record_is_blank, end = False, True, True, start
    for number, match in enumerate(_TOKEN.finditer(text, start)):
        if number == _MOST_TOKENS:
            yield None
            return
        sign = match.group()
        between_is_blank = not text[end : match.start()].strip()
        cell_is_blank = cell_is_blank and between_is_blank
        record_is_blank = record_is_blank and between_is_blank and sign != '"'
        if sign == '"':
            # A mark opens only where a cell begins; the second of a doubled pair opens again right after closing.
            quoted = not quoted and (cell_is_blank or (between_is_blank and text[match.start() - 1] == '"'))
            cell_is_blank = False
        elif not quoted and sign in "\r\n":
            if not record_is_blank:
                return
        elif not quoted:
            yield Delimiter(sign)
            cell_is_blank, record_is_blank = True, False
        end = match.end()


@dataclass(frozen=True, slots=True)
class _Sample:
    pieces: list[str]
    is_all: bool  # whether the file ends with it


def _sample(text: str, start: int) -> _Sample:
    """Return the first pieces of the table, as many as hold the marks and signs that are looked at."""
    found: list[str] = []
    left = _MOST_TOKENS
    for piece in pieces(text, start):
        left -= sum(1 for _ in islice(_TOKEN.finditer(piece), left + 1))
        if left < 0:
            return _Sample(found, is_all=False)
        found.append(piece)
    return _Sample(found, is_all=True)


def _rows_as_wide_as_header(sample: _Sample, sign: Delimiter) -> int:
    rest, widths = iter(sample.pieces), list[int]()
    longest = sum(len(piece) for piece in sample.pieces)
    try:
        for _, cells in islice(records_of(rest, delimiter=sign, longest=longest), _SAMPLE + 1):
            widths.append(len(cells))
    except Invalid:
        # Where the sample was cut, what looks broken at its end may go on behind it.
        if sample.is_all or next(rest, None) is not None:
            return -1
    return sum(1 for width in widths[1:] if width == widths[0])
