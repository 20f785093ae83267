"""What went to Jira while somebody was choosing what to hand over is asked about."""

import pytest
from sqlalchemy import select

from backlog.core.permissions import Role
from backlog.interchange.models import ExternalReference
from backlog.requirements.models import Requirement
from tests.factories.base import NOW
from tests.factories.people import make_member, make_workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.signing_in import sign_in
from tests.support.hand_overs import BASE, READY, in_file, ticked


@pytest.fixture
def workspace(session):
    return make_workspace(session)


def test_the_same_hand_over_from_two_windows_is_asked_about(page, session, workspace):
    RequirementFactory.create(workspace=workspace, title="Guest order", **READY)
    colleague = make_member(session, workspace, Role.PRODUCT_MANAGER, name="Ines Harbecker")
    session.commit()
    sign_in(page)
    window = page.get(f"{BASE}/new")
    page.submit(window, "/hand-overs/create", keys=["REQ-1"], queries=40)

    asked = page.submit(window, "/hand-overs/create", keys=["REQ-1"], status=409, queries=40)
    assert "One of these was handed over in the meantime: Hand-over 1" in asked.text
    assert "(REQ-1)" in asked.text
    assert any((link.get("href") or "").endswith("/hand-overs/1") for link in asked.all(".//div[@role='alert']//a"))
    assert "Hand-over 2" not in page.get(BASE).text

    # A colleague whose page is from before is told so too.
    page.submit(asked, "/sign-out")
    sign_in(page, email=colleague.email)
    theirs = page.get(f"{BASE}/new?keys=REQ-1")
    theirs = page.submit(theirs, "/hand-overs/create", keys=["REQ-1"], seen="0", status=409, queries=40)
    assert "Hand-over 1, " in theirs.text

    # Sent once more, it is meant.
    assert page.submit(theirs, "/hand-overs/create", keys=["REQ-1"], queries=40).heading == "Hand-over 2"


def test_a_page_that_asks_again_keeps_what_was_ticked_and_what_was_not(page, session, workspace):
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, title="Guest order", parent="REQ-1", **READY)
    RequirementFactory.create(workspace=workspace, title="Reminder", **READY)
    session.commit()
    sign_in(page)
    shown = page.get(f"{BASE}/new")
    assert ticked(shown) == ["REQ-1", "REQ-2", "REQ-3"]
    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-3"], queries=40)
    again = page.submit(shown, "/hand-overs/create", keys=["REQ-2", "REQ-3"], status=409, queries=40)
    assert ticked(again) == ["REQ-2"]
    assert again.texts(".//tbody/tr/th") == ["Epic Checkout", "Guest order", "Reminder"]
    assert "The others are still ticked." in again.text
    assert page.submit(again, "/hand-overs/create", queries=40).heading == "Hand-over 2"
    assert list(in_file(page, 2)) == ["Guest order"]


def make_known(session, workspace, number, key):
    """Make a requirement known in Jira, as an import of Jira's export does."""
    one = session.scalar(select(Requirement).where(Requirement.number == number))
    session.add(
        ExternalReference(
            workspace_id=workspace.id, requirement_id=one.id, system="jira", external_key=key, seen_at=NOW
        )
    )
    session.commit()


def test_what_became_known_in_jira_since_the_page_was_drawn_does_not_go_out_unasked(page, session, workspace):
    for title in ("Guest order", "Reminder", "Known before"):
        RequirementFactory.create(workspace=workspace, title=title, **READY)
    make_known(session, workspace, 3, "SHOP-1")
    sign_in(page)
    shown = page.get(f"{BASE}/new")
    make_known(session, workspace, 1, "SHOP-7")

    # What was ticked knowing that it is there is not asked about.
    chosen = ["REQ-1", "REQ-2", "REQ-3"]
    asked = page.submit(shown, "/hand-overs/create", keys=chosen, preset="cloud-company", status=409, queries=40)
    assert "One of these has come to be known in Jira in the meantime: REQ-1." in asked.text
    assert "in Jira as SHOP-7" in asked.text
    assert ticked(asked) == ["REQ-2", "REQ-3"]
    assert [one.get("value") for one in asked.all(".//option[@selected]")] == ["cloud-company"]
    assert "Nothing has been handed over yet." in page.get(BASE).text

    page.submit(asked, "/hand-overs/create", queries=40)
    assert list(in_file(page, 1)) == ["Reminder", "Known before"]
    # Ticked on the page that named it, it is meant.
    page.submit(asked, "/hand-overs/create", keys=["REQ-1"], seen="1", queries=40)
    assert list(in_file(page, 2)) == ["Guest order"]


def test_what_went_out_and_what_became_known_are_asked_about_at_once(page, session, workspace):
    for title in ("Guest order", "Reminder", "Voucher"):
        RequirementFactory.create(workspace=workspace, title=title, **READY)
    session.commit()
    sign_in(page)
    shown = page.get(f"{BASE}/new")
    page.submit(shown, "/hand-overs/create", keys=["REQ-1"], queries=40)
    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-2"], queries=40)
    make_known(session, workspace, 1, "SHOP-7")

    asked = page.submit(shown, "/hand-overs/create", status=409, queries=40)
    assert "handed over in the meantime: Hand-over 2" in asked.text
    assert "known in Jira in the meantime: REQ-1." in asked.text
    assert ticked(asked) == ["REQ-3"]


def test_a_page_without_what_it_knew_of_asks(page, session, workspace):
    RequirementFactory.create(workspace=workspace, title="Guest order", **READY)
    make_known(session, workspace, 1, "SHOP-7")
    sign_in(page)
    shown = page.get(f"{BASE}/new")
    page.submit(shown, "/hand-overs/create", keys=["REQ-1"], known="", status=409, queries=40)
    assert page.submit(shown, "/hand-overs/create", keys=["REQ-1"], queries=40).heading == "Hand-over 1"


@pytest.mark.parametrize("seen", ["", "x", "²", "-1", "99999999", "9" * 400])
def test_a_hand_over_that_nobody_can_have_seen_is_refused(page, session, workspace, seen):
    RequirementFactory.create(workspace=workspace, title="Guest order", **READY)
    session.commit()
    sign_in(page)
    refused = page.submit(
        page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-1"], seen=seen, status=422, queries=40
    )
    assert "This version does not exist yet." in refused.text
