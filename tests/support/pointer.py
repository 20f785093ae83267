"""A hand: the mouse drags rows and cards, a finger presses long. Each step waits for what the page shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from playwright.sync_api import CDPSession, FloatRect, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotYet

Side = Literal["above", "below", "into"]
# The row that stands where the dragged one would go.
PLACE = ".drag-place"
SHARE = {"above": 0.2, "below": 0.8, "into": 0.5}
_STANDS = """([place, other, side]) => {
    const [found, wanted] = [document.querySelector(place), document.querySelector(other)];
    if (side === "into") return wanted.contains(found);
    const step = side === "above" ? "nextElementSibling" : "previousElementSibling";
    let row = found[step];
    while (row && (row.hidden || row.matches(".drag-lift"))) row = row[step];
    return row === wanted;
}"""
# No move is on its way, and nothing is fetched again because of one.
_RESTS = "() => !document.querySelector('form[data-moving], [data-stale], .htmx-request')"
# Rows make room under the hand: one looks again and aims anew.
AIMS, GLANCE_MS = 20, 400


def drag(page: Page, row: str, side: Side, other: str) -> None:
    """Drag a row above or below another one, or into a list, once the page rests; all are selectors."""
    page.wait_for_function(_RESTS)
    with lifted(page, row):
        carry(page, side, other)


@contextmanager
def lifted(page: Page, row: str) -> Iterator[None]:
    """Hold a row by the mouse, lifted a little, until the end of the block lets it go."""
    hold(page, row)
    x, y = _centre(page.locator(row))
    page.mouse.move(x + 3, y + 9, steps=3)
    expect(page.locator("html[data-dragging]")).to_be_attached()
    yield
    page.mouse.up()
    expect(page.locator("html[data-dragging]")).not_to_be_attached()


def hold(page: Page, row: str) -> None:
    """Press the mouse's button on a row that can be dragged, without moving it yet."""
    found = page.locator(row)
    # SortableJS comes when the first list wants it, and marks what it holds.
    expect(found).to_be_visible()
    page.wait_for_function(
        "row => Object.keys(document.querySelector(row).parentElement).some(key => key.startsWith('Sortable'))", arg=row
    )
    # Rows slide into their places after a drop: a hand takes hold of what stands still, and SortableJS of what it has
    # not marked as sliding any more, which can be a moment later.
    found.hover()
    page.wait_for_function("row => !document.querySelector(row).animated", arg=row)
    page.mouse.down()
    expect(page.locator("html[data-held]")).to_be_attached()


def carry(page: Page, side: Side, other: str) -> None:
    """Carry what is held beside another row, until it would land there."""
    _aim(page, side, other, lambda x, y: page.mouse.move(x, y, steps=6))


class Finger:
    """A finger on the screen, through Chromium's own touch input."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._screen: CDPSession = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def press_long(self, row: str) -> None:
        """Rest on a row until it is lifted."""
        self.touch(row)
        expect(self._page.locator("[data-key].sortable-chosen")).to_be_visible()

    def touch(self, row: str) -> None:
        """Touch a row."""
        found = self._page.locator(row)
        found.scroll_into_view_if_needed()
        self._send("touchStart", _centre(found))

    def carry(self, side: Side, other: str) -> None:
        """Carry what is held beside another row, until it would land there."""
        _aim(self._page, side, other, self.move_to)

    def move_to(self, x: float, y: float, *, steps: int = 8) -> None:
        """Slide to a place of the window."""
        from_x, from_y = self._at
        for step in range(1, steps + 1):
            share = step / steps
            self._send("touchMove", (from_x + (x - from_x) * share, from_y + (y - from_y) * share))

    def lift(self) -> None:
        """Leave the screen."""
        self._screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _send(self, kind: str, at: tuple[float, float]) -> None:
        self._at = at
        self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})


def _aim(page: Page, side: Side, other: str, move: Callable[[float, float], None]) -> None:
    for _ in range(AIMS):
        box = _box(page.locator(other))
        move(box["x"] + box["width"] / 2, box["y"] + box["height"] * SHARE[side])
        with suppress(NotYet):
            page.wait_for_function(_STANDS, arg=[PLACE, other, side], timeout=GLANCE_MS)
            return
    message = f"what is held does not come to stand {side} {other}"
    raise AssertionError(message)


def _centre(found: Locator) -> tuple[float, float]:
    box = _box(found)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _box(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None, f"{found} is not to be seen"
    return box
