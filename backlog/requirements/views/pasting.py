"""Many requirements at once: lines are pasted, shown as what they will become, then made."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Invalid, LimitReached
from backlog.core.permissions import Permission
from backlog.requirements.forms import PasteForm, with_nothing
from backlog.requirements.models import Requirement
from backlog.requirements.queries import count_requirements, list_epic_titles
from backlog.requirements.services import PastedRequirement, RequirementValues, create_from_lines, preview_lines
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.listing import MOST_ADDED, epic_shown, list_url_from, wanted_from
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.htmx import see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session


@blueprint.get("/new-many")
@requires(Permission.REQUIREMENTS_CREATE)
def new_many(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the field to paste into."""
    return _page(_offered(PasteForm(formdata=None, data={"parent": epic_shown(_query())})))


@blueprint.post("/preview-many")
@requires(Permission.REQUIREMENTS_CREATE)
def preview_many(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what the lines will become."""
    form = _offered(PasteForm())
    if "back" in request.form:
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        found = preview_lines(db_session(), workspace=current_workspace(), text=form.lines.data or "")
    except (Invalid, LimitReached) as error:
        return _refused(form, error)
    return _page(form, found)


@blueprint.post("/create-many")
@requires(Permission.REQUIREMENTS_CREATE)
def create_many(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Make a requirement of each line, all or none."""
    form = _offered(PasteForm())
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        made = _make(form)
    except (Invalid, LimitReached) as error:
        return _refused(form, error)
    flash_act(_told(made))
    added = {"added": " ".join(one.key for one in made[-MOST_ADDED:])} if made else {}
    return see_other(list_url_from(_query(), **added))


def _make(form: PasteForm) -> list[Requirement]:
    epic = form.parent.data if form.parent else None
    return create_from_lines(
        db_session(), workspace=current_workspace(), actor=current_actor(), text=form.lines.data or "", now=utcnow(),
        values=RequirementValues(parent=epic) if epic else {}, skip_duplicates=not form.with_duplicates.data,
    )  # fmt: skip


def _told(made: Sequence[Requirement]) -> str:
    """Return how many there are now, and how many of them the list that is shown again leaves out."""
    if not made:
        return str(gettext("Nothing is new: the backlog has all of these already."))
    shown = count_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), wanted=wanted_from(_query()),
        among=[one.id for one in made],
    )  # fmt: skip
    told: str = ngettext("One requirement is in the backlog.", "%(num)s requirements are in the backlog.", len(made))
    if not shown:
        told = ngettext(
            "One requirement is in the backlog, but outside of this filter.",
            "%(num)s requirements are in the backlog, but outside of this filter.",
            len(made),
        )
    elif hidden := len(made) - shown:
        told += " " + ngettext("One is outside of this filter.", "%(num)s are outside of this filter.", hidden)
    return told


def _query() -> str:
    """Return the query of the list that the person came from."""
    query: str = request.values.get("query", "")
    return query


def _offered(form: PasteForm) -> PasteForm:
    if not may(Permission.REQUIREMENTS_EDIT):
        # Where a requirement belongs is said by who looks after the backlog.
        del form.parent
        return form
    epics = list_epic_titles(db_session(), workspace=current_workspace())
    form.parent.choices = with_nothing(gettext("No epic"), {epic.key: epic.title for epic in epics})
    return form


def _refused(form: PasteForm, error: Invalid | LimitReached) -> ResponseReturnValue:
    form.lines.errors = [*form.lines.errors, translate_error(error)]
    return _page(form), error.status


def _page(form: PasteForm, found: Sequence[PastedRequirement] | None = None) -> str:
    base = url_for("requirements.index", workspace=current_workspace().slug)
    duplicates = [one for one in found or () if one.duplicate_of is not None]
    return render_template(
        "requirements/new_many.html", form=form, found=found, duplicates=duplicates, base=base, query=_query(),
        back=list_url_from(_query()),
    )  # fmt: skip
