"""A person's own settings, links and tokens."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid, NotFound
from backlog.identity.queries import find_user_by_mark, find_user_by_token
from backlog.identity.services import create_api_token, create_user, issue_sign_in_link, redeem_sign_in_link
from tests.factories.people import NOW, make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page


def test_german_is_chosen_and_everything_is_german(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    shown = page.submit(page.get("/account"), "/account/preferences", locale="de", time_zone="America/New_York")
    assert shown.find(".").get("lang") == "de"
    assert shown.heading == "Dein Konto"


def test_a_name_stands_on_one_line_since_mails_begin_with_it(page: Page, session: Session) -> None:
    person = make_user(session)
    make_workspace(session, owner=person)
    session.commit()
    sign_in(page)

    page.submit(page.get("/account"), "/account/preferences", name="Merle\r\n\r\nDear customer,\u2028log in")
    session.refresh(person)
    assert person.name == "Merle Dear customer, log in"


def test_an_unknown_time_zone_is_an_error_at_its_field(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    shown = page.submit(page.get("/account"), "/account/preferences", time_zone="Atlantis/City", status=422)
    assert shown.find(".//*[@id='time_zone-error']") is not None


def test_the_language_of_somebody_signed_out_is_kept(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()

    shown = page.submit(page.get("/sign-in"), "/language/de")
    assert shown.heading == "Anmelden"


def test_a_one_time_link_signs_in_once(page: Page, session: Session) -> None:
    workspace = make_workspace(session)
    secret = issue_sign_in_link(session, user=make_user(session, "Svea Kornblum"), now=NOW + timedelta(days=400))
    session.commit()
    assert workspace.slug

    form = page.get(f"/sign-in/link/{secret}")
    page.submit(form, f"/sign-in/link/{secret}", password="a new sentence", password_again="a new sentence")
    page.submit(form, f"/sign-in/link/{secret}", password="a new sentence", password_again="a new sentence", status=404)


def test_a_link_does_not_work_after_a_day(session: Session) -> None:
    secret = issue_sign_in_link(session, user=make_user(session), now=NOW)

    with pytest.raises(NotFound):
        redeem_sign_in_link(session, secret=secret, password_hash="x", now=NOW + timedelta(days=1, seconds=1))


def test_a_link_ends_the_sessions_that_were_open_before(session: Session) -> None:
    user = make_user(session)
    before = user.fs_uniquifier
    secret = issue_sign_in_link(session, user=user, now=NOW)

    redeem_sign_in_link(session, secret=secret, password_hash="x", now=NOW)
    assert find_user_by_mark(session, before) is None
    assert find_user_by_mark(session, user.fs_uniquifier) is user


def test_an_address_has_one_account_whatever_its_letters(session: Session) -> None:
    make_user(session)

    with pytest.raises(Invalid) as caught:
        create_user(session, email=" MERLE@example.ORG ", name="Another", now=NOW)
    assert "email" in caught.value.errors


def test_a_token_made_on_the_page_opens_the_api_until_it_is_revoked(
    page: Page, session: Session, client: FlaskClient
) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    shown = page.submit(page.get("/account"), "/account/tokens", token_name="Reporting")
    token = shown.texts(".//code")[0]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/workspaces", headers=headers).json["items"][0]["slug"] == "online-shop"  # type: ignore[index]
    assert token not in page.get("/account").source

    page.submit(page.get("/account"), "/revoke")
    assert client.get("/api/v1/workspaces", headers=headers).status_code == 401


def test_the_api_does_not_take_the_browsers_session(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    answer = page.client.get("/api/v1/workspaces")
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"


def test_making_a_token_leaves_the_other_settings_of_the_page_as_they_are(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)
    shown = page.submit(page.get("/account"), "/account/tokens", token_name="Reporting")
    assert shown.find(".//input[@name='shortcuts']").get("checked") is not None
    assert shown.find(".//input[@name='name']").get("value")


def test_only_the_hash_of_a_token_is_kept(session: Session) -> None:
    user = make_user(session)
    token = create_api_token(session, user=user, name="x", now=NOW)

    assert find_user_by_token(session, token) is user
    assert find_user_by_token(session, token + "x") is None


def test_create_token_prints_the_token_last(app: Flask, session: Session) -> None:
    make_user(session)
    session.commit()

    result = app.test_cli_runner().invoke(args=["create-token", "merle@example.org", "--name", "Reporting"])
    assert result.exit_code == 0, result.output
    assert find_user_by_token(session, result.output.split()[-1]) is not None


def test_create_token_for_nobody_fails_in_one_line(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["create-token", "nobody@example.org", "--name", "x"])
    assert result.exit_code != 0
    assert "nobody@example.org" in result.output
    assert "Traceback" not in result.output


def test_create_admin_prints_a_link_that_signs_in(app: Flask, session: Session, page: Page) -> None:
    make_workspace(session)
    session.commit()

    result = app.test_cli_runner().invoke(args=["create-admin", "ines@example.org"])
    assert result.exit_code == 0, result.output
    path = result.output.strip().removeprefix("http://localhost")
    form = page.get(path)
    shown = page.submit(form, path, password="a new sentence", password_again="a new sentence")
    assert shown.url.endswith("/w/online-shop/")


def test_the_account_leads_back_to_work_and_out(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    for address in ("/account", "/workspaces"):
        shown = page.get(address)
        assert "Throughline" in shown.texts(".//a")
        assert page.submit(shown, "/sign-out").heading == "Sign in"
        sign_in(page)
