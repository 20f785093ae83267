"""A full column keeps cards out, by mouse and by key, until somebody says why; and the board in lanes."""

from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, Request, expect

from backlog.board.services import update_column
from backlog.workspaces.models import Campaign, LimitMode
from backlog.workspaces.services import ensure_entries
from tests.support.pointer import drag
from tests.support.rows import card, expect_kept, expect_order, focus

BASE = "/w/harkenau"
TO_DO, IN_PROGRESS, DONE = (f".lane__cards[data-label='{name}']" for name in ("To do", "In progress", "Done"))
SENTENCE = "“In progress” holds 1 of 1 cards. Finish one first."


@pytest.fixture
def full(team, merle):
    """Return the board, where what is in progress takes one card and holds it, and the keys."""
    keys = team.actions(3)
    team.started(*keys)
    team.move(keys[0], "In progress")
    values = {"wip_limit": 1, "wip_mode": LimitMode.BLOCK}
    update_column(team.session, column_id=team.column("In progress"), values=values, **team.who)
    team.session.commit()
    return merle.open(f"{BASE}/board"), keys


def expect_question(page: Page) -> None:
    expect(page.locator("dialog[open]")).to_contain_text(SENTENCE)
    expect(page.locator("#announcer")).to_have_text(SENTENCE)
    expect(page.get_by_label("Why does it have to be all the same?")).to_be_focused()


def test_a_card_dragged_into_a_full_column_goes_back_and_comes_in_with_a_reason(full, merle):
    page, (one, two, three) = full
    with merle.expecting_complaint("409"):
        drag(page, card(two), "into", IN_PROGRESS)
        expect_question(page)
    merle.check_everywhere()
    expect_order(page, TO_DO, two, three)
    expect_order(page, IN_PROGRESS, one)
    page.get_by_label("Why does it have to be all the same?").fill("The press is on the phone")
    page.get_by_role("button", name="Do it anyway").click()
    expect(page.locator("#toasts")).to_contain_text("“In progress” now holds 2 cards; its limit is 1.")
    expect(page.locator(IN_PROGRESS).locator("[data-key]")).to_have_count(2)
    page.goto(page.url.split("#")[0].replace("/board", f"/actions/{two}"))
    expect(page.locator(".history")).to_contain_text("went beyond the WIP limit: The press is on the phone")


def test_by_keys_alone_a_full_column_is_met_and_overruled(full, merle):
    page, (one, two, three) = full
    focus(page, card(two))
    with merle.expecting_complaint("409"):
        page.keyboard.press("Alt+ArrowRight")
        expect_question(page)
    expect_order(page, TO_DO, two, three)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect_kept(page, IN_PROGRESS, one)
    focus(page, card(two))
    with merle.expecting_complaint("409"):
        page.keyboard.press("Alt+ArrowRight")
        expect_question(page)
    page.keyboard.type("It is the last day")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text(f"{two} is now in In progress.")
    expect_kept(page, IN_PROGRESS, two, one)


def test_the_place_form_asks_in_its_own_dialog(full, merle):
    page, (_one, two, _three) = full
    focus(page, card(two))
    page.keyboard.press("m")
    page.locator("dialog[open] select").select_option(index=3)
    with merle.expecting_complaint("409"):
        page.locator("dialog[open]").get_by_role("button", name="Move").click()
        expect(page.locator("dialog[open]")).to_contain_text(SENTENCE)
    page.get_by_label("Why does it have to be all the same?").fill("Now")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text(f"{two} has moved.")


@pytest.fixture
def lanes(team, colleague, merle):
    """Return a way to open the board in lanes, and its cards: Merle's two, Tarek's one; the second is of Winter."""
    ensure_entries(team.session, catalogue=Campaign, names=["Autumn", "Winter"], **team.who)
    keys = [
        *team.actions(1, assignee="merle@example.org", campaign="Autumn"),
        *team.actions(1, assignee="merle@example.org", campaign="Winter"),
        *team.actions(1, assignee="tarek@example.org", campaign="Autumn"),
    ]
    team.started(*keys)
    team.session.commit()
    return lambda by: merle.open(f"{BASE}/board?lanes={by}"), keys


