"""A person in front of a real browser: signs in, looks around, and notices what is broken or out of reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from backlog.identity.models import User
from tests.support.sign_in import sign_in

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
# How long a state is waited for: a machine that does much else at once needs long, and nobody waits longer than needed.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
GRAVE = {"serious", "critical"}
BLANK_ICONS = """[...document.querySelectorAll("[class*='icon--']")]
  .filter((icon) => !getComputedStyle(icon).getPropertyValue("--icon"))
  .map((icon) => icon.className)"""
STILL = """Promise.all(document.getAnimations()
  .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
  .map((animation) => animation.finished.catch(() => null)))
  .then(() => true)"""
# The page a browser leaves, it stops loading: that is no fault.
ABORTED = "net::ERR_ABORTED"


class Visitor:
    """One browser window; `page` is Playwright's. Everything the browser complains about is collected."""

    def __init__(self, page: Page, *, app: Flask, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._app = app
        self._address = address
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("requestfailed", self._note_failed)

    def open(self, path: str) -> Page:
        """Open a page by its path and wait until it is loaded."""
        self.page.goto(self._address + path)
        return self.page

    def sign_in(self, user: User) -> None:
        """Be `user` from the next page on."""
        client = self._app.test_client()
        sign_in(client, user)
        cookie = client.get_cookie(self._app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self._address}])

    def check_everywhere(self) -> None:
        """Fail on grave accessibility faults or sideways scrolling, light and dark, at the desk and on the phone."""
        faults = []
        for scheme, size in product(("light", "dark"), (DESK, PHONE)):
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            # A colour halfway to another one is no fault.
            self.page.evaluate(STILL)
            faults += [f"{scheme}, {size['width']} px: {fault}" for fault in self._faults()]
        assert not faults, f"{self.page.url}:\n" + "\n".join(faults)

    def check_no_complaints(self) -> None:
        """Fail if the browser complained."""
        assert not self.complaints, "\n".join(self.complaints)

    @contextmanager
    def expecting_complaint(self, *parts: str) -> Iterator[None]:
        """Expect the browser to complain with any of these words, and only so, within the block."""
        before = list(self.complaints)
        yield
        new = self.complaints[len(before) :]
        assert new, f"no complaint with {parts}"
        assert all(any(part in complaint for part in parts) for complaint in new), new
        self.complaints[:] = before

    def expect_heading(self, text: str) -> None:
        """Wait until the page's h1 says this."""
        expect(self.page.locator("h1")).to_have_text(text)

    def _faults(self) -> Iterator[str]:
        for violation in Axe().run(self.page).response["violations"]:
            if violation["impact"] in GRAVE:
                where = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
                yield f"{violation['id']} ({violation['impact']}) at {where}: {violation['help']}"
        blank = self.page.evaluate(BLANK_ICONS)
        if blank:
            yield f"icons that were not built: {', '.join(blank)}"
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            yield f"the page is {wider} px wider than the window"

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _note_failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.complaints.append(f"failed: {request.method} {request.url}: {request.failure}")


@contextmanager
def visiting(
    browser: Browser, app: Flask, address: str, *, language: str = "en-GB", **window: Any
) -> Iterator[Visitor]:
    """Yield a visitor in a window of their own (`window` as new_context takes it); fail if the browser complained."""
    context = browser.new_context(**{"viewport": DESK, "locale": language} | window)
    context.set_default_timeout(PATIENCE)
    visitor = Visitor(context.new_page(), app=app, address=address)
    try:
        yield visitor
    finally:
        context.close()
    visitor.check_no_complaints()
