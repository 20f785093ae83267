"""The application under test: one per database and worker process, or one of its own for a test that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import sessionmaker

from backlog import create_app
from config import load_config
from tests.support.databases import TestDatabases


class Applications:
    """Makes applications; `shared` is the folder all worker processes of a run share, `own` that of this one."""

    def __init__(self, *, shared: Path, own: Path) -> None:
        self._shared = shared
        self._own = own
        self._databases: dict[str, TestDatabases] = {}
        self._applications: dict[str, Flask] = {}

    @contextmanager
    def rolled_back(self, kind: str) -> Iterator[Flask]:
        """Yield the worker's application, all of it on one connection whose transaction is rolled back at the end."""
        app = self._applications.get(kind)
        if app is None:
            app = self._applications[kind] = self._make(kind, self.databases(kind).migrated()[1])
        engine: Engine = app.extensions["engine"]
        with engine.connect() as connection, connection.begin() as outer:
            # Whoever opens a session on this connection now gets a savepoint instead of the transaction itself.
            connection.begin_nested()
            _put_on(app, connection)
            try:
                yield app
            finally:
                _put_on(app, engine)
                outer.rollback()

    @contextmanager
    def committing(self, kind: str) -> Iterator[Flask]:
        """Yield an application on a database of its own, dropped at the end."""
        name, url = self.databases(kind).migrated()
        app = self._make(kind, url)
        try:
            yield app
        finally:
            _close(app)
            self.databases(kind).drop(name)

    def databases(self, kind: str) -> TestDatabases:
        """Return the databases of one kind."""
        if kind not in self._databases:
            self._databases[kind] = TestDatabases(kind, self._shared)
        return self._databases[kind]

    def close(self) -> None:
        """Close every connection."""
        for app in self._applications.values():
            _close(app)

    def _make(self, kind: str, database_url: str) -> Flask:
        settings = load_config(
            {
                "ENVIRONMENT": "test",
                "SECRET_KEY": "only for tests",
                "DATABASE_URL": database_url,
                "INSTANCE_PATH": str(self._own / f"instance_{kind}"),
                "BASE_URL": "http://localhost",
            }
        )
        return create_app(settings)


def _close(app: Flask) -> None:
    app.extensions["live"].close()
    app.extensions["engine"].dispose()


def _put_on(app: Flask, bind: Engine | Connection) -> None:
    """Have requests, jobs and commands of the application use this engine or connection."""
    app.extensions["engine"] = bind
    app.extensions["jobs"]._engine = bind
    for name in ("read_sessions", "write_sessions"):
        app.extensions[name] = sessionmaker(bind, expire_on_commit=False, join_transaction_mode="create_savepoint")
