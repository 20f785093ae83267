"""Settings, people and lists of a workspace."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from backlog.activity.queries import last_activity_number, list_activity_after
from backlog.core.errors import Forbidden, Invalid, NotFound
from backlog.core.permissions import PERMISSIONS, Permission, Role
from backlog.workspaces.models import Instrument
from backlog.workspaces.queries import list_entries
from backlog.workspaces.services import (
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
from tests.factories.people import NOW, actor_of, make_member, make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support import html
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
    hidden = ".//*[@class='u-hidden']"
    ticks = [[html.text_of_first(cell, hidden) == "yes" for cell in row.findall("td")] for row in rows]
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
