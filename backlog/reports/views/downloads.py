"""Tables of reports as files."""

from collections.abc import Iterable, Sequence

from flask import Response

from backlog.core.spreadsheets import write_csv


def table_response(rows: Iterable[Sequence[str]], *, header: Sequence[str], name: str) -> Response:
    """Return a table as a CSV file with this name."""
    response = Response(write_csv(rows, header=header), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
