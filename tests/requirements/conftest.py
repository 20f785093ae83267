"""Somebody who reads pages of requirements, and what they wrote."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from backlog.core.permissions import Role
from backlog.requirements.models import Requirement
from backlog.requirements.queries import get_requirement
from backlog.workspaces.models import Workspace
from tests.factories.workspaces import MembershipFactory
from tests.support.page import Page


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
