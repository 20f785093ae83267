"""Files over the API."""

from typing import Any

from flask import Response

from backlog.core.permissions import Permission
from backlog.interchange.downloads import jira_part_response, jira_response
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
    """Return all requirements that are not archived as a CSV file for Jira's importer.

    Jira takes at most 1,000 rows a file. With `part` it is one of the files that keep to that, families together:
    ask for 1, 2 and so on up to the answer's `X-Part-Count`. Without it, all rows are in one file.
    """
    selection = Selection(current_workspace())
    if part := arguments["part"]:
        return jira_part_response(selection, preset=arguments["preset"], name=workspace, part=part)
    return jira_response(selection, preset=arguments["preset"], name=workspace)
