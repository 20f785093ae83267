"""Epics with how far they are."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backlog.core.permissions import Permission
from backlog.requirements.queries import list_epics
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.looks import status_looks
from backlog.web.access import current_workspace, requires
from backlog.web.session import db_session


@blueprint.get("/epics")
@requires(Permission.WORKSPACE_VIEW)
def epics(workspace: str) -> ResponseReturnValue:
    """Show the epics in their order."""
    found = list_epics(db_session(), workspace=current_workspace())
    base = url_for("requirements.index", workspace=workspace)
    return render_template("requirements/epics.html", epics=found, looks=status_looks(), base=base)
