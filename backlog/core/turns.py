"""Taking turns at SQLite's one write lock: within a process first come, first served.

Left to itself SQLite lets those who wait sleep longer and longer, up to a tenth of a second, while whoever comes at the
right moment overtakes them all: measured with eight writers, one in twenty waited for 32 times what a write takes.
"""

import sqlite3
import time
from collections import deque
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

_BETWEEN_TRIES = 0.0003  # seconds; other processes are few, and only one of ours looks at a time
# In a connection's `info`: whether others may have written much between asking for the lock and having it.
HAS_WAITED = "has_waited"
LONG = 0.02  # seconds
_BEGIN = "BEGIN IMMEDIATE"
_HAS_TURN = "has_write_turn"
# Codes say in their upper bits of what kind they are: SQLITE_BUSY_RECOVERY is busy, too (sqlite.org/rescode.html).
_PRIMARY = 0xFF


class Turns:
    """Who writes now, and who waits for it in which order."""

    def __init__(self) -> None:
        self._door = Lock()
        self._is_taken = False
        self._waiting: deque[Lock] = deque()

    def take(self, timeout: float) -> bool:
        """Wait for the turn and take it; False if it has not come within so many seconds."""
        with self._door:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._door:
            # It may have been handed over just now.
            if mine not in self._waiting:
                return True
            self._waiting.remove(mine)
            return False

    def give_up(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class WriteLock:
    """Begins the writing transactions of an engine one after another."""

    def __init__(self, engine: Engine, *, timeout: float) -> None:
        self._turns = Turns()
        self._timeout = timeout  # seconds
        # Told just before it ends, so that what is done at once after a commit can write itself; and, however a
        # transaction has ended, its connection is given back.
        for name in ("commit", "rollback"):
            event.listen(engine, name, self._end)
        event.listen(engine, "checkin", self._give_back)

    def begin(self, connection: Connection) -> None:
        """Begin with the write lock; raise OperationalError if it cannot be had in time."""
        began = time.monotonic()
        try:
            self._take_turn(connection)
            _begin(connection.connection.dbapi_connection, began + self._timeout)
        except sqlite3.OperationalError as error:
            raise OperationalError(_BEGIN, None, error) from error
        connection.info[HAS_WAITED] = time.monotonic() - began > LONG

    def _take_turn(self, connection: Connection) -> None:
        kept = _kept_of(connection)
        if not self._turns.take(self._timeout):
            message = "database is locked"
            raise sqlite3.OperationalError(message)
        kept[_HAS_TURN] = True

    def _end(self, connection: Connection) -> None:
        if not connection.invalidated:
            self._give_up(_kept_of(connection))

    def _give_back(self, _connection: Any, record: Any) -> None:
        self._give_up(record.record_info)

    def _give_up(self, kept: dict[str, Any]) -> None:
        if kept.pop(_HAS_TURN, False):
            self._turns.give_up()


def _begin(raw: Any, until: float) -> None:
    """Look again and again whether another process has let go; SQLite itself would look ever more rarely."""
    (usual,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while not _begins(raw, is_last=time.monotonic() > until):
            time.sleep(_BETWEEN_TRIES)
    finally:
        raw.execute(f"PRAGMA busy_timeout={usual}")


def _begins(raw: Any, *, is_last: bool) -> bool:
    try:
        raw.execute(_BEGIN)
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _kept_of(connection: Connection) -> dict[str, Any]:
    """Return what is kept with a connection until it is given back, even if it breaks meanwhile."""
    kept: dict[str, Any] | None = connection.connection.record_info
    if kept is None:
        message = "a detached connection never gives its turn back"
        raise RuntimeError(message)
    return kept
