"""A new password ends what the old one let in: links, sessions, tokens."""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from backlog.identity.models import User
from backlog.identity.queries import find_user_by_token
from backlog.identity.services import create_api_token, issue_sign_in_link, redeem_sign_in_link
from tests.factories.people import NOW, PASSWORD, make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page

pytestmark = pytest.mark.commits
THREADS = 4
NEW = "an entirely new one"
Link = Callable[[], str]


@pytest.fixture
def person(session: Session) -> User:
    made = make_user(session)
    make_workspace(session, owner=made)
    session.commit()
    return made


@pytest.fixture
def mails(app: Flask) -> Path:
    """Return where mail goes."""
    return Path(app.config["SETTINGS"].instance_path) / "mail"


@pytest.fixture
def reset_link(page: Page, person: User, mails: Path) -> Link:
    """Return a function that asks for a link and returns where it leads to."""

    def ask() -> str:
        known = set(mails.glob("*.eml"))
        page.submit(page.get("/reset-password"), "/reset-password", email=person.email)
        (mail,) = set(mails.glob("*.eml")) - known
        link = re.search(r"http://localhost(/reset-password/\S+)", mail.read_text().replace("=\n", ""))
        assert link is not None
        return link[1]

    return ask


def test_a_reset_link_pressed_several_times_at_once_sets_one_password(
    app: Flask, session: Session, reset_link: Link
) -> None:
    link = reset_link()
    visitors = [Page(app.test_client(), session) for _ in range(THREADS)]
    tokens = [one.get(link).token(link) for one in visitors]
    start = threading.Barrier(THREADS)

    def press(number: int) -> str:
        password = f"an entirely new one {number}"
        start.wait()
        fields = {"csrf_token": tokens[number], "password": password, "password_confirm": password}
        answer = visitors[number].client.post(link, data=fields)
        return "set" if str(answer.headers.get("Location")).endswith("/sign-in") else str(answer.status_code)

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(press, range(THREADS)))

    assert answers.count("set") == 1, answers
    newcomer = Page(app.test_client(), session)
    assert sign_in(newcomer, password=f"an entirely new one {answers.index('set')}").heading != "Sign in"


@pytest.fixture
def copied(app: Flask, page: Page, session: Session, person: User) -> Page:
    """Sign in, and return a stranger's browser with copies of the cookies."""
    sign_in(page)
    stranger = Page(app.test_client(), session)
    for name in ("throughline", "remember_token"):
        cookie = page.client.get_cookie(name)
        assert cookie is not None
        stranger.client.set_cookie(name, cookie.value)
    assert stranger.get("/account").heading == "Your account"
    return stranger


@pytest.mark.parametrize("name", ["throughline", "remember_token"])
def test_a_copied_cookie_is_refused_after_the_password_was_changed(page: Page, copied: Page, name: str) -> None:
    shown = page.submit(
        page.get("/account/password"), "/account/password", password=PASSWORD, new_password=NEW,
        new_password_confirm=NEW,
    )  # fmt: skip
    assert shown.heading == "Your account"
    copied.client.delete_cookie({"throughline": "remember_token", "remember_token": "throughline"}[name])
    assert copied.get("/account").heading == "Sign in"


def test_copied_cookies_are_refused_after_a_reset(app: Flask, page: Page, copied: Page, reset_link: Link) -> None:
    page.submit(page.get("/account"), "/sign-out")
    link = reset_link()
    page.submit(page.get(link), link, password=NEW, password_confirm=NEW)
    assert copied.get("/account").heading == "Sign in"


def test_signing_out_everywhere_else_leaves_this_browser_in(page: Page, copied: Page) -> None:
    shown = page.submit(page.get("/account"), "/sign-out-elsewhere")
    assert "You are signed out everywhere else." in shown.text
    assert copied.get("/account").heading == "Sign in"
    page.client.delete_cookie("throughline")
    assert page.get("/account").heading == "Your account"


def test_tokens_end_with_a_reset_and_say_so_by_mail(
    session: Session, page: Page, person: User, reset_link: Link, mails: Path
) -> None:
    token = create_api_token(session, user=person, name="Reporting", now=NOW)
    link = reset_link()
    known = set(mails.glob("*.eml"))
    page.submit(page.get(link), link, password=NEW, password_confirm=NEW)
    assert find_user_by_token(session, token) is None
    (mail,) = set(mails.glob("*.eml")) - known
    assert "Your API tokens no longer work." in mail.read_text()


def test_tokens_outlive_a_change_by_who_knows_the_password(session: Session, page: Page, person: User) -> None:
    token = create_api_token(session, user=person, name="Reporting", now=NOW)
    session.commit()
    sign_in(page)
    shown = page.submit(
        page.get("/account/password"), "/account/password", password=PASSWORD, new_password=NEW,
        new_password_confirm=NEW,
    )  # fmt: skip
    assert "Reporting" in shown.text
    assert find_user_by_token(session, token) is not None


@pytest.mark.parametrize("before", ["a hash", None])
def test_a_link_of_the_command_line_ends_tokens_where_it_replaces_a_password(
    session: Session, person: User, before: str | None
) -> None:
    person.password = before
    token = create_api_token(session, user=person, name="Reporting", now=NOW)
    secret = issue_sign_in_link(session, user=person, now=NOW)
    redeem_sign_in_link(session, secret=secret, password_hash="x", now=NOW)
    assert (find_user_by_token(session, token) is None) is (before is not None)
