"""Passwords are hashed and compared while nobody waits for the database."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.identity.models import User
from backlog.identity.security import UnhurriedPasswords, hash_password
from backlog.web.session import db_session
from tests.factories.people import PASSWORD, make_user
from tests.support.page import Page


@pytest.fixture
def person(app: Flask, session: Session) -> User:
    made = make_user(session)
    with app.app_context():
        made.password = hash_password(PASSWORD)
    session.commit()
    return made


def test_a_password_is_compared_outside_of_any_transaction(app: Flask, person: User) -> None:
    with app.test_request_context("/sign-in", method="POST"):
        found = db_session().scalars(select(User).where(User.email == person.email)).one()
        assert db_session().in_transaction()

        assert found.verify_and_update_password(PASSWORD)

        assert not db_session().in_transaction()
        assert found.name == person.name


def test_a_request_that_has_written_hashes_no_password_any_more(app: Flask, person: User) -> None:
    with app.test_request_context("/account/password", method="POST"):
        found = db_session().scalars(select(User).where(User.email == person.email)).one()
        found.name = "Merle Ohlsen-Kern"
        db_session().flush()

        with pytest.raises(RuntimeError, match="slow"):
            hash_password(PASSWORD)
        db_session().rollback()


def test_hashes_are_argon2_and_made_without_haste(app: Flask) -> None:
    with app.app_context():
        assert hash_password(PASSWORD).startswith("$argon2")
    assert isinstance(app.extensions["user_security"].pwd_context, UnhurriedPasswords)


def test_pages_about_passwords_are_not_kept_by_browsers_or_proxies(client: FlaskClient) -> None:
    assert client.get("/sign-in").headers["Cache-Control"] == "private, no-store"


@pytest.mark.commits
def test_a_reset_takes_one_hash_whether_there_is_an_account_or_not(
    page: Page, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[object] = []
    hash_it = UnhurriedPasswords.hash

    def count(*given: Any, **more: Any) -> str:
        hashed.append(given)
        return hash_it(*given, **more)

    monkeypatch.setattr(UnhurriedPasswords, "hash", count)
    form = page.get("/reset-password")

    page.submit(form, "/reset-password", email="nobody@example.org")
    assert len(hashed) == 1
    page.submit(form, "/reset-password", email=person.email)
    assert len(hashed) == 2
