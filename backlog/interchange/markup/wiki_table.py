"""The rows of a wiki table as a Markdown table."""

import re
from collections.abc import Callable, Sequence

# A divider, or a stretch in which a "|" divides nothing: a link, an image, monospaced text, an escaped sign. Each stops
# before another of its kind begins, so that no character is looked at again and again.
_PART = re.compile(
    r"(?P<divider>\|\|?)"
    r"|\\."
    r"|\[[^\[\]]*+\]"
    r"|\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*+\}\}"
    r"|![^\s!|][^!]*+!"
    r"|[^|\\\[{!]++"
    r"|.",
    re.DOTALL,
)


def table_lines(rows: Sequence[str], cell: Callable[[str], str]) -> list[str]:
    """Return a Markdown table; a wiki table without a head gets an empty one, as Markdown asks for a head."""
    table = [_cells(row.strip()) for row in rows]
    width = max(len(cells) for _, cells in table)
    has_head = table[0][0]
    head, body = (table[0][1], table[1:]) if has_head else ([], table)
    lines = [_line([*head, *[""] * (width - len(head))], cell), "|" + " --- |" * width]
    return lines + [_line(cells, cell) for _, cells in body]


def _cells(row: str) -> tuple[bool, list[str]]:
    """Return whether the row is a head, and its cells."""
    dividers = [match for match in _PART.finditer(row) if match.lastgroup == "divider"]
    ends = [*(divider.start() for divider in dividers[1:]), len(row)]
    cells = [row[divider.end() : end].strip() for divider, end in zip(dividers, ends, strict=True)]
    if len(cells) > 1 and not cells[-1]:
        cells.pop()
    return all(divider.group() == "||" for divider in dividers), cells


def _line(cells: Sequence[str], cell: Callable[[str], str]) -> str:
    return "| " + " | ".join(cell(text) for text in cells) + " |"
