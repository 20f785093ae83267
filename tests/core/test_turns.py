"""Writers of an SQLite file take turns."""

import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backlog.core import db
from backlog.core.db import make_engine, transaction, writing
from backlog.core.turns import Turns, _begin

_LONG = 20.0


def test_who_waits_longest_is_next() -> None:
    turns, came = Turns(), []
    turns.take(_LONG)

    def take(name: int) -> None:
        turns.take(_LONG)
        came.append(name)
        turns.give_up()

    threads = []
    for name in range(5):
        threads.append(_started(partial(take, name)))
        _until(lambda: len(turns._waiting) == len(threads))
    turns.give_up()
    for thread in threads:
        thread.join()
    assert came == [0, 1, 2, 3, 4]


def test_who_gives_up_waiting_is_passed_over() -> None:
    turns = Turns()
    assert turns.take(_LONG)
    assert not turns.take(0.01)
    turns.give_up()
    assert turns.take(0.01)


def test_a_turn_that_came_in_the_last_moment_is_taken() -> None:
    turns, took = Turns(), []
    turns.take(_LONG)
    with turns._door:
        thread = _started(lambda: took.append(turns.take(0.05)))
        time.sleep(0.02)
    _until(lambda: bool(turns._waiting))
    with turns._door:
        time.sleep(0.1)  # time is up, and it waits at the door
        turns._waiting.popleft().release()
    thread.join()
    assert took == [True]


def test_a_second_writer_waits_until_the_first_has_committed(engine: Engine) -> None:
    with transaction(engine) as first:
        first.execute(text("INSERT INTO words VALUES ('first')"))
        thread = _started(lambda: _write(engine, "second"))
        time.sleep(0.05)
        assert thread.is_alive()
        first.execute(text("INSERT INTO words VALUES ('first again')"))
    thread.join()
    assert _words(engine) == ["first", "first again", "second"]


def test_another_process_is_waited_for_too(engine: Engine) -> None:
    other = make_engine(str(engine.url))
    with transaction(other) as session:
        session.execute(text("INSERT INTO words VALUES ('other')"))
        thread = _started(lambda: _write(engine, "ours"))
        time.sleep(0.05)
        assert thread.is_alive()
    thread.join()
    other.dispose()
    assert _words(engine) == ["other", "ours"]


def test_a_process_that_mends_the_file_after_a_crash_is_waited_for(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "words.sqlite", factory=_Mending, isolation_level=None)
    _begin(connection, time.monotonic() + _LONG)
    assert connection.in_transaction
    connection.close()


def test_a_failed_write_gives_its_turn_away(engine: Engine) -> None:
    with pytest.raises(OperationalError):
        _run(engine, "INSERT INTO nothing VALUES (1)")
    _write(engine, "next")
    assert _words(engine) == ["next"]


def test_a_connection_that_breaks_gives_its_turn_away(engine: Engine) -> None:
    with writing(engine).connect() as connection:
        connection.begin()
        connection.invalidate()
    _write(engine, "next")
    assert _words(engine) == ["next"]


def test_a_connection_that_is_never_given_back_gets_no_turn(engine: Engine) -> None:
    with writing(engine).connect() as connection:
        connection.detach()
        with pytest.raises(RuntimeError, match="never gives its turn back"):
            connection.begin()
    _write(engine, "next")
    assert _words(engine) == ["next"]


def test_one_connection_may_write_twice(engine: Engine) -> None:
    with writing(engine).connect() as connection:
        for word in ("one", "two"):
            connection.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})
            connection.commit()
    assert _words(engine) == ["one", "two"]


def test_what_is_done_right_after_a_commit_may_write(engine: Engine) -> None:
    with Session(writing(engine)) as session:
        event.listen(session, "after_commit", lambda _session: _write(engine, "right after"))
        session.execute(text("INSERT INTO words VALUES ('first')"))
        session.commit()
    assert _words(engine) == ["first", "right after"]


@pytest.mark.parametrize("is_other_process", [False, True])
def test_who_waits_too_long_is_told_and_spoils_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_other_process: bool
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 50)
    engine = _engine(tmp_path)
    holder = make_engine(str(engine.url)) if is_other_process else engine
    with transaction(holder) as session:
        session.execute(text("INSERT INTO words VALUES ('first')"))
        with pytest.raises(OperationalError, match="database is locked"):
            _write(engine, "too late")
    _write(engine, "second")
    assert _words(engine) == ["first", "second"]
    holder.dispose()
    engine.dispose()


def test_readers_wait_for_nobody(engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(text("INSERT INTO words VALUES ('under way')"))
        assert _words(engine) == []


@pytest.fixture
def engine(tmp_path: Path) -> Any:
    made = _engine(tmp_path)
    yield made
    made.dispose()


class _Mending(sqlite3.Connection):
    """Finds twice that another process reads the log anew, which takes two processes and a crash."""

    tries = 0

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql.startswith("BEGIN"):
            self.tries += 1
            if self.tries <= 2:
                error = sqlite3.OperationalError("database is locked")
                error.sqlite_errorcode = sqlite3.SQLITE_BUSY_RECOVERY
                raise error
        return super().execute(sql, *values)


def _engine(folder: Path) -> Engine:
    made = make_engine(f"sqlite:///{folder / 'words.sqlite'}")
    with transaction(made) as session:
        session.execute(text("CREATE TABLE words (word TEXT)"))
    return made


def _write(engine: Engine, word: str) -> None:
    with transaction(engine) as session:
        session.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})


def _run(engine: Engine, statement: str) -> None:
    with transaction(engine) as session:
        session.execute(text(statement))


def _words(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT word FROM words ORDER BY rowid")))


def _started(run: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + _LONG
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.001)
