"""A sprint from its plan to its record, by mouse, by keys and seen by a colleague."""

import re

from playwright.sync_api import Page, expect

from tests.support.late import LateAnswer
from tests.support.visitor import PHONE

BASE = "/w/harkenau"


def keys_in(page: Page, column: str) -> list[str]:
    found: list[str] = page.locator(f"{column} [data-key]").evaluate_all("rows => rows.map(row => row.dataset.key)")
    return found


def row(page: Page, key: str):
    return page.locator(f"#action-{key}")


def test_a_sprint_is_planned_by_keys_and_buttons_and_started(team, merle):
    one, two, three = team.actions(3, hours=4)
    number = team.sprint()
    team.session.commit()
    page = merle.open(f"{BASE}/sprints/{number}/plan")
    row(page, two).locator("> a").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#announcer")).to_contain_text(two)
    expect(page.locator("#sums")).to_contain_text("1 action · 4 h")
    row(page, three).locator(".add").click()
    expect(page.locator("#sums")).to_contain_text("2 actions · 8 h")
    row(page, three).locator("> a").first.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#sums")).to_contain_text("2 actions")
    expect(row(page, one)).to_be_visible()
    row(page, one).locator(".add").click()
    expect(page.locator("#sums")).to_contain_text("3 actions")
    page.get_by_label("New action in the sprint").fill("One more idea")
    page.keyboard.press("Enter")
    expect(page.locator("[data-column=sprint]")).to_contain_text("One more idea")
    expect(page.get_by_label("New action in the sprint")).to_have_value("")
    page.reload()
    assert keys_in(page, "[data-column=sprint]")[:3] == [three, two, one]
    page.get_by_role("link", name="Start sprint").click()
    page.get_by_role("button", name="Start sprint").click()
    merle.expect_heading(f"Sprint {number}")


def test_cards_move_by_keys_and_by_menu_and_a_move_is_taken_back(team, merle):
    one, two, three = team.actions(3)
    team.started(one, two, three)
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    lanes = {name: f"[data-label='{name}']" for name in ("To do", "In progress", "Done")}
    row(page, one).get_by_role("link").last.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(f"{lanes['In progress']} #action-{two}")).to_be_visible()
    expect(page.locator("#announcer")).to_have_text(f"{two} is now in In progress.")
    row(page, three).get_by_role("link").last.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator(f"{lanes['In progress']} #action-{three}")).to_be_visible()
    row(page, one).hover()
    row(page, one).locator(".more").click()
    page.locator("#row-menu").get_by_role("button", name="Done").click()
    expect(page.locator(f"{lanes['Done']} #action-{one}")).to_be_visible()
    page.locator(".toast", has_text=one).get_by_role("button", name="Undo").click()
    expect(page.locator(f"{lanes['To do']} #action-{one}")).to_be_visible()


def test_n_writes_an_action_where_one_is_planned(team, merle):
    number = team.sprint()
    team.session.commit()
    page = merle.open(f"{BASE}/sprints/{number}/plan")
    page.keyboard.press("n")
    expect(page.get_by_label("New action in the sprint")).to_be_focused()


