"""The address under which requirements are."""

from backlog.web.api import ApiBlueprint

blueprint = ApiBlueprint(
    "api_requirements", __name__, url_prefix="/workspaces/<workspace>/requirements", description="Requirements"
)
