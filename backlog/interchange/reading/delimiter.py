"""Which sign separates the cells: counted in the header record, outside quotation marks."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from backlog.core.errors import Invalid
from backlog.interchange.reading.records import records


class Delimiter(StrEnum):
    """The signs a table may be separated by."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    PIPE = "|"


_SAMPLE = 50  # records that must agree with the header
# As many marks and signs as the widest header has, a hundred times over: a file of nothing else is not walked through.
_MOST_TOKENS = 100_000
_TOKEN = re.compile(r'["\r\n,;\t|]')
# Excel writes and obeys this first line; it is no record.
_DECLARED = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)


def find_delimiter(text: str) -> tuple[Delimiter, int]:
    """Return the delimiter and the position at which the table begins (past a `sep=;` line).

    Of the signs in the header, the one that gives most of the first rows the header's width wins, then the one
    that stands in the header most often.
    """
    if declared := _DECLARED.match(text):
        return Delimiter(declared.group(1)), declared.end()
    counts = _count_in_header(text)
    candidates = [sign for sign in Delimiter if counts[sign]]
    if len(candidates) < 2:  # noqa: PLR2004 - nothing to choose between
        return (candidates or [Delimiter.COMMA])[0], 0
    return max(candidates, key=lambda sign: (_rows_as_wide_as_header(text, sign), counts[sign])), 0


def _count_in_header(text: str) -> dict[Delimiter, int]:
    counts = dict.fromkeys(Delimiter, 0)
    for sign in _signs_of_first_record(text):
        counts[sign] += 1
    return counts


def _signs_of_first_record(text: str) -> Iterator[Delimiter]:
    quoted, cell_is_blank, record_is_blank, end = False, True, True, 0
    for match in islice(_TOKEN.finditer(text), _MOST_TOKENS):
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


def _rows_as_wide_as_header(text: str, sign: Delimiter) -> int:
    try:
        widths = [len(cells) for _, cells in islice(records(text, delimiter=sign), _SAMPLE + 1)]
    except Invalid:
        return -1
    return sum(1 for width in widths[1:] if width == widths[0])
