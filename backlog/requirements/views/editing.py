"""Changing one requirement: the form, and small changes in the detail."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid
from backlog.core.i18n import N_
from backlog.core.keys import seen_number, whole_number
from backlog.core.permissions import Permission
from backlog.requirements.forms import RequirementForm, WordsForm
from backlog.requirements.models import Requirement
from backlog.requirements.queries import get_requirement, list_labels
from backlog.requirements.services import RequirementValues, require_change, tick_criterion, update_requirement
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.conflicts import both_versions, changed_meanwhile
from backlog.requirements.views.details import PAGE, PANE, answer_with
from backlog.requirements.views.filling import filled_form, filled_words, offer_choices, values_from
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.conflicts import settled
from backlog.web.forms import TEXT_LENGTH, version_in
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session
from backlog.workspaces.queries import list_members

_INLINE = ("status", "moscow", "kind", "points", "owner_id")
# The others are chosen from a menu, which is closed when the answer comes.
_WITH_A_PLACE = frozenset({"moscow", "kind", "points"})
CONFLICT = 409


@blueprint.get("/<key>/edit")
@requires(Permission.REQUIREMENTS_EDIT_OWN)
def edit(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the form as the requirement is now; to who may only change its words those alone."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    require_change(current_actor(), requirement, ())
    is_whole = may(Permission.REQUIREMENTS_EDIT)
    return _form_page(requirement, filled_form(requirement) if is_whole else filled_words(requirement))


@blueprint.post("/<key>/update")
@requires(Permission.REQUIREMENTS_EDIT_OWN)
def update(workspace: str, key: str) -> ResponseReturnValue:
    """Save the form; what others changed meanwhile is kept, or shown beside it where both changed the same."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    form = _sent_form(requirement)
    is_preview = "preview" in request.form
    if is_preview or not form.validate_on_submit():
        return _form_page(requirement, form, is_preview=is_preview), 200 if is_preview else 422
    try:
        saved = _update(key, values_from(form, requirement.acceptance_criteria), version=version_in(form))
    except Invalid as error:
        form.add_errors(error)
        return _form_page(requirement, form), 422
    except Conflict as conflict:
        return both_versions(key, form, conflict)
    flash_act(gettext("%(key)s is saved.", key=saved.key))
    return see_other(url_for("requirements.show", workspace=workspace, key=saved.key))


@blueprint.post("/preview")
@requires(Permission.REQUIREMENTS_CREATE)
def preview(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show a text as it will look."""
    return render_template("requirements/_preview.html", text=request.form.get("description", "")[:TEXT_LENGTH])


@blueprint.get("/<key>/owners")
@requires(Permission.REQUIREMENTS_EDIT)
def owners(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show who could own the requirement."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    members = list_members(db_session(), current_workspace().id)
    return render_template(
        "requirements/owners.html", requirement=requirement, members=members, place=_place(),
        url=url_for("requirements.show", workspace=current_workspace().slug, key=requirement.key),
    )  # fmt: skip


@blueprint.post("/<key>/change")
@requires(Permission.REQUIREMENTS_EDIT)
def change(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Change status, priority, kind, points or owner where they stand."""
    values = {name: request.form[name] for name in _INLINE if name in request.form}
    seen = seen_number(request.form.get("version"))
    try:
        # Two steps through a short list are quicker than the answer to the first one.
        changed = _update(key, _inline_values(values), version=seen, knows_own=True)
    except (Invalid, Conflict) as error:
        return _refused(key, values, error)
    return _answer(changed)


@blueprint.post("/<key>/tick")
@requires(Permission.REQUIREMENTS_EDIT_OWN)
def tick(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Tick an acceptance criterion, or take the tick back."""
    position = request.form.get("position", -1, type=whole_number)
    changed = tick_criterion(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, position=position,
        text=request.form.get("text", ""), is_done="is_done" in request.form, now=utcnow(),
    )  # fmt: skip
    return _answer(changed)


def _sent_form(requirement: Requirement) -> WordsForm:
    sent = settled(request.form)
    if not may(Permission.REQUIREMENTS_EDIT):
        return WordsForm(formdata=sent)
    form = RequirementForm(formdata=sent)
    offer_choices(form, requirement)
    return form


def _update(key: str, values: RequirementValues, *, version: int | None = None, knows_own: bool = False) -> Requirement:
    return update_requirement(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, values=values, now=utcnow(),
        version=version, knows_own=knows_own,
    )  # fmt: skip


def _inline_values(values: dict[str, str]) -> RequirementValues:
    found: RequirementValues = {}
    if "status" in values:
        found["status"] = values["status"]
    if "kind" in values:
        found["kind"] = values["kind"]
    if "moscow" in values:
        found["moscow"] = values["moscow"] or None
    if "points" in values:
        found["points"] = values["points"].strip().replace(",", ".") or None
    if "owner_id" in values:
        found["owner_id"] = _owner_id(values["owner_id"])
    return found


def _owner_id(text: str) -> int | None:
    try:
        return whole_number(text) if text else None
    except ValueError as error:
        raise Invalid(N_("The owner has to be a member of the workspace."), field="owner_id") from error


def _refused(key: str, values: dict[str, str], error: Invalid | Conflict) -> ResponseReturnValue:
    """Say what is wrong where it was changed, the words that were typed still in the field."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    sentence = changed_meanwhile(requirement, error) if isinstance(error, Conflict) else translate_error(error)
    name = next(iter(values), "")
    wrong = {name: sentence} if name in _WITH_A_PLACE else {}
    if not wrong:
        flash(sentence, "error")
    return _answer(requirement, status=error.status, wrong=wrong, sent=values)


def _answer(requirement: Requirement, status: int = 200, **more: Any) -> ResponseReturnValue:
    fresh = get_requirement(db_session(), workspace=current_workspace(), key=requirement.key)
    is_contested = status == CONFLICT
    if is_fragment_request():
        return answer_with(fresh, place=_place(), status=status, is_contested=is_contested, **more)
    if is_contested:
        return answer_with(fresh, place=PAGE, status=status, is_whole=True, is_contested=True, **more)
    for sentence in more.get("wrong", {}).values():
        flash(sentence, "error")
    return see_other(url_for("requirements.show", workspace=current_workspace().slug, key=fresh.key))


def _place() -> str:
    return PANE if request.values.get("place") == PANE else PAGE


def _form_page(requirement: Requirement, form: WordsForm, *, is_preview: bool = False) -> str:
    base = url_for("requirements.index", workspace=current_workspace().slug)
    text = form.description.data if is_preview else ""
    labels = list_labels(db_session(), workspace=current_workspace())
    return render_template(
        "requirements/edit.html", requirement=requirement, form=form, base=base, text=text, known_labels=labels
    )
