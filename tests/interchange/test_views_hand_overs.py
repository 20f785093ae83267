"""The pages of a hand-over."""

import re

import pytest
from sqlalchemy import delete, select

from backlog.core.permissions import Role
from backlog.interchange.models import ExternalReference, HandOverFile
from backlog.requirements.models import Requirement
from tests.factories.base import NOW
from tests.factories.people import make_member, make_workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.signing_in import sign_in
from tests.support.hand_overs import BASE, READY, in_file, ticked


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
    RequirementFactory.create(workspace=workspace, **READY)
    session.commit()
    sign_in(page)

    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=[], status=422)


def test_an_empty_choice_says_what_would_stand_here(page, session, workspace):
    session.commit()
    sign_in(page)

    assert "Nothing is ready to hand over." in page.get(f"{BASE}/new").text
    assert "Nothing has been handed over yet." in page.get(BASE).text


def test_what_is_not_ready_is_not_ticked_unless_it_is_named(page, session, workspace):
    RequirementFactory.create(workspace=workspace, title="Guest order", points=1, **READY)
    RequirementFactory.create(workspace=workspace, title="Reminder", points=3, status="ready")
    RequirementFactory.create(workspace=workspace, title="Checkout", points=2, status="ready")
    RequirementFactory.create(workspace=workspace, title="Field", kind="subtask", parent="REQ-3", status="ready")
    session.commit()
    sign_in(page)

    shown = page.get(f"{BASE}/new")
    # Without the one it stands under, the sub-task would become a task.
    assert ticked(shown) == ["REQ-1", "REQ-3", "REQ-4"]
    assert "One is not ready, so it is not ticked" in shown.text
    assert "3 requirements · 3 points" in shown.text
    assert ticked(page.get(f"{BASE}/new?keys=REQ-2")) == ["REQ-2"]
    assert "One requirement · 1 point" in page.get(f"{BASE}/new?keys=REQ-1").text


def test_unknown_keys_and_numbers_are_refused(page, session, workspace):
    session.commit()
    sign_in(page)

    page.get(f"{BASE}/new?keys=REQ-99", status=422)
    page.get(f"{BASE}/7", status=404)
    page.get(f"{BASE}/of/REQ-99", status=404)


def test_a_marketer_reads_hand_overs_but_makes_none(page, session, workspace):
    RequirementFactory.create(workspace=workspace, **READY)
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


@pytest.mark.parametrize(
    ("status", "said"), [("refinement", "Nothing is missing."), ("ready", "Complete: a developer")]
)
def test_only_what_is_ready_is_said_to_be_so(page, session, workspace, status, said):
    values = READY | {"status": status, "description": "On account", "points": 1, "moscow": "must"}
    RequirementFactory.create(workspace=workspace, **values)
    session.commit()
    sign_in(page)
    assert said in page.fragment(f"{BASE}/of/REQ-1").text


def test_the_file_of_a_hand_over_stays_what_went_out(page, session, workspace):
    one = RequirementFactory.create(workspace=workspace, title="Guest order", labels=["shop"], **READY)
    RequirementFactory.create(workspace=workspace, title="Reminder", **READY)
    session.commit()
    sign_in(page)
    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-1", "REQ-2"], queries=40)
    first = page.client.get(f"{BASE}/1/jira.csv")
    assert first.status_code == 200

    one.title, one.description = "Something else", "New"
    session.get_one(type(one), one.id + 1).archived_at = NOW
    workspace.locale = "de"
    session.commit()

    again = page.client.get(f"{BASE}/1/jira.csv")
    assert again.data == first.data
    assert "Guest order" in again.text
    shown = page.get(f"{BASE}/1")
    assert "changed" in shown.texts(".//tbody/tr/td")
    assert "The download is what went out, however often" in shown.text


def test_a_hand_over_from_before_files_were_kept_is_made_of_what_is_there(page, session, workspace):
    RequirementFactory.create(workspace=workspace, title="Guest order", **READY)
    session.commit()
    sign_in(page)
    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-1"], queries=40)
    session.execute(delete(HandOverFile))
    session.commit()

    assert "Guest order" in page.client.get(f"{BASE}/1/jira.csv").text
    assert "before files were kept" in page.get(f"{BASE}/1").text


@pytest.fixture
def handed_over(page, session, workspace):
    """An epic with a story that went out; a second story under it is ready, of the epic no key in Jira is known."""
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(workspace=workspace, title="Guest order", parent="REQ-1", **READY)
    session.commit()
    sign_in(page)
    page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-1", "REQ-2"], queries=40)
    RequirementFactory.create(workspace=workspace, title="Reminder", parent="REQ-1", **READY)
    session.commit()


