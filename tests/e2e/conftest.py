"""Journeys in a real Chromium, on a database of their own and a server on a real port."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from backlog.identity.models import User
from tests.support.chromium import find_chromium
from tests.support.server import serving
from tests.support.team import Team
from tests.support.visitor import Visitor, visiting

HERE = Path(__file__).parent
VisitorFactory = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey: it needs a browser, and commits that others see."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.commits)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a Chromium for the whole run; fail in one line where there is none."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        launched = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def address(app: Flask, root: Path) -> Iterator[str]:
    """Return where the application answers while the test runs."""
    assert (root / "static" / "dist" / "manifest.json").exists(), "the browser's files are not built: run `make assets`"
    with serving(app) as found:
        yield found


@pytest.fixture
def new_visitor(browser: Browser, app: Flask, address: str) -> Iterator[VisitorFactory]:
    """Return a way to open windows: `new_visitor(language="de-DE")`; each must end without complaints."""
    with ExitStack() as windows:
        yield lambda **options: windows.enter_context(visiting(browser, app, address, **options))


@pytest.fixture
def visitor(new_visitor: VisitorFactory) -> Visitor:
    """Return one person in front of a browser."""
    return new_visitor()


@pytest.fixture
def merle(team: Team, visitor: Visitor) -> Visitor:
    """Return the team's person in front of a browser."""
    return _signed_in(visitor, team)


@pytest.fixture
def tarek(colleague: Team, new_visitor: VisitorFactory) -> Visitor:
    """Return the colleague in front of a browser of their own."""
    return _signed_in(new_visitor(), colleague)


def _signed_in(visitor: Visitor, team: Team) -> Visitor:
    team.session.commit()
    user = team.session.get(User, team.actor.user_id)
    assert user is not None
    visitor.sign_in(user)
    return visitor
