"""Parts of other pages, included there by their address: the actions of a requirement, and what waits for me today."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backlog.core.permissions import Permission
from backlog.requirements.queries import suggest
from backlog.sprints.forms import ActionForm
from backlog.sprints.queries import list_requirement_actions
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.words import state_of_row
from backlog.web.access import current_workspace, requires
from backlog.web.forms import TEXT_LENGTH
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session

MOST_OFFERED = 12


@blueprint.get("/of/<requirement_key>")
@requires(Permission.WORKSPACE_VIEW)
def of_requirement(workspace: str, requirement_key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the actions that serve a requirement."""
    rows = list_requirement_actions(db_session(), workspace=current_workspace(), key=requirement_key)
    name = "sprints/_of_requirement.html" if is_fragment_request() else "sprints/of_requirement.html"
    return render_template(name, requirement_key=requirement_key, rows=[(row, state_of_row(row)) for row in rows])


@blueprint.post("/preview")
@requires(Permission.ACTIONS_EDIT)
def preview(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show a description as it will look."""
    name = "sprints/_preview.html" if is_fragment_request() else "sprints/preview.html"
    return render_template(name, text=(ActionForm().description.data or "")[:TEXT_LENGTH])


@blueprint.get("/requirements")
@requires(Permission.ACTIONS_EDIT)
def requirement_options(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Offer the requirements that what is typed may mean."""
    text = request.args.get("requirement", "")
    found = suggest(db_session(), workspace=current_workspace(), text=text, limit=MOST_OFFERED)
    return render_template("sprints/_requirement_options.html", found=found)
