"""Settings, people and lists of a workspace."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.queries import last_activity_number, list_activity_after
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Forbidden, Invalid, NotFound
from backlog.core.permissions import PERMISSIONS, Permission, Role
from backlog.identity import throttling
from backlog.identity.models import User
from backlog.workspaces.models import Instrument
from backlog.workspaces.queries import list_entries
from backlog.workspaces.services import (
    accept_invitation,
    add_entry,
    archive_entry,
    change_role,
    change_workspace,
    invite,
    make_administrator_everywhere,
    remove_member,
    restore_entry,
    revoke_invitation,
    take_numbers,
)
from tests.factories.people import NOW, PASSWORD, actor_of, make_member, make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page, Shown


def test_a_workspace_of_others_looks_like_none(page: Page, session: Session) -> None:
    make_workspace(session, "Theirs", owner=make_user(session, "Ines Harbecker"))
    make_workspace(session)
    session.commit()
    sign_in(page)

    foreign = page.get("/w/theirs/settings", status=404).text
    unknown = page.get("/w/nothing/settings", status=404).text
    assert foreign == unknown


def test_the_permissions_are_shown_as_they_are_kept(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    shown = page.get("/w/online-shop/settings/permissions")
    rows = shown.all(".//tbody/tr")
    ticks = [[cell.find(".//*[@class='u-hidden']").text == "yes" for cell in row.findall("td")] for row in rows]  # type: ignore[union-attr]
    assert len(rows) == len(Permission)
    assert [sum(column) for column in zip(*ticks, strict=True)] == [len(PERMISSIONS[role]) for role in Role]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_changes_settings(page: Page, session: Session, role: Role) -> None:
    workspace = make_workspace(session)
    member = make_member(session, workspace, role)
    session.commit()
    sign_in(page, email=member.email)

    page.submit(page.get("/w/online-shop/settings"), "/settings/update", status=403)


def test_a_prefix_is_changed_and_a_bad_one_is_an_error_at_its_field(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    shown = page.submit(page.get("/w/online-shop/settings"), "/settings/update", action_prefix="MK")
    assert shown.find(".//input[@id='action_prefix']").get("value") == "MK"
    refused = page.submit(shown, "/settings/update", action_prefix="no good", status=422)
    assert refused.find(".//*[@id='action_prefix-error']") is not None


def test_two_kinds_cannot_share_a_prefix(session: Session) -> None:
    workspace = make_workspace(session)
    actor = actor_of(session, workspace, make_member(session, workspace, Role.ADMINISTRATOR))

    with pytest.raises(Invalid):
        change_workspace(
            session, workspace=workspace, actor=actor, now=NOW,
            values={"requirement_prefix": "MK", "action_prefix": "MK", "experiment_prefix": "EXP"},
        )  # fmt: skip


def test_the_last_administrator_stays(session: Session) -> None:
    owner = make_user(session)
    workspace = make_workspace(session, owner=owner)
    actor = actor_of(session, workspace, owner)

    with pytest.raises(Invalid):
        change_role(session, workspace=workspace, actor=actor, user_id=owner.id, role=Role.VIEWER, now=NOW)
    with pytest.raises(Invalid):
        remove_member(session, workspace=workspace, actor=actor, user_id=owner.id, now=NOW)


@pytest.mark.parametrize("form", ["/role", "/remove"])
def test_the_last_administrator_reads_at_the_field_why_she_stays(page: Page, session: Session, form: str) -> None:
    owner = make_user(session)
    workspace = make_workspace(session, owner=owner)
    member = make_member(session, workspace, Role.VIEWER)
    session.commit()
    sign_in(page)

    people = page.get("/w/online-shop/settings/people")
    values: dict[str, Any] = {"role": str(Role.VIEWER)} if form == "/role" else {}
    refused = page.submit(people, f"/members/{owner.id}{form}", status=422, **values)
    select_at = refused.find(f".//select[@id='role-{owner.id}']")
    assert refused.texts(f".//p[@id='{select_at.get('aria-describedby')}']") == [
        "A workspace needs at least one administrator: make somebody else one first."
    ]
    assert refused.find(f".//select[@id='role-{owner.id}']/option[@selected]").get("value") == (
        "viewer" if form == "/role" else "administrator"
    )
    assert refused.all(f".//p[@id='role-{member.id}-error']") == []

    page.submit(refused, f"/members/{member.id}/role", role=str(Role.ADMINISTRATOR))
    page.submit(page.get("/w/online-shop/settings/people"), f"/members/{owner.id}{form}", **values)


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


def test_people_and_lists_leave_a_trail_without_addresses(session: Session) -> None:
    owner = make_user(session)
    workspace = make_workspace(session, owner=owner)
    by: dict[str, Any] = {"workspace": workspace, "actor": actor_of(session, workspace, owner), "now": NOW}
    start = last_activity_number(session, workspace.id)

    invitation, _secret = invite(session, email="svea@example.org", role=Role.VIEWER, **by)
    revoke_invitation(session, invitation_id=invitation.id, **by)
    entry = add_entry(session, kind="channels", name="Radio", **by)
    archive_entry(session, kind="channels", entry_id=entry.id, **by)
    archive_entry(session, kind="channels", entry_id=entry.id, **by)
    add_entry(session, kind="channels", name="Radio", **by)
    member = make_member(session, workspace, Role.VIEWER)
    make_administrator_everywhere(session, member, NOW)

    told = list_activity_after(session, workspace_id=workspace.id, after=start)
    assert [one.verb for one in told if one.verb != "member.joined"] == [
        "invitation.created", "invitation.revoked", "channel.added", "channel.archived", "channel.restored",
        "member.role_changed",
    ]  # fmt: skip
    assert not any("@" in one.entity_key for one in told)


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


def test_a_list_is_extended_and_a_double_refused(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    url = "/w/online-shop/settings/catalogues"
    shown = page.submit(page.get(url), "/catalogues/components/create", name="Kasse")
    assert "Kasse" in shown.text
    page.submit(shown, "/catalogues/components/create", name="Kasse", status=422)


def test_numbers_run_without_gaps(session: Session) -> None:
    workspace = make_workspace(session)

    assert [*take_numbers(session, workspace.id, "requirement_number", 3)] == [1, 2, 3]
    assert [*take_numbers(session, workspace.id, "requirement_number")] == [4]


def test_an_archived_entry_is_folded_away_and_comes_back_to_its_place(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)
    lists = page.get("/w/online-shop/settings/catalogues")
    before = _names(lists, "instruments")
    assert lists.all(".//details") == []

    (entry,) = lists.all(f".//li[span='{before[2]}']//form")
    put_away = page.submit(lists, str(entry.get("action")).removeprefix("/w/online-shop"))
    assert _names(put_away, "instruments") == [*before[:2], *before[3:], before[2]]
    assert put_away.texts(".//details//summary") == ["1 archived"]
    assert _names(page.submit(put_away, "/restore"), "instruments") == before


def test_only_who_manages_the_workspace_restores_an_entry_and_only_its_own(session: Session) -> None:
    workspace, other = make_workspace(session), make_workspace(session, "Theirs", owner=make_user(session, "Ines"))
    admin = actor_of(session, workspace, make_member(session, workspace, Role.ADMINISTRATOR))
    viewer = actor_of(session, workspace, make_member(session, workspace, Role.VIEWER))
    entry = list_entries(session, Instrument, workspace.id)[0]
    foreign = list_entries(session, Instrument, other.id)[0]

    with pytest.raises(Forbidden):
        restore_entry(session, workspace=workspace, actor=viewer, kind="instruments", entry_id=entry.id, now=NOW)
    with pytest.raises(NotFound):
        restore_entry(session, workspace=workspace, actor=admin, kind="instruments", entry_id=foreign.id, now=NOW)


def _names(shown: Shown, kind: str) -> list[str]:
    names = shown.all(f".//section[@aria-labelledby='{kind}']//li/span")
    return [str(name.text) for name in names if "plain-list__name" in str(name.get("class"))]
