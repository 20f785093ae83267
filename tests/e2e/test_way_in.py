"""The way in: from an empty installation to a workspace, and back in with a password."""

from playwright.sync_api import expect

from tests.support.visitor import Visitor


def set_up(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_label("Your name").fill("Aylin Dorenkamp")
    page.get_by_label("E-mail address").fill("aylin@example.org")
    page.get_by_label("Password", exact=True).fill("a short sentence")
    page.get_by_label("Name of the workspace").fill("Online shop")
    page.get_by_role("button", name="Create the workspace").click()


def test_the_first_person_becomes_administrator_and_finds_the_workspace(visitor):
    visitor.open("/")
    visitor.check_everywhere()
    visitor.page.set_viewport_size({"width": 1440, "height": 900})
    set_up(visitor)
    expect(visitor.page).to_have_url(visitor.page.url.split("/w/")[0] + "/w/online-shop/")
    visitor.check_everywhere()


def test_a_person_signs_in_with_a_password(visitor, new_visitor):
    set_up(visitor)
    expect(visitor.page.locator("h1")).to_contain_text("Aylin")
    other = new_visitor()
    page = other.open("/sign-in")
    other.check_everywhere()
    page.get_by_label("E-mail address").fill("aylin@example.org")
    page.get_by_label("Password", exact=True).fill("a short sentence")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).to_contain_text("Aylin")
