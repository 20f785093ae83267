"""What Flask-Security says is said in our words, in the person's language, with "du"."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import PASSWORD, make_user
from tests.factories.signing_in import sign_in
from tests.support.page import Page


@pytest.fixture
def german(page: Page, session: Session) -> Page:
    """Return a reader whose browser asks for German."""
    user = make_user(session)
    user.locale = "de"
    session.commit()
    page.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de"
    return page


def test_a_wrong_password_is_said_without_blame(german: Page) -> None:
    assert "Diese Adresse und dieses Passwort gehören nicht zusammen." in sign_in(german, password="guessing").text


def test_the_way_back_by_mail_says_du(german: Page) -> None:
    shown = german.submit(german.get("/reset-password"), "/reset-password", email="merle@example.org")
    assert "Wenn es zu merle@example.org ein Konto gibt, ist eine E-Mail mit einem Link unterwegs." in shown.text
    assert shown.heading == "Sieh in dein Postfach"
    assert not shown.all(".//input[@name='email']")
    assert shown.text.count("ist eine E-Mail mit einem Link unterwegs.") == 1
    nobody = german.submit(german.get("/reset-password"), "/reset-password", email="nobody@example.org")
    assert nobody.text == shown.text.replace("merle@", "nobody@")
    shown = german.get("/reset-password/nonsense")
    assert "Bitte um einen neuen." in shown.text


def test_changing_the_password_explains_itself_at_the_fields(german: Page) -> None:
    sign_in(german)
    form = german.get("/account/password")
    for values, sentence in (
        (("not mine at all", "ein ganz neuer Satz", "ein ganz neuer Satz"), "Das ist nicht dein Passwort."),
        ((PASSWORD, "short", "short"), "Mindestens 10 Zeichen."),
        ((PASSWORD, "ein ganz neuer Satz", "ein anderer Satz"), "Die beiden stimmen nicht überein."),
        ((PASSWORD, PASSWORD, PASSWORD), "Das ist dein jetziges Passwort."),
    ):
        now, new, again = values
        answer = german.submit(form, "/account/password", password=now, new_password=new, new_password_confirm=again)
        assert sentence in answer.text, answer.text[:300]
    done = german.submit(
        form, "/account/password", password=PASSWORD, new_password="ein ganz neuer Satz",
        new_password_confirm="ein ganz neuer Satz",
    )  # fmt: skip
    assert "Dein Passwort ist geändert." in done.text


@pytest.mark.commits
def test_the_mail_has_a_german_subject(german: Page) -> None:
    folder = Path(german.client.application.config["SETTINGS"].instance_path) / "mail"
    known = set(folder.glob("*.eml"))
    german.submit(german.get("/reset-password"), "/reset-password", email="merle@example.org")
    (mail,) = set(folder.glob("*.eml")) - known
    assert "Subject: Neues Passwort setzen" in mail.read_text()


@pytest.mark.commits
def test_the_mail_speaks_as_the_account_does_and_not_as_the_browser(german: Page) -> None:
    folder = Path(german.client.application.config["SETTINGS"].instance_path) / "mail"
    known = set(folder.glob("*.eml"))
    german.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    shown = german.submit(german.get("/reset-password"), "/reset-password", email="merle@example.org")
    assert shown.heading == "Look into your mailbox"
    (mail,) = set(folder.glob("*.eml")) - known
    message = message_from_bytes(mail.read_bytes(), policy=default)
    assert message["Subject"] == "Neues Passwort setzen"
    assert "Der Link gilt 1 Tag." in message.get_content()


@pytest.mark.commits
def test_the_mail_is_german_from_end_to_end_and_says_how_long_its_link_works(german: Page) -> None:
    folder = Path(german.client.application.config["SETTINGS"].instance_path) / "mail"
    known = set(folder.glob("*.eml"))
    german.submit(german.get("/reset-password"), "/reset-password", email="merle@example.org")
    (mail,) = set(folder.glob("*.eml")) - known
    message = message_from_bytes(mail.read_bytes(), policy=default)
    assert message.get_content_type() == "text/plain"
    assert "Der Link gilt 1 Tag." in message.get_content()
    assert "Use " not in message.get_content()
