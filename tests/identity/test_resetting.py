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
from tests.factories.people import make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page

pytestmark = pytest.mark.commits
THREADS = 4


@pytest.fixture
def person(session: Session) -> User:
    made = make_user(session)
    make_workspace(session, owner=made)
    session.commit()
    return made


@pytest.fixture
def reset_link(app: Flask, page: Page, person: User) -> Callable[[], str]:
    """Return a function that asks for a link and returns where it leads to."""
    folder = Path(app.config["SETTINGS"].instance_path) / "mail"

    def ask() -> str:
        known = set(folder.glob("*.eml"))
        page.submit(page.get("/reset-password"), "/reset-password", email=person.email)
        (mail,) = set(folder.glob("*.eml")) - known
        link = re.search(r"http://localhost(/reset-password/\S+)", mail.read_text().replace("=\n", ""))
        assert link is not None
        return link[1]

    return ask


def test_a_reset_link_pressed_several_times_at_once_sets_one_password(
    app: Flask, session: Session, reset_link: Callable[[], str]
) -> None:
    link = reset_link()
    visitors = [Page(app.test_client(), session) for _ in range(THREADS)]
    tokens = [one.get(link).form(link).find(".//input[@name='csrf_token']").get("value") for one in visitors]  # type: ignore[union-attr]
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