@pytest.mark.usefixtures("handed_over")
def test_an_epic_that_went_out_before_is_left_out_unless_it_is_ticked(page, session):
    chosen = page.get(f"{BASE}/new")
    assert "Handed over before, without a key from Jira coming back: Hand-over 1, " in chosen.text
    assert "(REQ-1)" in chosen.text
    assert "goes along, because it is not in Jira yet" not in chosen.text
    page.submit(chosen, "/hand-overs/create", queries=40)
    file = in_file(page, 2)
    assert list(file) == ["Reminder"]
    assert file["Reminder"]["Parent"] == ""
    assert "*Belongs to:* REQ-1" in file["Reminder"]["Description"]

    again = page.get(f"{BASE}/new?keys=REQ-3")
    assert "Hand-over 2, " in again.text
    page.submit(again, "/hand-overs/create", keys=["REQ-1", "REQ-3"], queries=40)
    file = in_file(page, 3)
    assert list(file) == ["Checkout", "Reminder"]
    assert file["Reminder"]["Parent"] == file["Checkout"]["Issue ID"]


@pytest.mark.usefixtures("handed_over")
def test_what_is_chosen_itself_stays_ticked_and_is_named_with_its_last_hand_over(page, session):
    chosen = page.get(f"{BASE}/new?keys=REQ-1&keys=REQ-2&keys=REQ-3")
    assert ticked(chosen) == ["REQ-1", "REQ-2", "REQ-3"]
    assert "(REQ-1, REQ-2)" in chosen.text
    assert "not ticked" not in chosen.text
    assert len(chosen.all(".//td/span[@class='u-wait']")) >= 2
    page.submit(chosen, "/hand-overs/create", keys=["REQ-2"], queries=40)
    chosen = page.get(f"{BASE}/new?keys=REQ-1&keys=REQ-2")
    assert re.search(r"Hand-over 2, [^;]*\(REQ-2\); Hand-over 1, [^;]*\(REQ-1\)", chosen.text)


@pytest.mark.usefixtures("handed_over")
def test_once_jiras_key_is_known_nothing_is_said_and_the_file_names_it(page, session, workspace):
    epic = session.scalar(select(Requirement).where(Requirement.number == 1))
    session.add(
        ExternalReference(
            workspace_id=workspace.id, requirement_id=epic.id, system="jira", external_key="SHOP-1", seen_at=NOW
        )
    )
    session.commit()
    chosen = page.get(f"{BASE}/new")
    assert "Handed over before" not in chosen.text
    assert chosen.texts(".//tbody/tr/th") == ["Reminder"]
    page.submit(chosen, "/hand-overs/create", queries=40)
    assert in_file(page, 2)["Reminder"]["Parent"] == "SHOP-1"


def test_what_is_in_jira_already_is_named_with_its_key_and_not_ticked(page, session, workspace):
    known = RequirementFactory.create(workspace=workspace, title="Guest order", **READY)
    RequirementFactory.create(workspace=workspace, title="Reminder", **READY)
    session.add(
        ExternalReference(
            workspace_id=workspace.id, requirement_id=known.id, system="jira", external_key="SHOP-7", seen_at=NOW
        )
    )
    session.commit()
    sign_in(page)
    chosen = page.get(f"{BASE}/new")
    assert "REQ-1 is in Jira already, so it is not ticked" in chosen.text
    assert "in Jira as SHOP-7" in chosen.text
    page.submit(chosen, "/hand-overs/create", queries=40)
    assert list(in_file(page, 1)) == ["Reminder"]


@pytest.mark.usefixtures("handed_over")
def test_a_subtask_of_a_story_that_went_out_before_is_said_to_become_a_task(page, session, workspace):
    RequirementFactory.create(workspace=workspace, title="Field", kind="subtask", parent="REQ-2", **READY)
    session.commit()
    chosen = page.get(f"{BASE}/new?keys=REQ-4")
    assert "REQ-1, REQ-2, which would only go along, are not ticked." in chosen.text
    assert "Sub-tasks become tasks." in chosen.text
    page.submit(chosen, "/hand-overs/create", queries=40)
    assert in_file(page, 2)["Field"]["Issue Type"] == "Task"


def test_the_steps_say_what_each_column_becomes(page, session, workspace):
    RequirementFactory.create(workspace=workspace, title="Guest order", **READY)
    session.commit()
    sign_in(page)
    shown = page.submit(page.get(f"{BASE}/new"), "/hand-overs/create", keys=["REQ-1"], queries=40)

    steps = " ".join(shown.texts(".//ol/li"))
    header = page.client.get(f"{BASE}/1/jira.csv").text.splitlines()[0].split(",")
    assert [name for name in [*header, "Component"] if name not in steps] == []
    assert "such as req-1" in steps
    assert "such as REQ" not in steps
