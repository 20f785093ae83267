"""The backlog at work: written quickly, ranked by keys and words, changed many at once, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from backlog.identity.models import User
from tests.support.rows import BACKLOG, expect_kept, expect_order, focus, row
from tests.support.visitor import PHONE

BASE = "/w/harkenau"
FINGER = 44


@pytest.fixture
def backlog(team, merle):
    """Return the backlog with five requirements, and their keys."""
    keys = team.requirements("Pay by invoice", "Guest checkout", "Gift cards", "Guest reviews", "Pay in parts")
    team.session.commit()
    return merle.open(f"{BASE}/requirements"), keys


def open_row_menu(page: Page, key: str) -> None:
    page.locator(row(key)).hover()
    page.locator(f"{row(key)} > a[href$='/menu']").click()


def test_lines_are_written_one_after_another(backlog):
    page, keys = backlog
    page.keyboard.press("n")
    for title in ("Invoice as a PDF", "Reminder by mail"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text=title)).to_contain_text("Created: REQ-")
        expect(page.get_by_label("New requirement")).to_be_focused()
    expect_order(page, BACKLOG, *keys, "REQ-6", "REQ-7")
    page.get_by_role("button", name="To the top").first.click()
    expect_kept(page, BACKLOG, "REQ-7", *keys, "REQ-6")


def test_esc_leaves_the_line_with_its_words_and_keys_work_again(backlog):
    page, keys = backlog
    page.keyboard.press("n")
    page.keyboard.type("Half a thought, jk")
    page.keyboard.press("Escape")
    line = page.get_by_label("New requirement")
    expect(line).not_to_be_focused()
    expect(line).to_have_value("Half a thought, jk")
    page.keyboard.press("j")
    expect(page.locator(f"{row(keys[0])} a").first).to_be_focused()


def test_a_line_written_after_the_filter_changed_belongs_to_the_epic_that_is_shown_now(team, merle):
    epic = team.requirements("Checkout", kind="epic")[0]
    team.requirements("Guest checkout", parent=epic)
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    page.locator("#facet-epic").click()
    page.locator("#row-menu").get_by_text("Checkout").click()
    expect(page).to_have_url(f"{page.url.split('?')[0]}?epic={epic}")
    page.keyboard.press("Escape")
    page.get_by_label("New requirement").fill("Gift wrapping")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Gift wrapping")).to_contain_text("Created: REQ-3")
    page.reload()
    expect_order(page, BACKLOG, "REQ-2", "REQ-3")


def test_several_steps_by_keys_are_one_move_and_one_undo(backlog):
    page, (one, two, three, four, five) = backlog
    focus(page, row(five))
    for _ in range(3):
        page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#announcer")).to_have_text(f"{five} is now at rank 2.")
    expect_order(page, BACKLOG, one, five, two, three, four)
    expect(page.locator(f"{row(five)} > a").first).to_be_focused()
    page.locator(".toast", has_text=five).get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Taken back")
    expect_order(page, BACKLOG, one, two, three, four, five)


def test_steps_of_two_rows_in_quick_succession_are_both_kept(backlog):
    page, (one, two, three, four, five) = backlog
    page.clock.install()
    page.reload()
    page.clock.pause_at(datetime.now(tz=UTC) + timedelta(hours=1))
    focus(page, row(three))
    page.keyboard.press("Alt+ArrowUp")
    focus(page, row(five))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text(three)
    expect(page.locator("form[data-moving]")).to_have_count(1)
    page.clock.resume()
    expect_kept(page, BACKLOG, one, three, two, five, four)


def test_a_ticked_block_moves_by_keys(backlog):
    page, (one, two, three, four, five) = backlog
    for key in (two, four):
        focus(page, row(key))
        page.keyboard.press("x")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#announcer")).to_have_text("2 requirements moved to rank 1.")
    expect_kept(page, BACKLOG, two, four, one, three, five)


def test_an_open_menu_lies_within_a_landmark(backlog):
    page, keys = backlog
    open_row_menu(page, keys[0])
    expect(page.locator("#row-menu")).to_be_visible()
    found = {fault["id"]: fault["nodes"] for fault in Axe().run(page).response["violations"]}
    assert "region" not in found, found["region"]


def test_move_asks_where_to(backlog):
    page, (one, two, three, four, five) = backlog
    focus(page, row(four))
    page.keyboard.press("m")
    page.get_by_label("To the top").check()
    page.get_by_role("button", name="Move").click()
    expect_order(page, BACKLOG, four, one, two, three, five)
    open_row_menu(page, one)
    page.locator("#row-menu").get_by_text("Move…").click()
    page.get_by_label("After another requirement").check()
    page.locator("#dialog").get_by_label("After", exact=True).fill("parts")
    page.locator("#targets").get_by_text("Pay in parts").click()
    page.get_by_role("button", name="Move").click()
    expect_kept(page, BACKLOG, four, two, three, five, one)


def test_ticked_rows_are_changed_at_once_and_taken_back(backlog):
    page, (one, two, three, _four, _five) = backlog
    for key in (one, three):
        page.locator(f"{row(key)} .tick").check()
    page.get_by_role("button", name="Change…").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Priority (MoSCoW)").select_option("Must")
    dialog.get_by_role("button", name="Change").click()
    expect(page.locator(row(one))).to_contain_text("Must")
    expect(page.locator(row(three))).to_contain_text("Must")
    expect(page.locator(row(two))).not_to_contain_text("Must")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(row(one))).not_to_contain_text("Must")
    expect(page.locator(row(three))).not_to_contain_text("Must")


def test_a_filter_that_finds_nothing_and_is_taken_away_leaves_a_list_that_moves(backlog):
    page, (one, two, three, four, five) = backlog
    page.get_by_label("Search the backlog").fill("zeppelin")
    expect(page.locator("#backlog")).to_contain_text("No requirement fits these filters.")
    page.get_by_label("Search the backlog").fill("")
    expect_order(page, BACKLOG, one, two, three, four, five)
    focus(page, row(two))
    page.keyboard.press("Alt+ArrowUp")
    expect_kept(page, BACKLOG, two, one, three, four, five)


def test_n_on_an_empty_backlog_opens_the_dialog_for_the_first_requirement(team, merle):
    team.session.commit()
    page = merle.open(f"{BASE}/requirements")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("Pay by invoice")
    page.keyboard.press("Enter")
    merle.expect_heading("Pay by invoice")


def test_the_count_in_the_head_follows_what_is_added_archived_and_done_by_others(backlog, tarek, team):
    page, keys = backlog
    other = tarek.open(f"{BASE}/requirements?q=guest")
    count, others = page.locator("#backlog-count"), other.locator("#backlog-count")
    expect(others).to_have_text("2 of 5 requirements")
    page.keyboard.press("n")
    page.keyboard.type("Reminder by mail")
    page.keyboard.press("Enter")
    expect(count).to_have_text("6 requirements")
    expect(others).to_have_text("2 of 6 requirements")
    page.locator(f"{row(keys[0])} .tick").check()
    page.get_by_role("button", name="Archive").click()
    expect(count).to_have_text("5 requirements")
    expect(others).to_have_text("2 of 5 requirements")


def test_a_finger_finds_the_way_back_and_the_way_past_the_navigation(team, new_visitor):
    (key,) = team.requirements("Pay by invoice")
    team.session.commit()
    visitor = new_visitor(has_touch=True, is_mobile=True, viewport=PHONE)
    visitor.sign_in(team.session.get(User, team.actor.user_id))
    page = visitor.open(f"{BASE}/requirements")
    page.locator(f"{row(key)} .tick").check()
    page.get_by_role("button", name="Archive").click()
    for found in (".toast__close", ".toast__action", ".skip-link"):
        expect(page.locator(found)).to_have_count(1)
        size = page.locator(found).bounding_box()
        assert size["width"] >= FINGER, found
        assert size["height"] >= FINGER, found


def test_to_the_top_leads_back_to_the_list_that_is_shown_by_now(backlog):
    page, keys = backlog
    page.get_by_label("New requirement").fill("Gift wrapping")
    page.keyboard.press("Enter")
    expect(page.locator(".quick__added")).to_have_count(1)
    page.get_by_label("Search the backlog").fill("gift")
    expect_order(page, BACKLOG, keys[2], "REQ-6")
    page.locator(".quick__added").get_by_role("button", name="To the top").click()
    expect_order(page, BACKLOG, "REQ-6", keys[2])
    expect(page.get_by_label("Search the backlog")).to_have_value("gift")
