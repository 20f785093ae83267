"""Two people at once, and one person faster than the network: nothing is lost, nobody is in their own way."""

import pytest
from playwright.sync_api import Page, expect

from backlog.requirements.services import archive_requirements
from backlog.sprints.services import archive_actions
from tests.support.late import LateAnswer
from tests.support.rows import BACKLOG, card, expect_kept, expect_order, focus, row
from tests.support.visitor import Visitor

BASE = "/w/harkenau"
STREAM = "**/live?*"
DISCONNECTED = "ERR_INTERNET_DISCONNECTED"
SPRINT = "[data-column=sprint]"


def keys_in(page: Page, scope: str) -> list[str]:
    found: list[str] = page.locator(f"{scope} [data-key]").evaluate_all("rows => rows.map(row => row.dataset.key)")
    return found


@pytest.fixture
def planning(team, merle):
    """Return the planning page of an empty sprint, and the keys of four actions."""
    keys = team.actions(4, hours=4)
    number = team.sprint()
    team.session.commit()
    return merle.open(f"{BASE}/sprints/{number}/plan"), keys


def test_quick_presses_are_all_taken_in_order(planning):
    page, keys = planning
    first = LateAnswer(page, "**/plan/move*")
    for key in keys:
        page.locator(card(key)).locator(".add").click()
    first.arrive()
    expect(page.locator("#sums")).to_contain_text("4 actions")
    assert keys_in(page, SPRINT) == keys


def test_keys_after_a_press_that_is_still_under_way_meet_no_conflict_with_it(planning):
    page, (one, two, three, _four) = planning
    first = LateAnswer(page, "**/plan/move*")
    page.locator(card(one)).locator(".add").click()
    first.wait()
    for key in (two, three):
        focus(page, card(key))
        page.keyboard.press("Alt+ArrowRight")
    first.arrive()
    expect(page.locator("#sums")).to_contain_text("3 actions")
    expect(page.locator("form[data-moving]")).to_have_count(0)
    page.reload()
    assert keys_in(page, SPRINT) == [one, two, three]


def test_what_was_read_before_a_move_does_not_come_over_it(planning, colleague):
    page, (one, two, three, four) = planning
    late = LateAnswer(page, "**/plan/panes*")
    colleague.plan(1, four)
    colleague.session.commit()
    late.wait()
    for key in (one, two):
        page.locator(card(key)).locator(".add").click()
    expect(page.locator("#sums")).to_contain_text("3 actions")
    late.arrive()
    focus(page, card(two))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#announcer")).to_contain_text(two)
    page.locator(card(three)).locator(".add").click()
    expect(page.locator("#sums")).to_contain_text("4 actions")
    assert keys_in(page, SPRINT) == [four, two, one, three]


def test_a_refused_move_shows_the_list_as_it_is_now(team, merle, colleague):
    one, two, three = team.requirements("Pay by invoice", "Guest checkout", "Gift cards")
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    late = LateAnswer(page, "**/w/harkenau/requirements")
    colleague.rank(three, after=None)
    colleague.session.commit()
    late.wait()
    with merle.expecting_complaint("409"):
        focus(page, row(three))
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#backlog > .note")).to_contain_text("The list has changed")
        expect(page.locator("#announcer")).to_contain_text("The list has changed")
    assert keys_in(page, BACKLOG) == [three, one, two]
    late.arrive()
    focus(page, row(three))
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#announcer")).to_have_text(f"{three} is now at rank 2.")
    assert keys_in(page, BACKLOG) == [one, three, two]


def test_a_refused_move_by_the_dialog_says_why_in_it_over_the_list_as_it_is_now(team, merle, colleague):
    one, two = team.requirements("Pay by invoice", "Guest checkout")
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    focus(page, row(one))
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("To the bottom").check()
    archive_requirements(colleague.session, keys=[one], **colleague.who)
    colleague.session.commit()
    with merle.expecting_complaint("409"):
        dialog.get_by_role("button", name="Move", exact=True).press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("The list has changed")
    expect(dialog.get_by_label("To the bottom")).to_be_checked()
    expect(dialog.get_by_label("To the bottom")).to_be_focused()
    expect(page.locator("#backlog, main, #announcer")).to_have_count(3)
    merle.check_everywhere()
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_be_hidden()
    expect_order(page, BACKLOG, two)


def test_what_fails_in_a_dialog_is_said_in_it_and_not_behind_it(team, merle, colleague):
    (one,) = team.actions(1)
    team.session.commit()
    page = merle.open(f"{BASE}/actions")
    page.locator(card(one)).get_by_role("link").first.focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Where to").select_option("bottom")
    archive_actions(colleague.session, keys=[one], **colleague.who)
    colleague.session.commit()
    with merle.expecting_complaint("409"):
        dialog.get_by_role("button", name="Move", exact=True).press("Enter")
        expect(dialog.locator("[aria-live]")).to_contain_text("The list has changed")
    merle.check_everywhere()
    dialog.get_by_role("button", name="Dismiss").click()
    expect(dialog.locator(".toast")).to_have_count(0)


