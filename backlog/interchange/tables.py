"""A list as a table for a spreadsheet, and for our own import."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from backlog.core.i18n import N_
from backlog.core.spreadsheets import write_csv
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
_NEEDS_QUOTES = re.compile(r'[",;|]')


def write_table(
    listed: Iterable[ListedRequirement], *, header: Sequence[str], words: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8, with the mark that spreadsheets look for, in chunks; `words` as its reader says it."""
    yield from write_csv((_cells(one, words) for one in listed), header=header)


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
