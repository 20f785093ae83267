"""A table whose shape is known to be sound before its first row is used."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.reading.delimiter import Delimiter, find_delimiter
from backlog.interchange.reading.encoding import Encoding, decode
from backlog.interchange.reading.limits import STANDARD_LIMITS, ReadingLimits
from backlog.interchange.reading.lines import as_table
from backlog.interchange.reading.records import Record, records


@dataclass(frozen=True, slots=True)
class Row:
    """One record as wide as the header; `line` is where it begins in the file, counted from 1."""

    line: int
    cells: tuple[str, ...]
    missing: int = 0  # cells the file left out at the end, filled with ""
    surplus: tuple[str, ...] = ()  # cells beyond the header, where any of them says something


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: headers by position (repeated ones stay apart), and rows that can be walked again and again."""

    encoding: Encoding
    delimiter: Delimiter
    header: tuple[str, ...]
    row_count: int
    _text: str = field(repr=False)
    _first_line: int = 1

    def rows(self) -> Iterator[Row]:
        """Yield the rows in file order."""
        width = len(self.header)
        body = records(self._text, delimiter=self.delimiter, first_line=self._first_line)
        next(body)
        for line, cells in body:
            if len(cells) == width:
                yield Row(line, tuple(cells))
            else:
                yield _fit(line, cells, width)


def read_table(
    raw: bytes,
    *,
    encoding: Encoding | None = None,
    delimiter: Delimiter | None = None,
    lines_are_titles: bool = False,
    limits: ReadingLimits = STANDARD_LIMITS,
) -> Table:
    """Return the table that the bytes hold; encoding and delimiter are found where they are not given.

    With `lines_are_titles` it is no table but a list, and becomes one of a single column.
    Raises Invalid (empty, binary, broken quotation marks; with the line) and LimitReached (naming the limit).
    """
    limits.check_bytes(len(raw))
    text, encoding = decode(raw, encoding=encoding)
    limits.check_lines(text)
    if lines_are_titles:
        text, delimiter, first_line = as_table(text), Delimiter.COMMA, 0
    else:
        delimiter, start = find_delimiter(text, given=delimiter, limits=limits)
        text, first_line = (text[start:], 2) if start else (text, 1)
    body = records(text, delimiter=delimiter, first_line=first_line)
    header, row_count = _measure(body, limits)
    return Table(encoding, delimiter, header, row_count, text, first_line)


def _measure(body: Iterator[Record], limits: ReadingLimits) -> tuple[tuple[str, ...], int]:
    _, header = next(body, (0, []))
    if not header:
        raise Invalid(N_("The file is empty."))
    limits.check_columns(len(header))
    row_count = 0
    for row_count, (_, cells) in enumerate(body, start=1):
        limits.check_rows(row_count)
        limits.check_columns(len(cells))
    return tuple(name.strip("\ufeff \t\xa0") for name in header), row_count


def _fit(line: int, cells: list[str], width: int) -> Row:
    if len(cells) < width:
        missing = width - len(cells)
        return Row(line, (*cells, *[""] * missing), missing=missing)
    surplus = tuple(cells[width:])
    return Row(line, tuple(cells[:width]), surplus=surplus if any(cell.strip() for cell in surplus) else ())
