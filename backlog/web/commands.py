"""Commands that end in one clear line where the database is not as they need it."""

from typing import Any

import click
from flask.cli import ScriptInfo
from sqlalchemy.exc import DBAPIError, OperationalError

from backlog.web.health import find_fault


class DatabaseCommand(click.Command):
    """A command that works on the database."""

    def invoke(self, context: click.Context) -> Any:
        """Run it; say in one line when there is no database, or an older one than it needs."""
        try:
            return super().invoke(context)
        except DBAPIError as error:
            with context.ensure_object(ScriptInfo).load_app().app_context():
                fault = find_fault()
            if fault == "migrations":
                message = "The database is not set up for this version. Run `flask setup` first."
                raise click.ClickException(message) from error
            if isinstance(error, OperationalError):
                raise unavailable(error) from error
            raise


def unavailable(error: OperationalError) -> click.ClickException:
    """Return what to say when the database does not answer or cannot be written."""
    reason = str(error.orig).strip().splitlines()[0]
    return click.ClickException(f"The database is not available: {reason}")
