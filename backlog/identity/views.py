"""Ways in beside the password: the one-time link."""

from flask import Blueprint, flash, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import login_user

from backlog.core.clock import utcnow
from backlog.core.errors import NotFound
from backlog.identity.forms import NewPasswordForm
from backlog.identity.models import User
from backlog.identity.security import hash_password
from backlog.identity.services import redeem_sign_in_link
from backlog.web.access import public
from backlog.web.htmx import see_other
from backlog.web.i18n import LOCALES
from backlog.web.security import local_target
from backlog.web.session import db_session

blueprint = Blueprint("identity", __name__)

# What a form before the sign-in asks for and a change of language keeps: in the cookie, so no more than fits there.
_TYPED = "typed"
_KEPT = ("name", "email", "workspace_name")
_LONGEST_TYPED = 200


@blueprint.get("/sign-in/link/<secret>")
@public
def show_link(secret: str) -> ResponseReturnValue:
    """Show the button that uses the link, so that a mail program's preview does not use it up."""
    return render_template("identity/link.html", form=NewPasswordForm(), secret=secret)


@blueprint.post("/sign-in/link/<secret>")
@public
def use_link(secret: str) -> ResponseReturnValue:
    """Sign in by the link and set a password."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return render_template("identity/link.html", form=form, secret=secret), 422
    hashed = hash_password(form.password.data)
    sign_in(redeem_sign_in_link(db_session(), secret=secret, password_hash=hashed, now=utcnow()))
    flash(gettext("Welcome. Your password is set."))
    return see_other(url_for("workspaces.home"))


@blueprint.post("/language/<locale>")
@public
def choose_language(locale: str) -> ResponseReturnValue:
    """Change the language of somebody who has not signed in; what the form beside it held is there again after it."""
    if locale not in LOCALES:
        raise NotFound
    session["locale"] = locale
    session[_TYPED] = {name: request.form[name][:_LONGEST_TYPED] for name in _KEPT if request.form.get(name)}
    return see_other(local_target(request.form.get("next"), "/"))


def typed_before() -> dict[str, str]:
    """Return what was typed before the language was changed, once; a password is never kept."""
    typed: dict[str, str] = session.pop(_TYPED, {})
    return typed


def sign_in(user: User) -> None:
    """Make this person the one who is signed in."""
    db_session().flush()
    login_user(user)
    g.found_user = user
