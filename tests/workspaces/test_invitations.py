"""Invitations: sent within bounds, accepted once, read in the language that is chosen there."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Forbidden, Invalid
from backlog.core.permissions import Role
from backlog.identity import throttling
from backlog.identity.models import User
from backlog.workspaces.services import (
    accept_invitation,
    invite,
)
from tests.factories.people import NOW, PASSWORD, actor_of, make_member, make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page, Shown


@pytest.mark.commits
def test_one_address_gets_five_invitations_an_hour_whichever_workspace_sends_them(page: Page, session: Session) -> None:
    owner = make_user(session)
    for name in ("Online-Shop", "Werkstatt"):
        make_workspace(session, name, owner=owner)
    session.commit()
    sign_in(page)

    forms = [page.get(f"/w/{slug}/settings/people") for slug in ("online-shop", "werkstatt")]
    for form in (*forms, *forms, forms[0]):
        page.submit(form, "/people/invite", email="svea@example.org", role="viewer")
    refused = page.submit(forms[1], "/people/invite", email="SVEA@example.org", role="viewer", status=429)
    assert "Several invitations went to this address within the hour." in refused.text
    page.submit(forms[1], "/people/invite", email="ines@example.org", role="viewer")


@pytest.mark.commits
def test_nobody_sends_invitations_without_end(page: Page, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "MOST_MAILS_BY_ONE", 3)
    make_workspace(session)
    session.commit()
    sign_in(page)

    form = page.get("/w/online-shop/settings/people")
    for number in range(3):
        page.submit(form, "/people/invite", email=f"svea{number}@example.org", role="viewer")
    page.submit(form, "/people/invite", email="svea3@example.org", role="viewer", status=429)
    assert "svea3@example.org" not in page.get("/w/online-shop/settings/people").text


def test_an_invitation_goes_to_one_address_once_and_for_a_while(session: Session) -> None:
    owner = make_user(session)
    workspace = make_workspace(session, owner=owner)
    actor = actor_of(session, workspace, owner)
    invitation, _secret = invite(
        session, workspace=workspace, actor=actor, email="Svea@example.org", role=Role.MARKETER, now=NOW
    )
    svea = make_user(session, "Svea Kornblum")

    with pytest.raises(Invalid):
        accept_invitation(session, invitation=invitation, user=owner, now=NOW)
    with pytest.raises(Conflict):
        accept_invitation(session, invitation=invitation, user=svea, now=NOW + timedelta(days=15))
    accept_invitation(session, invitation=invitation, user=svea, now=NOW)
    with pytest.raises(Conflict):
        accept_invitation(session, invitation=invitation, user=svea, now=NOW)


def test_a_member_cannot_invite(session: Session) -> None:
    workspace = make_workspace(session)
    actor = actor_of(session, workspace, make_member(session, workspace, Role.PRODUCT_MANAGER))

    with pytest.raises(Forbidden):
        invite(session, workspace=workspace, actor=actor, email="x@example.org", role=Role.ADMINISTRATOR, now=NOW)


@pytest.mark.commits
def test_an_invitation_is_mailed_and_accepted(page: Page, session: Session, app: Flask) -> None:
    make_workspace(session)
    session.commit()
    folder = Path(app.config["SETTINGS"].instance_path) / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()
    sign_in(page)

    shown = page.submit(page.get("/w/online-shop/settings/people"), "/people/invite", email="svea@example.org")
    assert "svea@example.org" in shown.text
    (mail,) = folder.glob("*.eml")
    link = re.search(r"http://localhost(/invitations/\S+)", mail.read_text().replace("=\n", ""))
    assert link is not None
    page.submit(shown, "/sign-out")
    invited = page.get(link[1])
    assert page.submit(invited, "/accept", name="Svea Kornblum", password=PASSWORD).url.endswith("/w/online-shop/")
    assert "Svea Kornblum" in page.get("/w/online-shop/settings/people").text


@pytest.mark.parametrize("browser", ["en", "de"])
def test_an_invited_person_goes_on_in_the_language_chosen_on_the_invitation(
    page: Page, session: Session, browser: str
) -> None:
    owner = make_user(session)
    workspace = make_workspace(session, owner=owner)
    workspace.locale, workspace.time_zone = "de", "Europe/Lisbon"
    _invitation, secret = invite(
        session, workspace=workspace, actor=actor_of(session, workspace, owner), email="svea@example.org",
        role=Role.VIEWER, now=utcnow(),
    )  # fmt: skip
    session.commit()

    page.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = browser
    invited = page.get(f"/invitations/{secret}")
    if browser != "en":
        invited = _in_english(page, invited, name="Svea", password=PASSWORD)
        assert invited.find(".//input[@id='name']").get("value") == "Svea"
        assert not invited.find(".//input[@id='password']").get("value")
        assert "?" not in invited.url
        assert not page.get(invited.url).find(".//input[@id='name']").get("value")
    shown = page.submit(invited, "/accept", name="Svea Kornblum", password=PASSWORD)
    assert "Welcome to" in shown.text
    assert shown.find(".").get("lang") == "en"
    svea = session.scalars(select(User).where(User.email == "svea@example.org")).one()
    assert (svea.locale, svea.time_zone) == ("en", "Europe/Lisbon")


def _in_english(page: Page, shown: Shown, **typed: Any) -> Shown:
    """Press the button of the language, which sends along what the form holds."""
    form = shown.form("/accept")
    (button,) = shown.all(f".//button[@form='{form.get('id')}']")
    form.set("action", button.get("formaction") or "")
    form.append(button)
    return page.submit(shown, "/language/en", button="English", **typed)
