"""Dragging on the board, in planning, in the backlog: by mouse and finger, given up, and interrupted by others."""

import pytest
from playwright.sync_api import Page, expect

from backlog.identity.models import User
from tests.support.late import LateAnswer
from tests.support.pointer import Finger, carry, drag, hold, lifted
from tests.support.rows import BACKLOG, card, expect_kept, expect_order, row
from tests.support.visitor import PHONE

BASE = "/w/harkenau"
TO_DO, IN_PROGRESS, DONE = (f".lane__cards[data-label='{name}']" for name in ("To do", "In progress", "Done"))
SPRINT, POOL = "[data-column=sprint]", "[data-column=backlog]"


def tick(page: Page, *keys: str) -> None:
    for key in keys:
        page.locator(row(key)).locator(".tick").check()


@pytest.fixture
def board(team, merle):
    """Return the board with three cards to do, and their keys."""
    keys = team.actions(3, hours=2)
    team.started(*keys)
    team.session.commit()
    return merle.open(f"{BASE}/board"), keys


@pytest.fixture
def backlog(team, merle):
    """Return the backlog with five requirements, and their keys."""
    keys = team.requirements("Pay by invoice", "Guest checkout", "Gift cards", "Guest reviews", "Pay in parts")
    team.session.commit()
    return merle.open(f"{BASE}/requirements"), keys


def test_a_card_is_dragged_into_a_column_and_within_it(board):
    page, (one, two, three) = board
    drag(page, card(one), "into", IN_PROGRESS)
    expect(page.locator("#announcer")).to_have_text(f"{one} is now in In progress.")
    drag(page, card(three), "above", card(two))
    expect_order(page, TO_DO, three, two)
    drag(page, card(two), "below", card(one))
    expect_kept(page, IN_PROGRESS, one, two)
    expect_order(page, TO_DO, three)


def test_escape_puts_a_dragged_card_back(board):
    page, (one, two, three) = board
    with lifted(page, card(one)):
        carry(page, "into", DONE)
        page.keyboard.press("Escape")
        expect_order(page, TO_DO, one, two, three)
    expect_kept(page, TO_DO, one, two, three)


def test_what_a_colleague_moves_waits_until_the_hand_is_open(board, colleague):
    page, (one, two, three) = board
    hold(page, card(one))
    colleague.move(three, "Done")
    colleague.session.commit()
    expect(page.locator("#board[data-stale]")).to_be_attached()
    carry(page, "into", IN_PROGRESS)
    expect_order(page, TO_DO, two, three)
    page.mouse.up()
    expect_order(page, DONE, three)
    expect_kept(page, IN_PROGRESS, one)


def test_an_answer_that_comes_while_a_card_is_held_is_asked_for_again(board, colleague):
    page, (one, _two, three) = board
    late = LateAnswer(page, "**/w/harkenau/board")
    colleague.move(three, "Done")
    colleague.session.commit()
    late.wait()
    hold(page, card(one))
    late.arrive()
    expect(page.locator("#board[data-stale]")).to_be_attached()
    carry(page, "into", IN_PROGRESS)
    page.mouse.up()
    expect_order(page, DONE, three)
    expect_kept(page, IN_PROGRESS, one)


def test_planning_by_mouse_takes_in_and_puts_back(team, merle):
    one, two, three = team.actions(3, hours=4)
    number = team.sprint(three)
    team.session.commit()
    page = merle.open(f"{BASE}/sprints/{number}/plan")
    drag(page, card(one), "above", card(three))
    expect(page.locator("#sums")).to_contain_text("2 actions · 8 h")
    drag(page, card(two), "below", card(three))
    expect(page.locator("#sums")).to_contain_text("3 actions · 12 h")
    drag(page, card(one), "into", POOL)
    expect(page.locator("#sums")).to_contain_text("2 actions · 8 h")
    expect_kept(page, SPRINT, three, two)
    expect_order(page, POOL, one)


def test_a_requirement_is_dragged_to_another_rank(backlog):
    page, (one, two, three, four, five) = backlog
    drag(page, row(five), "above", row(two))
    expect(page.locator("#announcer")).to_have_text(f"{five} is now at rank 2.")
    expect_kept(page, BACKLOG, one, five, two, three, four)


def test_ticked_requirements_are_dragged_as_one_block(backlog):
    page, (one, two, three, four, five) = backlog
    tick(page, two, four)
    drag(page, row(four), "above", row(one))
    expect(page.locator("#announcer")).to_have_text("2 requirements moved to rank 1.")
    expect_kept(page, BACKLOG, two, four, one, three, five)


def test_a_filtered_backlog_is_ranked_among_all(backlog):
    page, (one, two, three, four, five) = backlog
    page.get_by_label("Search the backlog").fill("guest")
    expect_order(page, BACKLOG, two, four)
    drag(page, row(four), "above", row(two))
    expect(page.locator("#announcer")).to_contain_text(four)
    expect_order(page, BACKLOG, four, two)
    page.get_by_label("Search the backlog").fill("")
    expect_kept(page, BACKLOG, one, four, two, three, five)


def test_escape_puts_dragged_requirements_back(backlog):
    page, keys = backlog
    tick(page, *keys[1:3])
    with lifted(page, row(keys[2])):
        carry(page, "below", row(keys[4]))
        page.keyboard.press("Escape")
    expect_kept(page, BACKLOG, *keys)


@pytest.fixture
def phone(team, new_visitor):
    """Return a visitor with a finger instead of a mouse."""
    visitor = new_visitor(has_touch=True, is_mobile=True, viewport=PHONE)
    team.session.commit()
    visitor.sign_in(team.session.get(User, team.actor.user_id))
    return visitor


def test_a_long_press_drags_a_card(team, phone):
    one, two, three = team.actions(3)
    team.started(one, two, three)
    team.session.commit()
    page = phone.open(f"{BASE}/board")
    finger = Finger(page)
    finger.press_long(card(one))
    finger.carry("below", card(two))
    finger.lift()
    expect_kept(page, TO_DO, two, one, three)


def test_a_long_press_drags_a_requirement(team, phone):
    one, two, three = team.requirements("Pay by invoice", "Guest checkout", "Gift cards")
    team.session.commit()
    page = phone.open(f"{BASE}/requirements")
    finger = Finger(page)
    finger.press_long(row(three))
    finger.carry("above", row(one))
    finger.lift()
    expect_kept(page, BACKLOG, three, one, two)


def test_a_finger_that_slides_at_once_scrolls_and_drags_nothing(team, phone):
    keys = team.requirements(*(f"Wish {number}" for number in range(1, 25)))
    team.session.commit()
    page = phone.open(f"{BASE}/requirements")
    finger = Finger(page)
    finger.touch(row(keys[4]))
    finger.move_to(180, 60)
    page.wait_for_function("() => window.scrollY > 0")
    finger.lift()
    expect(page.locator("html[data-held], html[data-dragging]")).to_have_count(0)
    expect_kept(page, BACKLOG, *keys)
