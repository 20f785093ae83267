"""Text to records: the line a record begins on and its cells."""

import csv
import re
from collections.abc import Iterator

from backlog.core.errors import Invalid
from backlog.core.i18n import N_

# Only these three end a line. str.splitlines() knows more of them (form feed, U+2028 …), which a cell may hold.
# Ends without anything between them come as one piece: the reader takes them alike, and a file can be full of them.
_PIECE = re.compile(r"[\r\n]++|[^\r\n]++(?:\r\n|\n|\r)?+")

Record = tuple[int, list[str]]


def records(text: str, *, delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Yield each record that is not blank with its first physical line; raises Invalid on broken quoting.

    `first_line` is the number of the text's first line in the file.
    """
    return records_of(pieces(text), delimiter=delimiter, first_line=first_line, longest=len(text))


def records_of(parts: Iterator[str], *, delimiter: str, longest: int, first_line: int = 1) -> Iterator[Record]:
    """Yield the records of the pieces of a text as `records` does; no cell is longer than `longest`."""
    # The limit is one per process and only ever grows: a cell can be as long as the file that held it.
    csv.field_size_limit(max(csv.field_size_limit(), longest + 1))
    line = begins = first_line
    is_between = True

    def told() -> Iterator[str]:
        nonlocal line, begins, is_between
        for part in parts:
            if is_between and not part.isspace():
                begins, is_between = line, False
            line += count_lines(part) if part[0] in "\r\n" else 1
            # Blank lines between records are many where someone means harm; the reader would make a record of each.
            if not is_between:
                yield part

    reader = csv.reader(told(), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        is_between = True
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = N_("Line {line}: the quotation marks of this row do not match.")
            raise Invalid(message, params={"line": begins}) from error
        if any(cells) and any(cell.strip() for cell in cells):
            yield begins, cells


def pieces(text: str, start: int = 0) -> Iterator[str]:
    """Yield the text in the pieces that records are read from: a line with its end, or the ends of blank lines."""
    return (match.group() for match in _PIECE.finditer(text, start))


def count_lines(text: str) -> int:
    """Return how many lines end in the text."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
