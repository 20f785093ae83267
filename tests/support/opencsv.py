"""A second reader of CSV, written apart from ours: it reads as Jira's importer does.

A backslash inside quotation marks escapes the mark or backslash after it and is dropped everywhere else, and every cell
is trimmed. A file is safe if this reader and an ordinary one see the same cells in it.
"""

from collections.abc import Iterator


def read_like_jira(text: str) -> list[list[str]]:
    """Return the rows of a file."""
    rows: list[list[str]] = []
    cells: list[str] = []
    cell: list[str] = []
    for kind, value in _events(text):
        if kind == "letter":
            cell.append(value)
            continue
        cells.append("".join(cell).strip())
        cell = []
        if kind == "row":
            rows.append(cells)
            cells = []
    return rows


def _events(text: str) -> Iterator[tuple[str, str]]:
    quoted, position = False, 0
    while position < len(text):
        letter, following = text[position], text[position + 1 : position + 2]
        position += 1
        if letter == "\\":
            if quoted and following in {'"', "\\"}:
                yield "letter", following
                position += 1
        elif letter == '"' and quoted and following == '"':
            yield "letter", '"'
            position += 1
        elif letter == '"':
            quoted = not quoted
        elif quoted:
            yield "letter", letter
        elif letter == ",":
            yield "cell", ""
        elif letter in "\r\n":
            position += letter == "\r" and following == "\n"
            yield "row", ""
        else:
            yield "letter", letter
