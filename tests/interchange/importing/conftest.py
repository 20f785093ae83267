"""A workspace with somebody who may import."""

import pytest
from sqlalchemy.orm import Session

from backlog.core.permissions import Actor
from backlog.workspaces.models import Workspace
from tests.factories.workspaces import WorkspaceFactory, member


@pytest.fixture
def workspace(session: Session) -> Workspace:
    """Return a workspace without requirements."""
    made: Workspace = WorkspaceFactory.create(name="Harkenau", slug="harkenau")
    return made


@pytest.fixture
def actor(workspace: Workspace) -> Actor:
    """Return a product manager of the workspace."""
    return member(workspace, name="Aylin Dorenkamp", email="aylin@example.org")