def cell(page: Page, lane: str, column: str) -> str:
    """Return where a lane's cards of a column are."""
    head = page.locator(".swimlane__head", has_text=lane)
    expect(head).to_be_visible()
    key = (head.get_attribute("id") or "").removeprefix("swimlane-")
    return f".lane__cards[data-lane='{key}'][data-label='{column}']"


def test_in_lanes_of_campaigns_a_drag_changes_the_column_alone(lanes):
    board, (one, two, three) = lanes
    page = board("campaign")
    drag(page, card(one), "into", cell(page, "Winter", "Done"))
    expect_kept(page, cell(page, "Autumn", "Done"), one)
    drag(page, card(three), "below", card(two))
    expect_kept(page, cell(page, "Autumn", "To do"), three)
    expect_order(page, cell(page, "Winter", "To do"), two)


def test_in_lanes_of_people_a_drag_gives_the_card_away(lanes):
    board, (one, two, three) = lanes
    page = board("person")
    drag(page, card(one), "below", card(three))
    expect(page.locator("#toasts")).to_contain_text(f"{one} is now Tarek Winkelroth’s.")
    expect(page.locator("#announcer")).to_be_empty()
    expect_kept(page, cell(page, "Tarek", "To do"), three, one)
    expect_order(page, cell(page, "Merle", "To do"), two)


def test_only_a_drag_into_another_lane_says_whose_a_card_was_and_is_to_be(lanes, team, colleague):
    board, (one, _two, three) = lanes
    page = board("person")
    with page.expect_request("**/board/move*") as within:
        drag(page, card(one), "into", cell(page, "Merle", "Done"))
    expect_kept(page, cell(page, "Merle", "Done"), one)
    with page.expect_request("**/board/move*") as across:
        drag(page, card(one), "below", card(three))
    assert hands_in(within.value) == {}
    given = {"assignee_before": str(team.actor.user_id), "assignee": str(colleague.actor.user_id)}
    assert hands_in(across.value) == given


def hands_in(request: Request) -> dict[str, str]:
    said = dict(parse_qsl(request.post_data or ""))
    return {name: value for name, value in said.items() if name.startswith("assignee")}


def test_keys_walk_over_the_lanes_and_move_within_them(lanes):
    board, (one, two, three) = lanes
    page = board("person")
    focus(page, card(two))
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{card(three)} a:focus")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(f"{card(one)} a:focus")).to_be_visible()
    page.keyboard.press("Alt+ArrowRight")
    expect_order(page, cell(page, "Merle", "In progress"), one)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"{card(two)} a:focus")).to_be_visible()
    expect_kept(page, cell(page, "Merle", "In progress"), one)


def test_what_a_colleague_does_shows_in_the_lanes(lanes, colleague, merle):
    board, (one, two, three) = lanes
    page = board("person")
    expect_order(page, cell(page, "Merle", "To do"), one, two)
    merle.check_everywhere()
    colleague.move(three, "Done")
    colleague.session.commit()
    expect_order(page, cell(page, "Tarek", "Done"), three)


def test_j_enters_the_board_and_n_writes_a_card(full):
    page, (_one, two, _three) = full
    page.keyboard.press("j")
    expect(page.locator(f"{card(two)} a:focus")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("dialog[open]")).to_contain_text("Add an action to the sprint")


def test_a_move_by_the_menu_leaves_the_lanes_as_they_are(lanes):
    board, (one, two, _three) = lanes
    page = board("person")
    page.locator(card(one)).hover()
    page.locator(f"{card(one)} .more").click()
    page.locator("#row-menu button", has_text="Done").click()
    expect_order(page, cell(page, "Merle", "Done"), one)
    expect_order(page, cell(page, "Merle", "To do"), two)
