"""Rows and cards by their keys, as the browser shows them."""

from playwright.sync_api import Page, expect

BACKLOG = "#requirements ol"


def card(key: str) -> str:
    """Return where an action is: a card of the board, a row of planning."""
    return f"#action-{key}"


def row(key: str) -> str:
    """Return where a requirement is in the backlog."""
    return f"#requirement-{key}"


def focus(page: Page, found: str) -> None:
    """Walk to a row or card: its title takes the focus."""
    page.locator(f"{found} :is(b + a, h3 a), {found}:not(:has(b + a, h3 a)) > a").first.focus()


def expect_order(page: Page, scope: str, *keys: str) -> None:
    """Wait until a list shows exactly these, in this order; what is lifted does not count."""
    found = page.locator(f"{scope} [data-key]:not(.drag-lift)")
    expect(found).to_have_count(len(keys))
    for place, key in enumerate(keys):
        expect(found.nth(place)).to_have_attribute("data-key", key)


def expect_kept(page: Page, scope: str, *keys: str) -> None:
    """Wait until a list shows this order and the server has it, and find it there again after a reload."""
    expect_order(page, scope, *keys)
    expect(page.locator("form[data-moving]")).to_have_count(0)
    page.reload()
    expect_order(page, scope, *keys)
