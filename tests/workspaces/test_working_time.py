"""The pages of working time and days off, without JavaScript."""

import pytest
from sqlalchemy import select

from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.workspaces.models import DaysOff, WorkingTime
from backlog.workspaces.services import set_working_time
from tests.factories.workspaces import member

BASE = "/w/harkenau/settings"


@pytest.fixture
def merle(team, page):
    page.sign_in(team.session.get(User, team.actor.user_id))
    return team


@pytest.fixture
def zoe(team, page):
    """Return a contributor, who is signed in."""
    found = team.beside(member(team.workspace, Role.CONTRIBUTOR, name="Zoe Zander", email="zoe@example.org"))
    page.sign_in(team.session.get(User, found.actor.user_id))
    return found


def own(team) -> str:
    return f"{BASE}/working-time/{team.actor.user_id}"


def test_a_usual_week_is_proposed_and_said_to_be_no_more_than_that(page, merle):
    shown = page.get(own(merle))
    assert shown.find(".//input[@name='monday']").get("value") == "8"
    assert "the plan says that the hours are not set" in shown.text
    saved = page.submit(shown, "/update", friday="4,5", share="50")
    assert "the hours are not set" not in saved.text
    assert merle.session.scalars(select(WorkingTime)).one().hours == [8, 8, 8, 8, 4.5, 0, 0]


def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(page, merle):
    wrong = page.submit(page.get(own(merle)), "/update", status=422, monday="30", tuesday="3", share="abc")
    assert "A day has 0 to 24 hours." in wrong.text or "Not a valid integer" in wrong.text
    assert wrong.find(".//input[@name='share']").get("aria-invalid") == "true"
    assert wrong.find(".//input[@name='tuesday']").get("value") == "3"
    again = page.submit(wrong, "/update", status=422, share="50")
    assert again.find(".//input[@name='monday']").get("aria-invalid") == "true"
    assert "A day has 0 to 24 hours." in again.text


def test_days_off_that_end_before_they_start_come_back_with_the_reason(page, merle):
    shown = page.get(own(merle))
    wrong = page.submit(shown, "/days-off/add", status=422, starts_on="2030-05-03", ends_on="2030-05-02")
    assert "The last day cannot be before the first." in wrong.text
    assert wrong.find(".//input[@name='starts_on']").get("value") == "2030-05-03"
    assert wrong.find(".//input[@name='ends_on']").get("aria-invalid") == "true"


def test_days_off_are_added_and_taken_back(page, merle):
    saved = page.submit(page.get(own(merle)), "/days-off/add", starts_on="2030-05-03", is_half="y")
    assert "3 May 2030 half days" in saved.text
    gone = page.submit(saved, "/remove")
    assert "3 May 2030" not in gone.text
    assert merle.session.scalar(select(DaysOff)) is None


def test_the_states_follow_the_country(page, merle):
    saved = page.submit(page.get(own(merle)), "/update", country="DE")
    assert saved.find(".//select[@name='state']/option[@value='BW']").text == "Baden-Württemberg"
    assert "Saved." in page.submit(saved, "/update", state="BW").text
    part = page.fragment(f"{BASE}/working-time/states?country=AT")
    assert [one.get("value") for one in part.all(".//option")][:2] == ["", "1"]


def test_a_state_of_another_country_is_refused_with_the_states_of_the_new_one(page, merle):
    saved = page.submit(page.get(own(merle)), "/update", country="DE")
    saved = page.submit(saved, "/update", state="BW")
    wrong = page.submit(saved, "/update", status=422, country="AT")
    assert "This state is not one of that country" in wrong.text
    assert wrong.find(".//select[@name='state']/option[@value='9']") is not None


def test_a_week_that_two_people_set_shows_both_and_loses_neither(page, merle, colleague):
    form = page.get(own(merle))
    values = {"monday": 4, "share": 100, "overhead": 0}
    set_working_time(merle.session, user_id=merle.actor.user_id, values=values, **colleague.who)
    merle.session.commit()
    both = page.submit(form, "/update", status=409, monday="6")
    assert "Somebody wrote meanwhile: 4." in both.text
    assert both.find(".//input[@name='monday']").get("value") == "6"
    page.submit(both, "/update")
    merle.session.expire_all()
    assert merle.session.scalars(select(WorkingTime)).one().hours[0] == 6


def test_whoever_plans_sees_everybody(page, merle, colleague):
    shown = page.get(f"{BASE}/working-time")
    assert [text for text in shown.texts(".//tbody//th") if "Tarek" in text]
    assert shown.text.count("hours not set") == 2
    other = page.get(own(colleague))
    assert other.heading == "Working time of Tarek Winkelroth"
    assert "Saved." in page.submit(other, "/update", monday="3").text


def test_a_contributor_sees_and_says_their_own_alone(page, zoe, team):
    shown = page.get(f"{BASE}/working-time")
    assert shown.heading == "Your working time"
    assert "Saved." in page.submit(shown, "/update").text
    page.get(own(team), status=404)


def test_whoever_only_reads_has_no_page_of_working_time(page, team):
    reader = member(team.workspace, Role.VIEWER)
    page.sign_in(team.session.get(User, reader.user_id))
    assert "Working time" not in page.get(BASE).text
    page.get(f"{BASE}/working-time", status=403)


def test_the_workspaces_public_holidays_are_set_once_for_everybody(page, team):
    chief = member(team.workspace, Role.ADMINISTRATOR)
    page.sign_in(team.session.get(User, chief.user_id))
    saved = page.submit(page.get(BASE), "/settings/update", country="DE")
    saved = page.submit(saved, "/settings/update", state="BW")
    assert saved.find(".//select[@name='state']/option[@selected]").get("value") == "BW"
    assert "As in the workspace (Germany)" in page.get(f"{BASE}/working-time/{chief.user_id}").text
    wrong = page.submit(saved, "/settings/update", status=422, country="XX")
    assert "The public holidays of this country are not known." in wrong.text
