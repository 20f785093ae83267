"""Whether a file is a table at all: a text that somebody picked by mistake has a first line, but no header."""

from itertools import islice

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.mapping.columns import ColumnMap
from backlog.interchange.reading import Table

_SAMPLE = 50
_SHOWN = 60


class NoTable(Invalid):
    """The file is a text and no table; each of its lines may be meant as a title."""

    code = "no_table"


def require_table(table: Table, columns: ColumnMap) -> None:
    """Raise NoTable where nothing in the file looks like one: no column we know, and no sign that separates cells."""
    if _is_heading(table) or not (columns.targets or _is_regular(table)):
        message = N_("This does not look like a table: its first line is “{line}”, and no column there is a title.")
        line = f"{table.delimiter} ".join(table.header)
        raise NoTable(message, params={"line": line[:_SHOWN]}, field="file")


def _is_heading(table: Table) -> bool:
    """Tell whether the first line is the heading of a text in Markdown, whose word may be that of a column."""
    return len(table.header) == 1 and table.header[0].startswith(("# ", "## "))


def _is_regular(table: Table) -> bool:
    """Tell whether most rows are as wide as the header, which is wider than one cell."""
    rows = list(islice(table.rows(), _SAMPLE))
    fitting = sum(not row.missing and not row.surplus for row in rows)
    return len(table.header) > 1 and 2 * fitting > len(rows)
