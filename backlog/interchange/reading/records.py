"""Text to records: the line a record begins on and its cells."""

import csv
import re
from collections.abc import Iterator

from backlog.core.errors import Invalid
from backlog.core.i18n import N_

# Only these three end a line. str.splitlines() knows more of them (form feed, U+2028 …), which a cell may hold.
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r)|[^\r\n]++")

Record = tuple[int, list[str]]


def records(text: str, *, delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Yield each record that is not blank with its first physical line; raises Invalid on broken quoting.

    `first_line` is the number of the text's first line in the file.
    """
    # The limit is one per process and only ever grows: a cell can be as long as the file that held it.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = N_("Line {line}: the quotation marks of this row do not match.")
            raise Invalid(message, params={"line": line}) from error
        if any(cells) and any(cell.strip() for cell in cells):
            yield line, cells


def _lines(text: str) -> Iterator[str]:
    return (match.group() for match in _LINE.finditer(text))
