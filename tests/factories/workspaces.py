"""Workspaces, who belongs to them, and their lists."""

from factory.declarations import Sequence, SubFactory

from backlog.core.permissions import Actor, Role
from backlog.workspaces.models import Component, Membership, Workspace
from tests.factories.base import NOW, Factory
from tests.factories.identity import UserFactory


class WorkspaceFactory(Factory):
    """A workspace without people or lists."""

    class Meta:
        """Make workspaces."""

        model = Workspace

    slug = Sequence(lambda number: f"team-{number}")
    name = Sequence(lambda number: f"Team {number}")
    created_at = NOW


class MembershipFactory(Factory):
    """A new person in a new workspace, unless they are given."""

    class Meta:
        """Make memberships."""

        model = Membership

    workspace = SubFactory(WorkspaceFactory)
    user = SubFactory(UserFactory)
    role = Role.PRODUCT_MANAGER
    created_at = NOW


class ComponentFactory(Factory):
    """A part of the product; give it a `workspace_id`."""

    class Meta:
        """Make components."""

        model = Component

    name = Sequence(lambda number: f"Part {number}")


def member(workspace: Workspace, role: Role = Role.PRODUCT_MANAGER, **person: str) -> Actor:
    """Return a new person of the workspace as the one who acts."""
    user = UserFactory.create(**person)
    MembershipFactory.create(user=user, workspace=workspace, role=role)
    return Actor(user_id=user.id, name=user.name, workspace_id=workspace.id, role=role)
