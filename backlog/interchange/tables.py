"""A list as a table for a spreadsheet, and for our own import."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from backlog.core.i18n import N_
from backlog.interchange.queries.listing import ListedRequirement
from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS

# Our import knows these words again.
HEADER = (
    N_("Requirement key"), N_("Rank"), N_("Title"), N_("Kind"), N_("Epic"), N_("Status"), N_("MoSCoW"),
    N_("Story points"), N_("Owner"), N_("Target hand-over"), N_("Labels"), N_("Components"), N_("Description"),
    N_("Acceptance criteria"),
)  # fmt: skip
_WORDS = chain(KIND_LABELS.items(), STATUS_LABELS.items(), MOSCOW_LABELS.items())
LABELS: Mapping[str, str] = {str(value): label for value, label in _WORDS}
# A cell that begins so is a formula to a spreadsheet; an apostrophe makes it text, and our import takes it away.
_FORMULA = ("=", "+", "-", "@")
_NEEDS_QUOTES = re.compile(r'[",;|]')
_CHUNK = 64 * 1024


def write_table(
    listed: Iterable[ListedRequirement], *, header: Sequence[str], words: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, with the mark that spreadsheets look for, in chunks; `words` as its reader says it."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(header)
    for one in listed:
        writer.writerow([_safe(cell) for cell in _cells(one, words)])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cells(one: ListedRequirement, words: Mapping[str, str]) -> list[str]:
    row = one.row
    criteria = (f"[{'x' if each['done'] else ' '}] {each['text']}" for each in one.criteria)
    return [
        row.key,
        str(row.place or ""),
        row.title,
        words[row.kind],
        row.epic_title or "",
        words[row.status],
        words[row.moscow] if row.moscow else "",
        f"{row.points.normalize():f}" if row.points is not None else "",
        row.owner_email or "",
        row.target_on.isoformat() if row.target_on else "",
        ", ".join(one.labels),
        ", ".join(_quoted(name) for name in one.components),
        one.description,
        "\n".join(criteria),
    ]


def _quoted(name: str) -> str:
    """Return a name that stays one where names are told apart by such signs."""
    return '"{}"'.format(name.replace('"', '""')) if _NEEDS_QUOTES.search(name) else name


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
