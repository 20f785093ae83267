"""Files over the API."""

from typing import Any

from flask import Response

from backlog.core.permissions import Permission
from backlog.interchange.downloads import jira_response
from backlog.interchange.queries import Selection
from backlog.interchange.schemas import ExportArguments
from backlog.web.access import current_workspace, requires
from backlog.web.api import ApiBlueprint

blueprint = ApiBlueprint("api_exports", __name__, url_prefix="/workspaces/<workspace>/exports", description="Exports")


@blueprint.get("/jira.csv")
@requires(Permission.EXPORTS_CREATE)
@blueprint.arguments(ExportArguments, location="query")
@blueprint.response(200, content_type="text/csv")
def jira(arguments: dict[str, Any], workspace: str) -> Response:
    """Return all requirements that are not archived as a CSV file for Jira's importer."""
    return jira_response(Selection(current_workspace()), preset=arguments["preset"], name=workspace)
