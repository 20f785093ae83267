"""How one process notices what any process has committed.

SQLite: a connection's `data_version` changes when another connection has committed, in whichever process; asking costs
some microseconds. PostgreSQL: NOTIFY, sent in the transaction that made the change, arrives with its commit.
"""

import threading
from collections.abc import Collection
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Engine

CHANNEL = "throughline_activity"
_POLL_SECONDS = 0.2
_LISTEN_SECONDS = 0.5
# Should a notification get lost on its way (a pooler in between), this often we look without one.
_LOOK_ANYWAY_EVERY = 10


class Watch(Protocol):
    """Waits for commits."""

    def __enter__(self) -> Self:
        """Begin to watch."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the connection."""

    def wait(self) -> Collection[int] | None:
        """Wait for at most half a second; return which workspaces may have changed, None for any of them."""


def watch_commits(engine: Engine, committed: threading.Event) -> Watch:
    """Return a watch on the database; `committed` is set by commits of this process."""
    if engine.dialect.name == "sqlite":
        return _SqliteWatch(engine, committed)
    return _PostgresqlWatch(engine)


class _SqliteWatch:
    def __init__(self, engine: Engine, committed: threading.Event) -> None:
        self._engine = engine
        self._committed = committed

    def __enter__(self) -> Self:
        self._connection = self._engine.raw_connection()
        self._version = self._read_version()
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def wait(self) -> Collection[int] | None:
        was_told = self._committed.wait(_POLL_SECONDS)
        self._committed.clear()
        version = self._read_version()
        has_changed = was_told or version != self._version
        self._version = version
        return None if has_changed else ()

    def _read_version(self) -> int:
        # Below SQLAlchemy, because within a transaction the version would stand still.
        cursor = self._connection.cursor()
        version: int = cursor.execute("PRAGMA data_version").fetchone()[0]
        cursor.close()
        return version


class _PostgresqlWatch:
    def __init__(self, engine: Engine) -> None:
        self._address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._rounds = 0

    def __enter__(self) -> Self:
        import psycopg

        self._connection: Any = psycopg.connect(self._address, autocommit=True)
        self._connection.execute(f"LISTEN {CHANNEL}")
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def wait(self) -> Collection[int] | None:
        self._rounds += 1
        told = {int(note.payload) for note in self._connection.notifies(timeout=_LISTEN_SECONDS, stop_after=1)}
        return None if self._rounds % _LOOK_ANYWAY_EVERY == 0 else told
