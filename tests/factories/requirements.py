"""Requirements, made the way people make them: numbered, ranked, recorded and findable."""

from typing import Any

from factory.declarations import Sequence, SubFactory

from backlog.core.permissions import Actor, Role
from backlog.requirements.models import Requirement
from backlog.requirements.services import create_requirement
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW, Factory, bound_session
from tests.factories.workspaces import WorkspaceFactory


class RequirementFactory(Factory):
    """A story at the end of the workspace's backlog; takes what `create_requirement` takes as values."""

    class Meta:
        """Make requirements."""

        model = Requirement

    workspace = SubFactory(WorkspaceFactory)
    title = Sequence(lambda n: f"Requirement {n}")

    @classmethod
    def _create(cls, model_class: type[Requirement], *_args: Any, workspace: Workspace, **values: Any) -> Any:
        del model_class
        nobody = Actor(user_id=None, name="Nobody", workspace_id=workspace.id, role=Role.ADMINISTRATOR)
        return create_requirement(bound_session(), workspace=workspace, actor=nobody, values=values, now=NOW)
