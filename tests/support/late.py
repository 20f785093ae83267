"""Answers that come late: what the server said then reaches the page when the test lets it."""

from playwright.sync_api import APIResponse, Page, Route

MOST_FRAMES = 600


class LateAnswer:
    """Keeps the answer to the next request that fits a pattern, as the server gives it, until it may arrive."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._kept: list[tuple[Route, APIResponse]] = []
        page.route(pattern, lambda route: self._kept.append((route, route.fetch())), times=1)

    def wait(self) -> None:
        """Wait until the server has answered."""
        for _ in range(MOST_FRAMES):
            if self._kept:
                return
            self._page.evaluate("new Promise(requestAnimationFrame)")
        message = "nobody has asked"
        raise AssertionError(message)

    def arrive(self) -> None:
        """Let the page have the answer."""
        self.wait()
        route, answer = self._kept[0]
        route.fulfill(response=answer)
