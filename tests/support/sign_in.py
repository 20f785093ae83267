"""Signing in without a form."""

import time

from flask.testing import FlaskClient

from backlog.identity.models import User


def sign_in(client: FlaskClient, user: User) -> None:
    """Make the client's next requests those of `user`, as if they had just signed in."""
    with client.session_transaction() as session:
        session["_user_id"] = user.fs_uniquifier
        session["_fresh"] = True
        session["fs_cc"] = "set"
        session["fs_paa"] = time.time()


def sign_out(client: FlaskClient) -> None:
    """Make the client's next requests those of nobody."""
    with client.session_transaction() as session:
        session.clear()
