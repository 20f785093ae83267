"""How a row is found again that once was ours."""

import re
from collections.abc import Sequence

from backlog.interchange.mapping.draft import Draft
from backlog.interchange.mapping.numbers import DecimalMark, read_number

_REFERENCE = re.compile(r"^Ref: \S*/(?P<key>[A-Za-z][A-Za-z0-9]*-[0-9]+)", re.MULTILINE)


def own_keys(draft: Draft, *, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of ours that a row names, surest first: its key column, a label `req-42`, the `Ref:` line."""
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, prefixes))})-[1-9][0-9]{{0,9}}", re.IGNORECASE)
    named = [draft.key, *draft.labels, *(match.group("key") for match in _REFERENCE.finditer(draft.description_source))]
    return tuple(dict.fromkeys(word.upper() for word in named if pattern.fullmatch(word)))


def backlog_order(drafts: Sequence[Draft]) -> list[int]:
    """Return the positions in the order of the file's rank column, else as they stand; rows without a rank come last.

    Jira's rank is text that sorts by its letters, a spreadsheet's is a number.
    """
    numbers = [read_number(draft.rank, mark=DecimalMark.POINT) for draft in drafts]
    if all(number is not None or not draft.rank for number, draft in zip(numbers, drafts, strict=True)):
        return sorted(range(len(drafts)), key=lambda position: (numbers[position] is None, numbers[position] or 0))
    return sorted(range(len(drafts)), key=lambda position: (not drafts[position].rank, drafts[position].rank))
