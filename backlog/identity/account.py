"""A person's own settings: language, time zone, look, API tokens."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, refresh

from backlog.core.clock import utcnow
from backlog.identity.forms import PreferencesForm, TokenForm
from backlog.identity.queries import list_api_tokens
from backlog.identity.services import change_preferences, create_api_token, end_sessions, revoke_api_token
from backlog.identity.views import sign_in
from backlog.web.access import current_user, signed_in
from backlog.web.htmx import see_other
from backlog.web.i18n import language
from backlog.web.session import db_session

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    """Show the account."""
    return render_template("identity/account.html", **_context())


@blueprint.post("/preferences")
@signed_in
def update_preferences() -> ResponseReturnValue:
    """Change name, language, time zone and look."""
    form = PreferencesForm()
    if not form.validate_on_submit():
        return render_template("identity/account.html", **_context(form=form)), 422
    values = {name: form[name].data for name in ("name", "locale", "time_zone", "theme", "shortcuts", "mention_mails")}
    change_preferences(db_session(), user=current_user(), **values)
    refresh()
    flash(gettext("Saved."))
    return see_other(url_for("account.show"))


@blueprint.post("/sign-out-elsewhere")
@signed_in
def sign_out_elsewhere() -> ResponseReturnValue:
    """End the person's sessions in all other browsers."""
    end_sessions(db_session(), user=current_user())
    sign_in(current_user())
    flash(gettext("You are signed out everywhere else."))
    return see_other(url_for("account.show"))


@blueprint.post("/tokens")
@signed_in
def create_token() -> ResponseReturnValue:
    """Make an API token and show it this once."""
    form = TokenForm()
    if not form.validate_on_submit():
        return render_template("identity/account.html", **_context(token_form=form)), 422
    token = create_api_token(db_session(), user=current_user(), name=form.token_name.data or "", now=utcnow())
    return render_template("identity/account.html", **_context(new_token=token))


@blueprint.post("/tokens/<int:token_id>/revoke")
@signed_in
def revoke_token(token_id: int) -> ResponseReturnValue:
    """Stop a token from working."""
    revoke_api_token(db_session(), user=current_user(), token_id=token_id, now=utcnow())
    flash(gettext("The token no longer works."))
    return see_other(url_for("account.show"))


def _context(**given: Any) -> dict[str, Any]:
    user = current_user()
    context: dict[str, Any] = {
        # What another form of the page sends is not an answer to this one.
        "form": PreferencesForm(formdata=None, obj=user, locale=user.locale or language()),
        "token_form": TokenForm(formdata=None),
        "new_token": None,
        "person_email": user.email,
    }
    return {**context, "tokens": list_api_tokens(db_session(), user), **given}
