"""The harness: the same tests on SQLite and on a real PostgreSQL, each within a transaction that is rolled back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from backlog.core.permissions import Actor
from backlog.workspaces.models import Workspace
from tests.factories.base import current_session
from tests.factories.workspaces import WorkspaceFactory, member
from tests.support.applications import Applications
from tests.support.catalogues import compile_catalogues
from tests.support.databases import KINDS
from tests.support.page import Page

pytest_plugins = ["tests.support.teamwork"]

# A deadline would make every property a timed test, which fails on a busy machine and means nothing.
settings.register_profile("throughline", deadline=None)
settings.load_profile("throughline")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --database."""
    parser.addoption("--database", choices=[*KINDS, "both"], default="both", help="which databases to test on")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the message catalogues, once per run."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run whatever touches a database on each of them; a journey in the browser on the first only."""
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("database")
        kinds = list(KINDS) if chosen == "both" else [chosen]
        if "e2e" in metafunc.definition.path.parts:
            kinds = kinds[:1]
        metafunc.parametrize("database_kind", kinds)


@pytest.fixture(scope="session")
def applications(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Applications]:
    """One application and migrated database per kind and worker process, made when first asked for."""
    own = tmp_path_factory.getbasetemp()
    found = Applications(shared=own if worker_id == "master" else own.parent, own=own)
    yield found
    found.close()


@pytest.fixture
def app(request: pytest.FixtureRequest, applications: Applications, database_kind: str) -> Iterator[Flask]:
    """Return the application; what it commits is undone after the test.

    A test marked `commits` gets an application on a database of its own, where commits are real.
    """
    opened = applications.committing if request.node.get_closest_marker("commits") else applications.rolled_back
    with opened(database_kind) as found:
        yield found


@pytest.fixture
def engine(app: Flask) -> Engine | Connection:
    """Return what the application connects by: an engine for tests marked `commits`, else its one connection."""
    found: Engine | Connection = app.extensions["engine"]
    return found


@pytest.fixture
def session(engine: Engine | Connection) -> Iterator[Session]:
    """Return a session in the test's transaction; the application sees what it has flushed or committed."""
    with Session(engine, expire_on_commit=False, join_transaction_mode="create_savepoint") as found:
        token = current_session.set(found)
        yield found
        current_session.reset(token)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client that sends requests and checks nothing."""
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient, session: Session) -> Page:
    """Return a reader who opens and submits pages and finds fault with each; `page.sign_in(user)` says who reads."""
    return Page(client, session)


@pytest.fixture
def workspace(session: Session) -> Workspace:
    """Return a workspace without anything in it."""
    made: Workspace = WorkspaceFactory.create(name="Harkenau", slug="harkenau")
    return made


@pytest.fixture
def actor(workspace: Workspace) -> Actor:
    """Return a product manager of the workspace."""
    return member(workspace, name="Aylin Dorenkamp", email="aylin@example.org")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return Path(__file__).resolve().parent.parent
