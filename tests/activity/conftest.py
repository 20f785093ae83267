"""A thing of each kind that people comment on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from backlog.activity.models import Commented
from backlog.requirements.models import COMMENTED as REQUIREMENTS
from backlog.sprints.models import COMMENTED as ACTIONS
from backlog.workspaces.models import Workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.sprints import ActionFactory


@dataclass(frozen=True)
class Talk:
    """What is talked about: its kind, its key, its page and its address in the API, and how more of it are made."""

    on: Commented
    key: str
    page: str
    address: str
    make: Callable[..., Any]


@pytest.fixture(params=["requirements", "actions"])
def talk(request: pytest.FixtureRequest, workspace: Workspace) -> Talk:
    """Return one thing of each kind in turn."""
    on, factory = {"requirements": (REQUIREMENTS, RequirementFactory), "actions": (ACTIONS, ActionFactory)}[
        request.param
    ]
    key = factory.create(workspace=workspace, title="Guest checkout").key
    return Talk(on, key, f"/w/harkenau/{request.param}/{key}", f"/{request.param}/{key}", factory.create)
