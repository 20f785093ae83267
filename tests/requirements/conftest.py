"""A workspace with somebody in it."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from backlog.core.permissions import Actor, Role
from backlog.requirements.models import Requirement
from backlog.requirements.queries import get_requirement
from backlog.workspaces.models import Workspace
from tests.factories.workspaces import MembershipFactory, WorkspaceFactory, member
from tests.support.page import Page


@pytest.fixture
def workspace(session: Session) -> Workspace:
    """Return a workspace without requirements."""
    made: Workspace = WorkspaceFactory.create(name="Harkenau", slug="harkenau")
    return made


@pytest.fixture
def actor(workspace: Workspace) -> Actor:
    """Return a product manager of the workspace."""
    return member(workspace, name="Aylin Dorenkamp", email="aylin@example.org")


@pytest.fixture
def reader(page: Page, workspace: Workspace) -> Page:
    """Sign a product manager in."""
    user = MembershipFactory.create(workspace=workspace, role=Role.PRODUCT_MANAGER, user__name="Merle Ohlsen").user
    page.sign_in(user)
    return page


@pytest.fixture
def saved(session: Session, workspace: Workspace) -> Callable[[str], Requirement]:
    """Return a function that reads a requirement afresh."""
    return lambda key: get_requirement(session, workspace=workspace, key=key)