def test_a_card_is_reached_and_opened_by_keys_alone(team, merle):
    one, two, three = team.actions(3)
    team.started(one, two, three)
    team.move(three, "In progress")
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    page.keyboard.press("ArrowDown")
    expect(row(page, one).locator("h3 a")).to_be_focused()
    page.keyboard.press("j")
    expect(row(page, two).locator("h3 a")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(row(page, three).locator("h3 a")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator("dialog[open]")).to_contain_text(f"Move {three}")
    page.keyboard.press("Escape")
    row(page, three).locator("h3 a").focus()
    page.keyboard.press("Shift+Tab")
    expect(row(page, three).locator("a.more")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/actions/{three}")


def test_counts_of_columns_follow_ones_own_move_at_once(team, merle):
    one, two, three = team.actions(3, hours=2)
    team.started(one, two, three)
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    heads = {name: page.locator(f".lane:has([data-label='{name}']) .lane__head") for name in ("To do", "In progress")}
    late = LateAnswer(page, "**/w/harkenau/board")
    row(page, one).get_by_role("link").last.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#announcer")).to_contain_text(one)
    expect(heads["To do"].locator("[data-count]")).to_have_text("2")
    expect(heads["In progress"].locator("[data-count]")).to_have_text("1")
    late.arrive()
    expect(heads["To do"]).to_contain_text("4 h")
    expect(heads["In progress"]).to_contain_text("2 h")


def test_alt_and_the_arrows_there_and_back_change_nothing(team, merle):
    one, two, three, other = team.actions(4)
    team.started(one, two, three, other)
    team.move(other, "In progress")
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    row(page, two).get_by_role("link").last.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#announcer")).to_have_text(f"{two} is now in In progress.")
    assert keys_in(page, "[data-label='In progress']") == [other, two]
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("#announcer")).to_have_text(f"{two} is now in To do.")
    assert keys_in(page, "[data-label='To do']") == [one, two, three]


def test_messages_stay_few_and_repeated_ones_replace_each_other(team, merle):
    one, two, three, four = keys = team.actions(4)
    team.started(*keys)
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    for key in keys:
        row(page, key).get_by_role("link").last.focus()
        page.keyboard.press("Alt+ArrowRight")
    toasts = page.locator("#toasts .toast")
    expect(toasts).to_contain_text([two, three, four])
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("form[data-moving]")).to_have_count(0)
    expect(toasts).to_contain_text([two, three, four])
    assert keys_in(page, "[data-label='In progress']") == [three, four, two, one]
    toasts.last.get_by_role("button", name="Undo").click()
    expect(toasts).to_contain_text(["Taken back"])
    assert keys_in(page, "[data-label='In progress']") == [four, three, two, one]


def test_a_card_added_to_the_board_is_taken_back_in_one_click(team, merle):
    (one,) = team.actions(1)
    team.started(one)
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    page.keyboard.press("n")
    page.locator("#dialog").get_by_role("textbox").first.fill("Answer the press")
    page.keyboard.press("Enter")
    expect(page.locator(".lane")).to_contain_text(["Answer the press", "", ""])
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Taken back")
    expect(page.locator("#board")).not_to_contain_text("Answer the press")


def test_a_colleague_sees_a_move_without_reloading(team, merle, tarek):
    one, two = team.actions(2)
    team.started(one, two)
    team.session.commit()
    theirs = tarek.open(f"{BASE}/board")
    page = merle.open(f"{BASE}/board")
    row(page, one).get_by_role("link").last.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(theirs.locator(f"[data-label='In progress'] #action-{one}")).to_be_visible()


def test_a_sprint_is_completed_and_keeps_its_record(team, merle):
    one, two = team.actions(2, hours=3)
    number = team.started(one, two)
    team.move(one, "Done")
    team.session.commit()
    page = merle.open(f"{BASE}/board")
    page.get_by_role("link", name="Complete sprint").first.click()
    page.get_by_label("To the top of the action backlog").check()
    page.get_by_role("button", name="Complete sprint").click()
    page.wait_for_url(re.compile(rf"/sprints/{number}$"))
    expect(page.locator("#toasts")).to_contain_text("1 action moved to the top of the action backlog")
    merle.check_everywhere()


def test_planning_board_and_action_are_open_to_everybody(team, merle):
    one, two, three = team.actions(3, hours=4, assignee="merle@example.org")
    number = team.sprint(three)
    team.started(one, two)
    team.session.commit()
    for path in (f"/sprints/{number}/plan", "/board", f"/actions/{one}", "/actions", "/sprints", "/board/columns"):
        merle.open(BASE + path)
        merle.check_everywhere()


def test_a_phone_plans_without_dragging(team, merle):
    (one,) = team.actions(1)
    number = team.sprint()
    team.session.commit()
    merle.page.set_viewport_size(PHONE)
    page = merle.open(f"{BASE}/sprints/{number}/plan")
    row(page, one).locator(".add").click()
    expect(page.locator("#sums")).to_contain_text("1 action")
    row(page, one).locator(".more").click()
    page.locator("#row-menu").get_by_role("button", name="Remove from the sprint").click()
    expect(page.locator("#sums")).to_contain_text("0 actions")
