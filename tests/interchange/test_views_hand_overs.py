"""The pages of a hand-over."""

import pytest

from backlog.core.permissions import Role
from tests.factories.people import make_member, make_workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.signing_in import sign_in

BASE = "/w/online-shop/hand-overs"


@pytest.fixture
def workspace(session):
    return make_workspace(session)


def test_what_is_ready_is_chosen_handed_over_and_downloaded(page, session, workspace):
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, title="Guest order", parent="REQ-1", status="ready")
    RequirementFactory.create(workspace=workspace, title="Not yet", status="new")
    session.commit()
    sign_in(page)

    chosen = page.get(f"{BASE}/new")
    assert "no acceptance criteria" in chosen.text
    assert "Not yet" not in chosen.text
    shown = page.submit(chosen, "/hand-overs/create", keys=["REQ-1", "REQ-2"], queries=40)

    assert shown.heading == "Hand-over 1"
    answer = page.client.get(f"{BASE}/1/jira.csv")
    assert answer.status_code == 200
    assert "Guest order" in answer.text
    assert "Hand-over 1" in page.get(BASE).text
    assert "Hand-over 1" in page.fragment(f"{BASE}/of/REQ-2").text


def test_ticked_requirements_are_chosen(page, session, workspace):
    for title in ("One", "Two", "Three"):
        RequirementFactory.create(workspace=workspace, title=title)
    session.commit()
    sign_in(page)

    shown = page.get(f"{BASE}/new?keys=REQ-1&keys=REQ-3")
    assert shown.texts(".//tbody/tr/th") == ["One", "Three"]


def test_nothing_chosen_is_an_error_on_the_page(page, session, workspace):
    RequirementFactory.create(workspace=workspace, status="ready")
    session.commit()
    sign_in(page)

    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=[], status=422)


def test_an_empty_choice_says_what_would_stand_here(page, session, workspace):
    session.commit()
    sign_in(page)

    assert "Nothing is ready to hand over." in page.get(f"{BASE}/new").text
    assert "Nothing has been handed over yet." in page.get(BASE).text


def test_unknown_keys_and_numbers_are_refused(page, session, workspace):
    session.commit()
    sign_in(page)

    page.get(f"{BASE}/new?keys=REQ-99", status=422)
    page.get(f"{BASE}/7", status=404)
    page.get(f"{BASE}/of/REQ-99", status=404)


def test_a_marketer_reads_hand_overs_but_makes_none(page, session, workspace):
    RequirementFactory.create(workspace=workspace, status="ready")
    marketer = make_member(session, workspace, Role.MARKETER)
    session.commit()
    sign_in(page, email=marketer.email)

    page.get(BASE)
    page.get(f"{BASE}/new", status=403)


def test_what_is_missing_is_named_without_a_second_no(page, session, workspace):
    RequirementFactory.create(workspace=workspace, description="Long. " * 4000)
    session.commit()
    sign_in(page)

    shown = page.fragment(f"{BASE}/of/REQ-1").text
    assert "Still missing: acceptance criteria, story points" in shown
    assert "Worth a look: very long description, may be cut." in shown
    assert " no " not in shown
