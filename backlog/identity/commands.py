"""Commands about people: `flask create-admin`, `flask create-token`."""

import click
from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask.cli import with_appcontext

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.errors import DomainError
from backlog.identity.queries import find_user_by_email, get_user_by_email
from backlog.identity.services import create_api_token, create_user, issue_sign_in_link
from backlog.web.commands import DatabaseCommand
from backlog.web.session import engine


@click.command("create-admin", cls=DatabaseCommand)
@click.argument("email")
@with_appcontext
def create_admin(email: str) -> None:
    """Make EMAIL administrator of every workspace and print a one-time sign-in link."""
    try:
        validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        message = f"{email!r} is not an e-mail address: {error}"
        raise click.ClickException(message) from error
    with transaction(engine()) as session:
        user = find_user_by_email(session, email) or create_user(session, email=email, name="", now=utcnow())
        for promote in current_app.extensions.get("admin_hooks", ()):
            promote(session, user, utcnow())
        secret = issue_sign_in_link(session, user=user, now=utcnow())
    click.echo(f"{current_app.config['SETTINGS'].base_url}/sign-in/link/{secret}")


@click.command("create-token", cls=DatabaseCommand)
@click.argument("email")
@click.option("--name", required=True, help="What will use the token.")
@with_appcontext
def create_token(email: str, name: str) -> None:
    """Print a new API token that acts for EMAIL; it is the last word printed and not shown again."""
    try:
        with transaction(engine()) as session:
            token = create_api_token(session, user=get_user_by_email(session, email), name=name, now=utcnow())
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Token {name!r} for {email}: {token}")
