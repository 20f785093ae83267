"""What a move writes and answers, wherever the item goes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench.client import Client
from bench.figures import Figure, Goal
from bench.load import Wrong
from bench.stage import Stage
from bench.targets import move_after

_MOST_ROWS, _MOST_BYTES = Goal(5), Goal(1)
_OK = 200
Rows = set[tuple[object, ...]]


def measure_move(stage: Stage) -> Iterator[Figure]:
    """Yield how many rows a move changes at most, and how much it answers."""
    running, last = stage.many, stage.effort.many
    database = running.instance.folder / "throughline.sqlite"
    rows, sizes = [], []
    for key, after in ((last // 2, None), (last - 1, last // 2), (last // 2 + 1, 10), (10, last - 2), (3, 4)):
        before = _rows(database)
        # Looking at all rows takes longer than a server keeps a connection.
        client = Client(running.server.port, running.headers)
        answer = client.send(move_after(key, after))
        client.close()
        if answer.status != _OK:
            message = f"a move was answered with {answer.status}"
            raise Wrong(message)
        rows.append(len(_rows(database) - before))
        sizes.append(len(answer.body))
    where = "to the top, down, up, far down, by one"
    yield Figure("move, rows written", max(rows), "rows", _MOST_ROWS, note=f"{where}: {', '.join(map(str, rows))}")
    yield Figure("move, answer", max(sizes) / 1000, "kB", _MOST_BYTES, note="HTML before compression")


def _rows(database: Path) -> Rows:
    """Return every row of every table."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
        return {
            (name, *row)
            for (name,) in tables.fetchall()
            for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the database's own names
        }
