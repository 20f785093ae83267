"""Actions and sprints, made the way people make them: numbered, ranked, recorded and findable."""

from datetime import date, timedelta
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory

from backlog.core.permissions import Actor, Role
from backlog.sprints.models import Action, Sprint
from backlog.sprints.services import create_action, create_sprint
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW, Factory, bound_session
from tests.factories.workspaces import WorkspaceFactory

FIRST_MONDAY = date(2026, 11, 16)


def nobody(workspace: Workspace) -> Actor:
    """Return the application itself as the one who acts."""
    return Actor(user_id=None, name="Nobody", workspace_id=workspace.id, role=Role.ADMINISTRATOR)


class ActionFactory(Factory):
    """An action at the end of the action backlog; takes what `create_action` takes as values."""

    class Meta:
        """Make actions."""

        model = Action

    workspace = SubFactory(WorkspaceFactory)
    title = Sequence(lambda number: f"Action {number}")

    @classmethod
    def _create(cls, model_class: type[Action], *_args: Any, workspace: Workspace, **values: Any) -> Any:
        del model_class
        return create_action(bound_session(), workspace=workspace, actor=nobody(workspace), values=values, now=NOW)


class SprintFactory(Factory):
    """A planned sprint of two weeks; each follows the one made before it."""

    class Meta:
        """Make sprints."""

        model = Sprint

    workspace = SubFactory(WorkspaceFactory)
    goal = Sequence(lambda number: f"Goal {number}")
    starts_on = Sequence(lambda number: FIRST_MONDAY + timedelta(weeks=2 * number))
    ends_on = LazyAttribute(lambda made: made.starts_on + timedelta(days=11))

    @classmethod
    def _create(cls, model_class: type[Sprint], *_args: Any, workspace: Workspace, **values: Any) -> Any:
        del model_class
        return create_sprint(bound_session(), workspace=workspace, actor=nobody(workspace), now=NOW, **values)
