"""Tables as CSV files that spreadsheets open as they are meant."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# A cell that begins so is a formula to a spreadsheet; an apostrophe makes it text, and our import takes it away.
_FORMULA = ("=", "+", "-", "@")
_CHUNK = 64 * 1024


def write_csv(rows: Iterable[Sequence[str]], *, header: Sequence[str]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, with the mark that spreadsheets look for, in chunks; no cell becomes a formula."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    for row in chain([header], rows):
        writer.writerow([_safe(cell) for cell in row])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
