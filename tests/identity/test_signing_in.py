"""Signing in, out, and back in by mail."""

import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.identity import throttling
from backlog.identity.models import User
from tests.factories.people import PASSWORD, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page


@pytest.fixture
def mails(app: Flask) -> list[Path]:
    """Return where mail goes; the files of earlier tests are taken away."""
    folder = Path(app.config["SETTINGS"].instance_path) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.eml"):
        old.unlink()
    return folder  # type: ignore[return-value]


def test_an_empty_installation_leads_to_its_setup(page: Page) -> None:
    assert page.get("/").heading == "Good that you are here."


@pytest.mark.parametrize(
    ("reads", "begins"), [("en", "I never thought"), ("de", "Ich hatte nicht"), ("fr", "I never thought")]
)
def test_beside_the_way_in_a_customer_speaks_the_readers_language(page: Page, reads: str, begins: str) -> None:
    page.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = reads
    words = page.get("/").find(".//p[@class='voice__words']")
    assert (words.text or "").startswith(begins)
    assert words.get("lang") == ("de" if reads == "de" else "en")


def test_the_setup_creates_administrator_and_workspace_and_signs_in(page: Page, session: Session) -> None:
    shown = page.submit(
        page.get("/setup"), "/setup", name="Merle Ohlsen", email="Merle@Example.org", password=PASSWORD,
        workspace_name="Größe & Stärke", queries=30,
    )  # fmt: skip

    assert shown.url.endswith("/w/grosse-starke/")
    assert session.scalars(select(User.email)).all() == ["merle@example.org"]


