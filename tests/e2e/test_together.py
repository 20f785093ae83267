"""Two people at once, and one person faster than the network: nothing is lost, nobody is in their own way."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.late import LateAnswer

BASE = "/w/harkenau"
LIST = "#requirements ol"
SPRINT = "[data-column=sprint]"
# A colleague sees a change within a second; a machine under load may take a little longer to show it.
LIVE = 5_000


def card(key: str) -> str:
    return f"#action-{key}"


def row(key: str) -> str:
    return f"#requirement-{key}"


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
        page.locator(card(key)).locator("> a").first.focus()
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
    page.locator(card(two)).locator("> a").first.focus()
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
        page.locator(row(three)).locator("b + a").focus()
        page.keyboard.press("Alt+ArrowUp")
        expect(page.get_by_role("alert")).to_contain_text("The list has changed")
        expect(page.locator("#announcer")).to_contain_text("That move did not work")
    assert keys_in(page, LIST) == [three, one, two]
    late.arrive()
    page.locator(row(three)).locator("b + a").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#announcer")).to_have_text(f"{three} is now at rank 2.")
    assert keys_in(page, LIST) == [one, three, two]