def test_a_colleagues_list_follows_every_change(team, merle, tarek):
    one, two, three = team.requirements("Pay by invoice", "Guest checkout", "Gift cards")
    team.session.commit()
    theirs = tarek.open(f"{BASE}/requirements")
    page = merle.open(f"{BASE}/requirements")
    page.get_by_label("New requirement").fill("Reminder by mail")
    page.keyboard.press("Enter")
    expect_order(theirs, BACKLOG, one, two, three, "REQ-4")
    focus(page, row(three))
    page.keyboard.press("Alt+ArrowUp")
    expect_order(theirs, BACKLOG, one, three, two, "REQ-4")
    expect(theirs.locator(f"{row(three)} b")).to_have_text("2")
    page.locator(f"{row(two)} .tick").check()
    page.get_by_role("button", name="Archive").click()
    expect_order(theirs, BACKLOG, one, three, "REQ-4")


def test_an_open_board_follows_the_end_of_its_sprint_and_the_next_start(team, merle):
    number = team.started(*team.actions(1))
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    team.complete(number)
    team.session.commit()
    expect(page.get_by_text("No sprint is under way")).to_be_visible()
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("#board")).to_have_count(0)
    following = team.started(*team.actions(1))
    team.session.commit()
    merle.expect_heading(f"Sprint {following}")
    expect(page.locator("main")).to_have_count(1)


def test_a_line_being_written_survives_what_a_colleague_does(team, merle, colleague):
    one, two = team.requirements("Pay by invoice", "Guest checkout")
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    page.get_by_label("New requirement").fill("Half a tho")
    colleague.rank(two, after=None)
    colleague.session.commit()
    expect_order(page, BACKLOG, two, one)
    page.keyboard.type("ught")
    expect(page.get_by_label("New requirement")).to_have_value("Half a thought")
    expect(page.get_by_label("New requirement")).to_be_focused()


def edit(visitor: Visitor, key: str) -> Page:
    return visitor.open(f"{BASE}/requirements/{key}/edit")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def test_two_people_change_different_fields_and_both_stay(team, merle, tarek):
    (key,) = team.requirements("Pay by invoice")
    team.session.commit()
    mine, theirs = edit(merle, key), edit(tarek, key)
    theirs.get_by_label("What is asked").fill("After delivery, please.")
    save(theirs)
    expect(theirs.locator("h1")).to_contain_text("Pay by invoice")
    mine.get_by_label("Title").fill("Pay by invoice, 30 days")
    save(mine)
    expect(mine.locator("h1")).to_contain_text("Pay by invoice, 30 days")
    expect(mine.locator("main")).to_contain_text("After delivery, please.")


def test_two_people_change_the_same_field_and_see_both_texts(team, merle, tarek):
    (key,) = team.requirements("Pay by invoice")
    team.session.commit()
    mine, theirs = edit(merle, key), edit(tarek, key)
    theirs.get_by_label("What is asked").fill("After delivery, please.")
    save(theirs)
    expect(theirs.locator("h1")).to_contain_text("Pay by invoice")
    mine.get_by_label("What is asked").fill("Within 30 days.")
    with merle.expecting_complaint("409"):
        save(mine)
        merle.expect_heading("Two versions of “Pay by invoice”")
    expect(mine.get_by_label("Your version of “What is asked”")).to_have_value("Within 30 days.")
    expect(mine.locator(".merge__text")).to_contain_text("After delivery, please.")
    merle.check_everywhere()
    mine.get_by_label("Your version of “What is asked”").fill("After delivery, within 30 days.")
    mine.get_by_role("button", name="Save this version").click()
    expect(mine.locator("main")).to_contain_text("After delivery, within 30 days.")


def test_without_a_stream_the_page_asks_and_catches_up(team, merle, colleague):
    one, two = team.requirements("Pay by invoice", "Guest checkout")
    team.session.commit()
    merle.page.route(STREAM, lambda route: route.fulfill(status=503))
    merle.page.clock.install()
    with merle.expecting_complaint("503"), merle.page.expect_response("**/live/changes?*"):
        page = merle.open(f"{BASE}/requirements")
    colleague.rank(two, after=None)
    colleague.session.commit()
    page.clock.fast_forward(10_000)
    expect_order(page, BACKLOG, two, one)


def test_a_move_without_a_connection_is_taken_back(team, merle):
    one, two, three = team.requirements("Pay by invoice", "Guest checkout", "Gift cards")
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    with merle.expecting_complaint(DISCONNECTED, "Failed to fetch"):
        page.context.set_offline(True)
        focus(page, row(three))
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator(".toast")).to_contain_text("The server cannot be reached. Nothing was changed.")
        expect_order(page, BACKLOG, one, two, three)
    page.context.set_offline(False)
    page.keyboard.press("Alt+ArrowUp")
    expect_kept(page, BACKLOG, one, three, two)


def test_a_lost_stream_is_said_and_what_was_missed_comes_back(team, merle, colleague):
    one, two = team.requirements("Pay by invoice", "Guest checkout")
    team.session.commit()
    merle.page.route(STREAM, lambda route: route.abort("internetdisconnected"))
    note = merle.page.get_by_text("No connection:")
    with merle.expecting_complaint(DISCONNECTED):
        page = merle.open(f"{BASE}/requirements")
        expect(note).to_be_visible()
        colleague.rank(two, after=None)
        colleague.session.commit()
        page.unroute(STREAM)
        expect(note).to_be_hidden()
    expect_order(page, BACKLOG, two, one)
