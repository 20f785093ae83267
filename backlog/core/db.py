"""Engine, base class and transactions.

SQLite is the default and PostgreSQL the larger home; both see the same code. A transaction that is going to write
begins IMMEDIATE on SQLite: a deferred one that upgrades from read to write is refused at once while another writes.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.orm import (
    DeclarativeBase,
    ORMExecuteState,
    Session,
    SessionTransaction,
    UOWTransaction,
    sessionmaker,
)

from backlog.core.turns import HAS_WAITED, LONG, WriteLock

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 30_000
CONNECT_TIMEOUT_SECONDS = 5
# In a session's `info`: what looks once more when a transaction has had to wait for a lock, and raises where what was
# found before no longer holds.
LOOK_AGAIN = "look_again"


class Base(DeclarativeBase):
    """Parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


def make_engine(url: str) -> Engine:
    """Return an engine for SQLite or PostgreSQL, set up so that both behave alike."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    connect = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
    return create_engine(url, connect_args=connect, pool_pre_ping=True, pool_size=10, max_overflow=20)


def writing(engine: Engine) -> Engine:
    """Return the same engine (and pool) whose transactions take the write lock when they begin."""
    return engine.execution_options(begin_immediate=True)


def make_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return a session factory; objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Yield a session that commits at the end or rolls back on any exception; for commands and jobs."""
    with Session(writing(engine), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def snapshot(bind: Engine | Connection) -> Iterator[Session]:
    """Yield a session that sees one state of the database however long it reads; it must not write."""
    # SQLite's transactions are steady by themselves.
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql":
        bind = bind.execution_options(isolation_level="REPEATABLE READ")
    with Session(bind, expire_on_commit=False) as session:
        yield session


@contextmanager
def waiting_for_lock(session: Session) -> Iterator[None]:
    """Take within this a lock for which others may have to be waited for; then look again at what was found before.

    On SQLite the transaction has waited when it began.
    """
    began = time.monotonic()
    yield
    if time.monotonic() - began > LONG:
        _look_again(session, session.connection())


def has_written(session: Session) -> bool:
    """Tell whether the session's transaction has changed anything, or is about to."""
    return bool(session.new or session.dirty or session.deleted or session.info.get("has_written"))


def is_sqlite(session: Session) -> bool:
    """Tell whether the session speaks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
        pool_size=20,
        max_overflow=200,
    )
    event.listen(engine, "connect", _set_pragmas)
    lock = WriteLock(engine, timeout=BUSY_TIMEOUT_MS / 1000)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("begin_immediate", False):
            lock.begin(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own BEGIN is switched off: the engine decides between deferred and immediate.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, _context: UOWTransaction) -> None:
    session.info["has_written"] = True


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.info["has_written"] = True


@event.listens_for(Session, "after_begin")
def _after_begin(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if connection.info.pop(HAS_WAITED, False):
        _look_again(session, connection)


def _look_again(session: Session, connection: Connection) -> None:
    look = session.info.get(LOOK_AGAIN)
    if look is not None:
        look(connection)


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget_writes(session: Session) -> None:
    session.info.pop("has_written", None)
