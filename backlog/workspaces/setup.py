"""The first page of an empty installation: administrator and workspace, or the example data."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.errors import NotFound
from backlog.identity.models import User
from backlog.identity.queries import count_users
from backlog.identity.security import hash_password
from backlog.identity.services import create_user, lock_users
from backlog.identity.views import sign_in, typed_before
from backlog.web.access import public
from backlog.web.htmx import see_other
from backlog.web.i18n import language
from backlog.web.session import db_session
from backlog.workspaces.forms import SetupForm
from backlog.workspaces.services import create_workspace

blueprint = Blueprint("setup", __name__)


@blueprint.get("/setup")
@public
def show() -> ResponseReturnValue:
    """Show the form; once there is an account there is nothing to set up."""
    _only_when_empty()
    form = SetupForm(formdata=None, data=typed_before())
    return render_template("workspaces/setup.html", form=form, has_example="seed_example" in current_app.extensions)


@blueprint.post("/setup")
@public
def create() -> ResponseReturnValue:
    """Create the administrator and the workspace, and sign in."""
    form = SetupForm()
    if not form.validate_on_submit():
        _only_when_empty()
        return render_template(
            "workspaces/setup.html", form=form, has_example="seed_example" in current_app.extensions
        ), 422
    hashed = hash_password(form.password.data)
    lock_users(db_session())
    _only_when_empty()
    user = create_user(
        db_session(), email=form.email.data or "", name=form.name.data or "", now=utcnow(),
        password_hash=hashed, locale=language(),
    )  # fmt: skip
    made = create_workspace(
        db_session(), name=form.workspace_name.data or "", owner=user, now=utcnow(), locale=language()
    )
    sign_in(user)
    flash(gettext("Welcome. This is your workspace."))
    return see_other(url_for("workspaces.today", workspace=made.slug))


@blueprint.post("/setup/example")
@public
def load_example() -> ResponseReturnValue:
    """Load the example data and sign in as its administrator."""
    _only_when_empty()
    seed: Callable[[Session], User] = current_app.extensions["seed_example"]
    sign_in(seed(db_session()))
    return see_other(url_for("workspaces.home"))


def _only_when_empty() -> None:
    if count_users(db_session()):
        raise NotFound
