"""Writing actions: a new one, its fields, and both versions where two people wrote the same."""

from itertools import chain
from typing import Any

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid, LimitReached
from backlog.core.permissions import Permission
from backlog.sprints.forms import ActionForm
from backlog.sprints.models import Action
from backlog.sprints.queries import get_action
from backlog.sprints.services import Allowance, create_action, update_action
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.choices import LISTS, offer
from backlog.sprints.views.limits import allowance_in_form, flash_done
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.conflicts import carried_by, clashes, conflict_page, settled
from backlog.web.forms import version_in
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.session import db_session

UNPROCESSABLE, CONFLICT = 422, 409
# The fields of the form as services call them; a column that a conflict names leads back to its field.
FIELDS = (
    "title", "description", "instrument", "campaign", "channel", "audience", "assignee", "requirement", "points",
    "hours", "due_on", "publish_on",
)  # fmt: skip


@blueprint.get("/new")
@requires(Permission.ACTIONS_EDIT)
def new(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask what is to be done; fields can be named in the address."""
    return _form(offer(ActionForm(formdata=request.args)), None)


@blueprint.post("/create")
@requires(Permission.ACTIONS_EDIT)
def create(workspace: str) -> ResponseReturnValue:
    """Create an action at the bottom of the action backlog and show it."""
    form = offer(ActionForm())
    if "all_fields" in request.form:
        written = {name: form[name].data for name in FIELDS if form[name].data}
        return see_other(url_for("sprints_actions.new", workspace=workspace, **written))
    try:
        action = _create(form) if form.validate_on_submit() else None
    except (Invalid, LimitReached) as error:
        form.add_errors(error)
        action = None
    if action is None:
        return _form(form, None, status=UNPROCESSABLE)
    flash_act(gettext("%(key)s is in the action backlog.", key=action.key))
    return see_other(url_for("sprints_actions.show", workspace=workspace, key=action.key))


@blueprint.get("/<key>/edit")
@requires(Permission.ACTIONS_EDIT)
def edit(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show an action's fields to be changed."""
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    return _form(offer(ActionForm(formdata=None, data=_values_of(action))), action)


@blueprint.post("/<key>/update")
@requires(Permission.ACTIONS_EDIT)
def update(workspace: str, key: str) -> ResponseReturnValue:
    """Change an action's fields; what others changed in the meantime stays."""
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    form, allowance = offer(ActionForm(formdata=settled(request.form))), allowance_in_form()
    try:
        saved = form.validate_on_submit() and _update(form, key, allowance)
    except Invalid as error:
        form.add_errors(error)
        saved = False
    except Conflict as error:
        return _both(form, key, error)
    if not saved:
        return _form(form, action, status=UNPROCESSABLE)
    flash_done(gettext("%(key)s is saved.", key=action.key), allowance)
    return see_other(url_for("sprints_actions.show", workspace=workspace, key=key))


def _create(form: ActionForm) -> Action:
    by = {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
    checklist = [{"text": line} for line in (form.checklist.data or "").splitlines() if line.strip()]
    values = {name: form[name].data for name in FIELDS} | {"checklist": checklist}
    return create_action(db_session(), values=values, **by)


def _update(form: ActionForm, key: str, allowance: Allowance) -> bool:
    update_action(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, now=utcnow(),
        values={name: form[name].data for name in FIELDS}, version=version_in(form), allowance=allowance,
    )  # fmt: skip
    return True


def _form(form: ActionForm, action: Action | None, *, status: int = 200) -> ResponseReturnValue:
    slug = current_workspace().slug
    name = "sprints/action_dialog.html" if action is None and is_fragment_request() else "sprints/action_form.html"
    if action is None:
        save, back = url_for("sprints_actions.create", workspace=slug), url_for("sprints_actions.index", workspace=slug)
    else:
        save = url_for("sprints_actions.update", workspace=slug, key=action.key)
        back = url_for("sprints_actions.show", workspace=slug, key=action.key)
    return make_response(render_template(name, form=form, action=action, save_url=save, back_url=back), status)


def _both(form: ActionForm, key: str, error: Conflict) -> ResponseReturnValue:
    """Show both versions of what two people changed; a conflict of another kind stays one."""
    if "fields" not in error.details:
        raise error
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    theirs = ActionForm(formdata=None, data=_values_of(action))
    sides = {name.removesuffix("_id"): both for name, both in error.details["fields"].items()}
    kept = {name.removesuffix("_id") for name in error.details["kept"]}
    carried = [carried_by((theirs if name in kept else form)[name]) for name in FIELDS if name not in sides]
    page = conflict_page(
        heading=action.title, key=action.key, version=error.details["version"],
        url=url_for("sprints_actions.show", workspace=current_workspace().slug, key=action.key),
        between=clashes(form, theirs, sides), carried=chain.from_iterable(carried),
    )  # fmt: skip
    return make_response(page, CONFLICT)


def _values_of(action: Action) -> dict[str, Any]:
    simple = ("title", "description", "points", "hours", "due_on", "publish_on", "version")
    values = {name: getattr(action, name) for name in simple}
    for name in LISTS:
        entry = getattr(action, name)
        values[name] = entry.name if entry else ""
    values["assignee"] = action.assignee.email if action.assignee else ""
    values["requirement"] = action.requirement.key if action.requirement else ""
    return values
