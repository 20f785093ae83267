"""Migrated databases for tests: one template per kind and run, copied for each worker and for tests that commit."""

import fcntl
import hashlib
import itertools
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from backlog.cli import migrate
from tests.support.postgresql import PostgresqlServer

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
KINDS = ("sqlite", "postgresql")


class SqliteDatabases:
    """Databases as files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.migrated = folder / "sqlite.migrated"

    def empty(self, name: str) -> str:
        """Return the address of a database without tables."""
        return f"sqlite:///{self._folder / name}.sqlite"

    def copy(self, template: str, name: str) -> str:
        """Return the address of a copy of the database `template`."""
        with closing(sqlite3.connect(self._folder / f"{template}.sqlite")) as source:
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self._folder / f"{template}.sqlite", self._folder / f"{name}.sqlite")
        return self.empty(name)

    def drop(self, name: str) -> None:
        """Remove a database."""
        for path in self._folder.glob(f"{name}.sqlite*"):
            path.unlink(missing_ok=True)


class PostgresqlDatabases:
    """Databases on the run's own server."""

    def __init__(self, folder: Path) -> None:
        # Not below pytest's own folder: each new run of pytest closes that one to everybody but its owner, and where
        # root runs the tests, the server is another user.
        home = Path(tempfile.gettempdir()) / f"throughline-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
        self._server = PostgresqlServer(home)
        # In the server's own folder: it goes when the last process leaves, even if another one comes after that.
        self.migrated = home / "throughline.migrated"

    def empty(self, name: str) -> str:
        """Return the address of a database without tables."""
        return self._server.create(name)

    def copy(self, template: str, name: str) -> str:
        """Return the address of a copy of the database `template`."""
        return self._server.create(name, template=template)

    def drop(self, name: str) -> None:
        """Remove a database."""
        self._server.drop(name)


class TestDatabases:
    """Hands out databases of one kind; `shared` is the folder that all worker processes of a run share."""

    __test__ = False  # not a test class, whatever pytest makes of its name

    def __init__(self, kind: str, shared: Path) -> None:
        self.kind = kind
        self._shared = shared
        self._worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self._numbers = itertools.count(1)
        with _locked(shared / f"{kind}.lock"):
            self._home: SqliteDatabases | PostgresqlDatabases = (
                SqliteDatabases(shared) if kind == "sqlite" else PostgresqlDatabases(shared)
            )
            self._migrate_template()

    def migrated(self) -> tuple[str, str]:
        """Return name and address of a new database with all tables and no rows."""
        name = self._next_name()
        with _locked(self._shared / f"{self.kind}.lock"):
            return name, self._home.copy("template_tables", name)

    def empty(self) -> tuple[str, str]:
        """Return name and address of a new database without tables."""
        name = self._next_name()
        return name, self._home.empty(name)

    def drop(self, name: str) -> None:
        """Remove a database."""
        self._home.drop(name)

    def _next_name(self) -> str:
        return f"test_{self._worker}_{next(self._numbers)}"

    def _migrate_template(self) -> None:
        if not self._home.migrated.exists():
            migrate(str(MIGRATIONS), self._home.empty("template_tables"))
            self._home.migrated.touch()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
