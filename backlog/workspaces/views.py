"""The way in: which workspace, and its front page."""

from flask import Blueprint, flash, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.identity.queries import count_users
from backlog.web.access import current_actor, current_user, find_current_user, public, requires, signed_in
from backlog.web.htmx import see_other
from backlog.web.i18n import language
from backlog.web.session import db_session
from backlog.workspaces.forms import NewWorkspaceForm
from backlog.workspaces.front import headline, part_urls
from backlog.workspaces.queries import list_memberships
from backlog.workspaces.services import create_workspace

blueprint = Blueprint("workspaces", __name__)


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Lead to the setup, the sign-in, or the workspace used last."""
    user = find_current_user()
    if user is None:
        empty = not count_users(db_session())
        return see_other(url_for("setup.show") if empty else url_for("security.login"))
    found = [one.workspace for one in list_memberships(db_session(), user.id)]
    if not found:
        return see_other(url_for("workspaces.index"))
    last = session.get("workspace")
    chosen = next((one for one in found if one.slug == last), found[0])
    return see_other(url_for("workspaces.today", workspace=chosen.slug))


@blueprint.get("/workspaces")
@signed_in
def index() -> ResponseReturnValue:
    """Show the workspaces of the person who is signed in."""
    found = list_memberships(db_session(), current_user().id)
    return render_template("workspaces/index.html", memberships=found, form=NewWorkspaceForm(formdata=None))


@blueprint.post("/workspaces/create")
@signed_in
def create() -> ResponseReturnValue:
    """Create a further workspace."""
    form = NewWorkspaceForm()
    user = current_user()
    if not form.validate_on_submit():
        found = list_memberships(db_session(), user.id)
        return render_template("workspaces/index.html", memberships=found, form=form), 422
    made = create_workspace(
        db_session(), name=form.name.data or "", owner=user, now=utcnow(), locale=language(),
        time_zone=user.time_zone,
    )  # fmt: skip
    flash(gettext("The workspace is ready."))
    return see_other(url_for("workspaces.today", workspace=made.slug))


@blueprint.get("/w/<workspace>/")
@requires(Permission.WORKSPACE_VIEW)
def today(workspace: str) -> ResponseReturnValue:
    """Show what waits for me; each part comes from its feature, by its address."""
    session["workspace"] = workspace
    first_name = current_actor().name.split(" ")[0]
    return render_template("workspaces/today.html", parts=part_urls(workspace), headline=headline(first_name))
