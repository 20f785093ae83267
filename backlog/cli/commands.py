"""Commands that belong to no single feature."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.errors import NotFound
from backlog.identity.models import User
from backlog.identity.queries import count_users
from backlog.identity.security import hash_password
from backlog.identity.services import lock_users
from backlog.web.commands import DatabaseCommand, unavailable
from backlog.web.session import engine

EXAMPLE_PASSWORD = "harkenau-example"  # noqa: S105 - printed for everybody, and refused in production


@click.command(cls=DatabaseCommand)
@click.option("--demo", is_flag=True, help="Load the example data, too, as `flask seed-demo` does.")
@click.pass_context
@with_appcontext
def setup(context: click.Context, *, demo: bool) -> None:
    """Create the database, or bring it up to date."""
    try:
        migrate(current_app.config["MIGRATIONS_PATH"], engine().url.render_as_string(hide_password=False))
        current_app.extensions["jobs"].set_up()
    except OperationalError as error:
        raise unavailable(error) from error
    click.echo("The database is up to date.")
    if demo:
        context.invoke(seed_demo, force=False)


@click.command()
@with_appcontext
def worker() -> None:
    """Run jobs until stopped; needed only where the web process does not run them itself."""
    current_app.extensions["jobs"].run_worker()


@click.command("seed-demo", cls=DatabaseCommand)
@click.option(
    "--force", is_flag=True, help="Also in production, where anybody could sign in with the printed password."
)
@with_appcontext
def seed_demo(*, force: bool) -> None:
    """Load the example data: an invented maker of garden tools with its backlog and sprints."""
    from backlog.cli.example.seeding import find_example, seed_example

    settings = current_app.config["SETTINGS"]
    if settings.is_production and not force:
        message = "This is a real installation; the example's password is known to everybody. --force loads it anyway."
        raise click.ClickException(message)
    hashed = hash_password(EXAMPLE_PASSWORD)
    with transaction(engine()) as session:
        user = find_example(session)
        was_there = user is not None
        user = user or seed_example(session, now=utcnow(), password_hash=hashed)
    click.echo("The example data is there already." if was_there else "The example data is loaded.")
    click.echo(f"Sign in at {settings.base_url} as {user.email} with the password {EXAMPLE_PASSWORD}")


def seed_example_now(session: Session) -> User:
    """Load the example data as of now and return its administrator; raise NotFound if somebody was faster."""
    from backlog.cli.example.seeding import seed_example

    hashed = hash_password(EXAMPLE_PASSWORD)
    lock_users(session)
    if count_users(session):
        raise NotFound
    return seed_example(session, now=utcnow(), password_hash=hashed)


def migrate(migrations_path: str, database_url: str, revision: str = "head") -> None:
    """Bring a database to a revision, the newest by default."""
    from alembic import command
    from alembic.config import Config as AlembicConfig

    config = AlembicConfig()
    config.set_main_option("script_location", migrations_path)
    config.attributes["url"] = database_url
    command.upgrade(config, revision)