def test_the_setup_is_gone_once_somebody_is_there(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    page.get("/setup", status=404)


def test_a_right_password_leads_to_the_page_asked_for(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    asked = page.get("/w/online-shop/settings")
    assert asked.heading == "Sign in"
    assert page.submit(asked, "/sign-in", email="merle@example.org", password=PASSWORD).heading == "Settings"


def test_a_wrong_password_says_so_without_telling_whether_the_account_exists(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    wrong = sign_in(page, password="not the sentence").text
    unknown = sign_in(page, email="nobody@example.org").text
    assert wrong == unknown
    assert "Merle" not in wrong


def test_signing_out_ends_the_session(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    signed_in = sign_in(page)
    page.submit(signed_in, "/sign-out")
    assert page.get("/w/online-shop/settings").heading == "Sign in"


@pytest.mark.commits
def test_too_many_tries_are_refused_and_stay_counted(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    form = page.get("/sign-in")
    for _ in range(10):
        page.submit(form, "/sign-in", email="merle@example.org", password="guessing again")
    page.submit(form, "/sign-in", email="merle@example.org", password=PASSWORD, status=429)


@pytest.mark.commits
@pytest.mark.parametrize(
    ("path", "new"),
    [("/account/password", {"new_password": "an entirely new one", "new_password_confirm": "an entirely new one"}),
     ("/verify", {})],
)  # fmt: skip
def test_the_present_password_is_not_guessed_at_an_open_browser_either(
    page: Page, session: Session, path: str, new: dict[str, Any]
) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    form = page.get(path)
    for number in range(9):
        assert "That is not your password." in page.submit(form, path, password=f"guessing {number}", **new).text
    page.submit(form, path, password=PASSWORD, status=429, **new)
    page.client.delete_cookie("throughline")
    page.client.delete_cookie("remember_token")
    page.submit(page.get("/sign-in"), "/sign-in", email="merle@example.org", password=PASSWORD, status=429)


@pytest.mark.commits
def test_an_address_in_other_letters_is_the_same_account_to_the_brake(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    form = page.get("/sign-in")
    for domain in ("example.org", "\uff45xample.org", "example\u3002org", "EXAMPLE.org", "e\uff58ample.org") * 2:
        page.submit(form, "/sign-in", email=f"merle@{domain}", password="guessing again")
    page.submit(form, "/sign-in", email="merle@exampl\uff45.org", password=PASSWORD, status=429)


@pytest.mark.commits
def test_a_reset_link_leads_to_us_wherever_it_was_asked_for(page: Page, session: Session, mails: Path) -> None:
    make_workspace(session)
    session.commit()

    page.client.environ_base["HTTP_HOST"] = "elsewhere.example.org"
    page.submit(page.get("/reset-password"), "/reset-password", email="merle@example.org")
    (mail,) = mails.glob("*.eml")
    assert "http://localhost/reset-password/" in mail.read_text()
    assert "elsewhere" not in mail.read_text()


@pytest.mark.commits
def test_a_forgotten_password_is_reset_by_mail(page: Page, session: Session, mails: Path) -> None:
    make_workspace(session)
    session.commit()

    page.submit(page.get("/reset-password"), "/reset-password", email="merle@example.org")
    (mail,) = mails.glob("*.eml")
    link = re.search(r"http://localhost(/reset-password/\S+)", mail.read_text().replace("=\n", ""))
    assert link is not None
    form = page.get(link[1])
    page.submit(form, link[1], password="an entirely new one", password_confirm="an entirely new one")
    page.client.delete_cookie("throughline")
    page.client.delete_cookie("remember_token")
    assert sign_in(page, password="an entirely new one").url.endswith("/w/online-shop/")


@pytest.mark.commits
def test_a_reset_link_works_for_a_day(
    page: Page, session: Session, mails: Path, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workspace(session)
    session.commit()
    assert app.config["SECURITY_RESET_PASSWORD_WITHIN"] == timedelta(days=1)
    long_ago = int(time.time()) - 25 * 60 * 60
    with monkeypatch.context() as earlier:
        earlier.setattr(TimestampSigner, "get_timestamp", lambda _signer: long_ago)
        page.submit(page.get("/reset-password"), "/reset-password", email="merle@example.org")

    (mail,) = mails.glob("*.eml")
    assert "The link works for 1 day." in mail.read_text()
    link = re.search(r"http://localhost(/reset-password/\S+)", mail.read_text().replace("=\n", ""))
    assert link is not None
    assert "This link worked for 1 day. Ask for a new one." in page.get(link[1]).text


def test_the_reset_does_not_tell_who_has_an_account(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    form = page.get("/reset-password")
    known = page.submit(form, "/reset-password", email="merle@example.org").text
    unknown = page.submit(form, "/reset-password", email="nobody@example.org").text
    assert known.replace("merle@", "nobody@") == unknown


@pytest.mark.commits
@pytest.mark.parametrize("email", ["merle@example.org", "nobody@example.org"])
def test_an_address_is_sent_five_links_an_hour_whoever_asks(
    page: Page, session: Session, mails: Path, email: str
) -> None:
    make_workspace(session)
    session.commit()

    form = page.get("/reset-password")
    for number in range(5):
        page.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        page.submit(form, "/reset-password", email=email)
    page.client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    shown = page.submit(form, "/reset-password", email=email.upper(), status=429)
    assert "A link for this address was asked for several times." in shown.text
    assert len(list(mails.glob("*.eml"))) == (5 if email == "merle@example.org" else 0)


@pytest.mark.commits
def test_many_resets_are_answered_with_a_word_about_mails(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    form = page.get("/reset-password")
    sent = {"email": "merle@example.org", "csrf_token": form.token("/reset-password")}
    answers = [page.client.post(form.url, data=sent) for _ in range(throttling.MOST_PER_ACCOUNT)]
    assert answers[-1].status_code == 429
    shown = page.submit(form, "/reset-password", email="merle@example.org", status=429)
    assert "Look into the mailbox, or try again in five minutes." in shown.text
    assert "reset the password" not in shown.text


def test_a_post_without_a_csrf_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in", data={"email": "a@example.org", "password": "x"}).status_code == 400


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example.org/", "//elsewhere.example.org", "/\\elsewhere.example.org"]
)
def test_signing_in_never_leads_elsewhere(page: Page, session: Session, target: str) -> None:
    make_workspace(session)
    session.commit()

    form = page.get(f"/sign-in?next={target}")
    token = form.token("/sign-in")
    answer = page.client.post(form.url, data={"email": "merle@example.org", "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 200 or re.match(r"/($|[^/\\])", answer.headers["Location"])


@pytest.mark.commits
def test_many_addresses_together_cannot_guess_either(page: Page, session: Session, monkeypatch) -> None:
    monkeypatch.setattr(throttling, "MOST_PER_ACCOUNT_ANYWHERE", 3)
    make_workspace(session)
    session.commit()

    form = page.get("/sign-in")
    for number in range(3):
        page.client.environ_base["REMOTE_ADDR"] = f"10.0.0.{number}"
        page.submit(form, "/sign-in", email="merle@example.org", password="guessing again")
    page.client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    page.submit(form, "/sign-in", email="merle@example.org", password=PASSWORD, status=429)
