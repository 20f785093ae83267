"""Bars that move while actions do: under the mouse, by keys, and when somebody says they are off."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from backlog.workspaces.services import add_days_off, set_working_time
from tests.support.pointer import carry, lifted
from tests.support.rows import card

BASE = "/w/harkenau"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
DATES = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 27)}
SPRINT, POOL = "[data-column=sprint]", "[data-column=backlog]"
FILL, MOVING, OVER = range(3)


def week(team, actor, hours):
    values = {**dict.fromkeys(DAYS, hours), "share": 100, "overhead": 0}
    set_working_time(team.session, user_id=actor.user_id, values=values, **team.who)


def person(page: Page, name: str) -> Locator:
    return page.locator(".capacity__row[data-who]", has=page.locator(".person__name", has_text=name))


def length(page: Page, name: str, part: int) -> float:
    """Return how long a part of a person's bar is, in percent."""
    width = person(page, name).locator(".meter__fill").nth(part).get_attribute("width") or "0"
    return float(width.removesuffix("%"))


def expect_hours(page: Page, name: str, hours: str) -> None:
    expect(person(page, name).locator("strong")).to_have_text(hours)


@pytest.fixture
def plan(team, merle, colleague):
    """Return the page of a sprint with 4 of Merle's 10 hours planned, and the keys: one in it, two of hers to come."""
    week(team, team.actor, 1)
    week(team, colleague.actor, 1)
    inside, five, three = (
        team.actions(1, assignee="merle@example.org", hours=hours)[0] for hours in ("4", "5", "3.5")
    )  # fmt: skip
    number = team.sprint(inside, **DATES)
    team.session.commit()
    return merle.open(f"{BASE}/sprints/{number}/plan"), number, (inside, five, three)


def test_a_bar_grows_while_an_action_is_carried_over_and_shrinks_on_the_way_back(plan):
    page, _number, (inside, five, _three) = plan
    planned = length(page, "Merle", FILL)
    with lifted(page, card(five)):
        carry(page, "below", card(inside))
        expect_hours(page, "Merle", "9")
        assert length(page, "Merle", FILL) == planned
        assert length(page, "Merle", MOVING) == pytest.approx(planned * 5 / 4, abs=0.2)
        page.keyboard.press("Escape")
        expect_hours(page, "Merle", "4")
    assert length(page, "Merle", MOVING) == 0
    assert length(page, "Merle", FILL) == planned


def test_a_ticked_block_moves_the_bar_by_all_of_its_hours_and_turns_it_red(plan):
    page, _number, (inside, five, three) = plan
    for key in (five, three):
        page.locator(card(key)).locator(".tick").check()
    with lifted(page, card(three)):
        carry(page, "below", card(inside))
        expect_hours(page, "Merle", "12.5")
        assert length(page, "Merle", OVER) > 0
        expect(person(page, "Merle")).to_have_class("capacity__row capacity__row--over")
    expect(person(page, "Merle")).to_contain_text("Over by 2.5 h.")
    expect(page.locator("#sums")).to_contain_text("12.5 of 20 h planned")
    page.get_by_role("button", name=f"Give {three} (3.5 h) to Tarek").click()
    expect_hours(page, "Merle", "9")
    expect_hours(page, "Tarek", "3.5")


def test_what_is_carried_out_of_the_sprint_leaves_the_bar(plan):
    page, _number, (inside, five, _three) = plan
    with lifted(page, card(inside)):
        carry(page, "above", card(five))
        expect_hours(page, "Merle", "0")
        assert length(page, "Merle", FILL) == length(page, "Merle", MOVING) == 0
    expect(page.locator("#sums")).to_contain_text("0 of 20 h planned")


def test_the_bars_follow_the_keys(plan):
    page, _number, (_inside, five, _three) = plan
    page.locator(card(five)).locator("> a").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect_hours(page, "Merle", "9")
    expect(page.locator("#sums")).to_contain_text("9 of 20 h planned")
    page.keyboard.press("Alt+ArrowLeft")
    expect_hours(page, "Merle", "4")
    expect(page.locator("#sums")).to_contain_text("4 of 20 h planned")


def test_a_refused_move_takes_the_bar_back(merle, plan):
    page, _number, (_inside, five, _three) = plan
    page.route("**/plan/move*", lambda route: route.fulfill(status=503, body=""))
    with merle.expecting_complaint("503"):
        page.locator(card(five)).locator("> a").first.focus()
        page.keyboard.press("Alt+ArrowRight")
        expect(page.locator(f"{POOL} {card(five)}")).to_be_visible()
        expect_hours(page, "Merle", "4")


def test_the_bars_follow_what_a_colleague_says_of_their_time(team, colleague, plan):
    page, _number, _keys = plan
    expect(person(page, "Tarek")).to_contain_text("of 10 h")
    first, last = date(2026, 11, 16), date(2026, 11, 18)
    add_days_off(team.session, user_id=colleague.actor.user_id, starts_on=first, ends_on=last, **colleague.who)
    team.session.commit()
    expect(person(page, "Tarek")).to_contain_text("of 7 h")
    week(team, colleague.actor, 2)
    team.session.commit()
    expect(person(page, "Tarek")).to_contain_text("of 14 h")


def test_the_open_list_of_instruments_stays_open_when_actions_move(plan):
    page, _number, (_inside, five, _three) = plan
    page.locator("#instruments summary").click()
    page.locator(card(five)).locator(".add").click()
    expect(page.locator("#sums")).to_contain_text("9 of 20 h planned")
    expect(page.locator("#instruments .capacity__row")).to_be_visible()


def test_bars_and_working_time_are_in_order_everywhere(team, merle, plan):
    _page, _number, _keys = plan
    merle.check_everywhere()
    merle.open(f"{BASE}/settings/working-time")
    merle.check_everywhere()
    merle.open(f"{BASE}/settings/working-time/{team.actor.user_id}")
    merle.check_everywhere()


def test_the_states_follow_the_country_at_once(team, merle):
    page = merle.open(f"{BASE}/settings/working-time/{team.actor.user_id}")
    page.get_by_label("Public holidays of").select_option("DE")
    page.get_by_label("State").select_option("BW")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".toast")).to_contain_text("Saved.")
    expect(page.get_by_label("State")).to_have_value("BW")
