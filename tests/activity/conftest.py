"""A workspace with somebody in it, and a thing of each kind that people comment on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backlog.activity.models import Commented
from backlog.core.permissions import Actor
from backlog.requirements.models import COMMENTED as REQUIREMENTS
from backlog.sprints.models import COMMENTED as ACTIONS
from backlog.workspaces.models import Workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.sprints import ActionFactory
from tests.factories.workspaces import WorkspaceFactory, member


@dataclass(frozen=True)
class Talk:
    """What is talked about: its kind, its key, its page and its address in the API, and how more of it are made."""

    on: Commented
    key: str
    page: str
    address: str
    make: Callable[..., Any]


@pytest.fixture
def workspace(session: Session) -> Workspace:
    """Return a workspace that is empty but for what is talked about."""
    made: Workspace = WorkspaceFactory.create(name="Harkenau", slug="harkenau")
    return made


@pytest.fixture
def actor(workspace: Workspace) -> Actor:
    """Return a product manager of the workspace."""
    return member(workspace, name="Aylin Dorenkamp", email="aylin@example.org")


@pytest.fixture(params=["requirements", "actions"])
def talk(request: pytest.FixtureRequest, workspace: Workspace) -> Talk:
    """Return one thing of each kind in turn."""
    on, factory = {"requirements": (REQUIREMENTS, RequirementFactory), "actions": (ACTIONS, ActionFactory)}[
        request.param
    ]
    key = factory.create(workspace=workspace, title="Guest checkout").key
    return Talk(on, key, f"/w/harkenau/{request.param}/{key}", f"/{request.param}/{key}", factory.create)
