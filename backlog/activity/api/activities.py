"""What happened, over the API."""

from typing import Any

from backlog.activity.queries import list_activity_after
from backlog.activity.schemas import ActivityArguments, ActivitySchema
from backlog.core.pagination import decode_cursor, page_of
from backlog.core.permissions import Permission
from backlog.web.access import current_workspace, requires
from backlog.web.api import ApiBlueprint, page_schema, page_shape
from backlog.web.session import db_session

blueprint = ApiBlueprint(
    "api_activity", __name__, url_prefix="/workspaces/<workspace>/activity", description="Activity"
)


@blueprint.get("")
@requires(Permission.ACTIVITY_VIEW)
@blueprint.arguments(ActivityArguments, location="query")
@blueprint.response(200, page_schema(ActivitySchema))
def index(arguments: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """List what happened after a running number, oldest first."""
    after = decode_cursor(arguments["cursor"], int)[0] if arguments["cursor"] else arguments["after"]
    limit = arguments["limit"]
    found = list_activity_after(db_session(), workspace_id=current_workspace().id, after=after, limit=limit + 1)
    return page_shape(page_of(found, limit, lambda entry: (entry.number,)), lambda entry: entry)
