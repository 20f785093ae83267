"""Dialogs: what was typed in one is not lost by a key or a click beside it."""

import pytest
from playwright.sync_api import Page, expect

BASE = "/w/harkenau"
UNSAVED = "What you have written here is not saved."


@pytest.fixture
def requirement(team, merle) -> Page:
    (key,) = team.requirements("Pay by invoice")
    team.session.commit()
    page: Page = merle.open(f"{BASE}/requirements/{key}")
    return page


def ask(page: Page) -> None:
    page.get_by_role("link", name="Add: Labels").click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize("way", ["Escape", "beside", "cross"])
def test_a_dialog_that_was_typed_in_asks_before_it_closes(requirement, merle, way):
    ask(requirement)
    dialog = requirement.get_by_role("dialog")
    labels = dialog.get_by_label("Labels")
    labels.press_sequentially("mobile, b2b")
    for _ in range(3):
        if way == "Escape":
            requirement.keyboard.press("Escape")
        elif way == "beside":
            requirement.mouse.click(5, 5)
        else:
            dialog.get_by_role("button", name="Close").click()
        expect(dialog.get_by_text(UNSAVED)).to_be_visible()
        expect(dialog.get_by_role("button", name="Go on writing")).to_be_focused()
        merle.check_everywhere()
        requirement.keyboard.press("Escape")
        expect(dialog.get_by_text(UNSAVED)).to_be_hidden()
        expect(labels).to_have_value("mobile, b2b")
    expect(labels).to_be_focused()
    requirement.keyboard.press("Escape")
    dialog.get_by_role("button", name="Discard it").click()
    expect(dialog).to_be_hidden()
    requirement.reload()
    ask(requirement)
    expect(labels).to_have_value("")


@pytest.mark.parametrize("typed", ["", "mobile, b2b"])
def test_a_dialog_closes_at_once_where_nothing_is_lost_or_where_that_is_meant(requirement, typed):
    ask(requirement)
    dialog = requirement.get_by_role("dialog")
    if typed:
        dialog.get_by_label("Labels").press_sequentially(typed)
        dialog.get_by_role("link", name="Cancel").click()
    else:
        requirement.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    ask(requirement)
    requirement.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
