"""Workspaces over the API."""

from typing import Any

from backlog.core.permissions import Permission
from backlog.web.access import current_user, current_workspace, requires, signed_in
from backlog.web.api import ApiBlueprint, page_schema
from backlog.web.session import db_session
from backlog.workspaces.queries import list_memberships
from backlog.workspaces.schemas import WorkspaceSchema

blueprint = ApiBlueprint("api_workspaces", __name__, url_prefix="/workspaces", description="Workspaces")


@blueprint.get("")
@signed_in
@blueprint.response(200, page_schema(WorkspaceSchema))
def index() -> dict[str, Any]:
    """List the workspaces of the token's person."""
    return {"items": [one.workspace for one in list_memberships(db_session(), current_user().id)], "next_cursor": None}


@blueprint.get("/<workspace>")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, WorkspaceSchema)
def show(workspace: str) -> Any:  # noqa: ARG001 - resolved by the access check
    """Show one workspace."""
    return current_workspace()
