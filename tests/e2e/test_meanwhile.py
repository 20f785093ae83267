"""What somebody writes while others change the same thing: never put over theirs unseen, and nothing waits for it."""

import re

import pytest
from playwright.sync_api import expect

from backlog.requirements.services import restore_requirements
from tests.support.late import LateAnswer
from tests.support.rows import BACKLOG, expect_order, row

BASE = "/w/harkenau"


@pytest.fixture
def both(team, merle, tarek):
    """Return the page of one requirement before two people: mine, and a colleague's."""
    (key,) = team.requirements("Pay by invoice", points=5)
    team.session.commit()
    address = f"{BASE}/requirements/{key}"
    return merle.open(address), tarek.open(address)


def test_a_fact_typed_over_one_that_a_colleague_changed_meanwhile_asks_which_stays(both, merle, tarek):
    mine, theirs = both
    box, lede = theirs.get_by_label("Story points"), theirs.locator(".req__meta")
    box.fill("9")
    mine.get_by_label("Story points").fill("3")
    mine.keyboard.press("Enter")
    expect(lede).to_contain_text("3 points")
    expect(box).to_have_value("9")
    with tarek.expecting_complaint("409"):
        box.press("Enter")
        expect(theirs.locator("#points-error")).to_contain_text("wrote meanwhile: 3. Save again to keep yours.")
    expect(box).to_have_value("9")
    expect(lede).to_contain_text("3 points")
    tarek.check_everywhere()
    box.press("Enter")
    expect(mine.locator(".req__meta")).to_contain_text("9 points")


def test_a_priority_chosen_over_a_colleagues_asks_and_can_be_saved(both, tarek):
    mine, theirs = both
    choice = theirs.get_by_label("Priority")
    choice.focus()
    mine.get_by_label("Priority").select_option("must")
    expect(theirs.locator(".req__meta")).to_contain_text("Must")
    with tarek.expecting_complaint("409"):
        choice.select_option("could")
        expect(theirs.locator("#fact-moscow-error")).to_contain_text("wrote meanwhile: Must.")
    expect(choice).to_have_value("could")
    theirs.locator("#change-moscow").get_by_role("button", name="Save").click()
    expect(mine.locator(".req__meta")).to_contain_text("Could")


def test_what_is_said_beside_a_field_stays_when_the_rest_follows_later(both, tarek):
    mine, theirs = both
    choice, error = theirs.get_by_label("Priority"), theirs.locator("#fact-moscow-error")
    choice.focus()
    late = LateAnswer(theirs, "**/requirements/REQ-1")
    mine.get_by_label("Priority").select_option("must")
    late.wait()
    with tarek.expecting_complaint("409"):
        choice.select_option("could")
        expect(error).to_be_visible()
    late.arrive()
    mine.get_by_label("Story points").fill("3")
    mine.keyboard.press("Enter")
    expect(theirs.locator(".req__meta")).to_contain_text("3 points")
    expect(error).to_be_visible()


def test_two_quick_steps_through_a_short_list_are_no_conflict_with_oneself(both):
    mine, _theirs = both
    first = LateAnswer(mine, "**/change")
    mine.get_by_label("Priority").select_option("must")
    first.wait()
    mine.get_by_label("Priority").select_option("should")
    first.arrive()
    expect(mine.locator(".req__meta")).to_contain_text("Should")
    expect(mine.locator("#fact-moscow-error")).to_have_count(0)


def test_a_field_that_was_only_looked_at_follows_when_it_is_left(both):
    mine, theirs = both
    box = theirs.get_by_label("Story points")
    box.focus()
    mine.get_by_label("Story points").fill("3")
    mine.keyboard.press("Enter")
    expect(theirs.locator(".req__meta")).to_contain_text("3 points")
    expect(box).to_have_value("5")
    box.press("Tab")
    expect(box).to_have_value("3")


def test_what_is_around_a_comment_being_written_follows(both, tarek):
    mine, theirs = both
    box = theirs.get_by_label("Add a comment")
    box.press_sequentially("Half a tho")
    mine.get_by_label("Add a comment").fill("And who pays?")
    mine.keyboard.press("Control+Enter")
    expect(theirs.locator(".comment__text")).to_have_text("And who pays?")
    theirs.keyboard.type("ught")
    theirs.get_by_label("Priority").select_option("must")
    expect(theirs.locator(".req__meta")).to_contain_text("Must")
    mine.get_by_label("Story points").fill("3")
    mine.keyboard.press("Enter")
    expect(theirs.locator(".req__meta")).to_contain_text("3 points")
    expect(box).to_have_value("Half a thought")
    box.press("Control+Enter")
    expect(theirs.locator(".comment__text")).to_have_text(["And who pays?", "Half a thought"])
    expect(box).to_have_value("")


def test_a_stale_undo_says_why_where_one_is(team, merle, colleague):
    one, two = team.requirements("Pay by invoice", "Guest checkout")
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    page.locator(f"{row(one)} .tick").check()
    page.get_by_role("button", name="Archive").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    restore_requirements(colleague.session, keys=[one], **colleague.who)
    colleague.session.commit()
    with merle.expecting_complaint("409"):
        undo.dblclick()
        expect(page.locator(".toast--stop")).to_have_count(1)
        expect(page.locator(".toast--stop")).to_contain_text("has been changed since")
    expect(page).to_have_url(re.compile(r"/requirements$"))
    expect_order(page, BACKLOG, one, two)
