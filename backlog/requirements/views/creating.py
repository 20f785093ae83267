"""New requirements: by the form, by one line."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.errors import Invalid
from backlog.core.permissions import Permission
from backlog.requirements.forms import QuickForm, RequirementForm, WordsForm
from backlog.requirements.models import Requirement
from backlog.requirements.queries import list_labels
from backlog.requirements.services import RequirementValues, create_requirement
from backlog.requirements.terms import Kind
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.filling import offer_choices, offer_chosen, values_from
from backlog.requirements.views.listing import added_rows, epic_shown, list_url_from
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.session import db_session

_PRESET = ("title", "parent", "kind")


@blueprint.get("/new")
@requires(Permission.REQUIREMENTS_CREATE)
def new(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show an empty form; the address may fill in title, epic and kind."""
    preset = {name: request.args[name] for name in _PRESET if name in request.args}
    return _form_page(_form()(formdata=None, data={"kind": str(Kind.STORY), "status": "new", **preset}))


@blueprint.post("/create")
@requires(Permission.REQUIREMENTS_CREATE)
def create(workspace: str) -> ResponseReturnValue:
    """Create a requirement from the form."""
    form = _form()()
    if isinstance(form, RequirementForm):
        offer_chosen(form)
    if "preview" in request.form:
        return _form_page(form, is_preview=True)
    if not form.validate_on_submit():
        return _form_page(form), 422
    try:
        made = _create(values_from(form))
    except Invalid as error:
        form.add_errors(error)
        return _form_page(form), 422
    flash(gettext("%(key)s is in the backlog.", key=made.key))
    return see_other(url_for("requirements.show", workspace=workspace, key=made.key))


@blueprint.post("/create-quickly")
@requires(Permission.REQUIREMENTS_CREATE)
def create_quickly(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Create a requirement from one line, ready for the next."""
    form = QuickForm()
    query = request.form.get("query", "")
    if not form.validate_on_submit():
        error = " ".join(map(str, form.title.errors))
        if is_fragment_request():
            return _quick_line(query, added=added_rows(_earlier()), quick_error=error, quick_title=form.title.data), 422
        flash(error, "error")
        return see_other(list_url_from(query, quick="1"))
    made = _create(RequirementValues(title=form.title.data or "") | _below(epic_shown(query)))
    if is_fragment_request():
        return _quick_line(query, added=added_rows([*_earlier(), made.key]))
    flash(gettext("%(key)s is in the backlog.", key=made.key))
    return see_other(list_url_from(query, quick="1"))


def _create(values: RequirementValues) -> Requirement:
    return create_requirement(
        db_session(), workspace=current_workspace(), actor=current_actor(), values=values, now=utcnow()
    )


def _form() -> type[WordsForm]:
    """Return the form of all fields; that of the words alone to who may judge nothing."""
    return RequirementForm if may(Permission.REQUIREMENTS_EDIT) else WordsForm


def _below(epic: str | None) -> RequirementValues:
    """Return that it belongs below the epic whose requirements the list shows, if that is the person's to say."""
    return RequirementValues(parent=epic) if epic and may(Permission.REQUIREMENTS_EDIT) else {}


def _earlier() -> list[str]:
    return request.form.getlist("added")


def _form_page(form: WordsForm, *, is_preview: bool = False) -> str:
    if isinstance(form, RequirementForm):
        offer_choices(form)
    base = url_for("requirements.index", workspace=current_workspace().slug)
    text = form.description.data if is_preview else ""
    labels = list_labels(db_session(), workspace=current_workspace())
    return render_template("requirements/new.html", form=form, base=base, text=text, known_labels=labels)


def _quick_line(query: str, **context: object) -> str:
    base = url_for("requirements.index", workspace=current_workspace().slug)
    return render_template("requirements/_quick.html", query=query, base=base, is_quick=True, **context)
