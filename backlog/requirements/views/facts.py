"""One fact of a requirement, asked for by itself, so that it can be filled in where it stands."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, NotFound
from backlog.core.permissions import Permission
from backlog.requirements.forms import RequirementForm
from backlog.requirements.models import Requirement
from backlog.requirements.queries import get_requirement, list_labels
from backlog.requirements.services import update_requirement
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.conflicts import shown_fact
from backlog.requirements.views.filling import filled_form, offer_choices, values_from
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.forms import version_in
from backlog.web.htmx import is_fragment_request, page_before, see_other
from backlog.web.session import db_session

UNPROCESSABLE, CONFLICT = 422, 409
_ASKED = frozenset({"labels", "components", "parent", "target_on"})


@blueprint.get("/<key>/facts/<name>")
@requires(Permission.REQUIREMENTS_EDIT)
def ask_fact(workspace: str, key: str, name: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask for epic, components, labels or target."""
    requirement = _find(key, name)
    return _question(requirement, filled_form(requirement), name)


@blueprint.post("/<key>/facts/<name>")
@requires(Permission.REQUIREMENTS_EDIT)
def set_fact(workspace: str, key: str, name: str) -> ResponseReturnValue:
    """Take the answer in; what somebody else has answered meanwhile is shown beside it."""
    requirement, form = _find(key, name), RequirementForm()
    offer_choices(form, requirement)
    if not form[name].validate(form) or not form.succeeds(lambda: _save(requirement, form, name)):
        return _question(requirement, form, name), UNPROCESSABLE
    if form.is_contested:
        return _question(requirement, form, name), CONFLICT
    flash_act(gettext("%(key)s is saved.", key=requirement.key))
    page = url_for("requirements.show", workspace=workspace, key=requirement.key)
    return see_other((page_before() if is_fragment_request() else None) or page)


def _find(key: str, name: str) -> Requirement:
    if name not in _ASKED:
        raise NotFound
    return get_requirement(db_session(), workspace=current_workspace(), key=key)


def _save(requirement: Requirement, form: RequirementForm, name: str) -> None:
    value = dict(values_from(form))[name]
    try:
        update_requirement(
            db_session(), workspace=current_workspace(), actor=current_actor(), key=requirement.key,
            values={name: value}, version=version_in(form), now=utcnow(),
        )  # fmt: skip
    except Conflict as error:
        if "fields" not in error.details:
            raise
        ((_, sides),) = error.details["fields"].items()
        said = {name: {**sides, "theirs": shown_fact(name, sides["theirs"])}}
        form.contest(said, version=error.details["version"])


def _question(requirement: Requirement, form: RequirementForm, name: str) -> str:
    url = url_for("requirements.show", workspace=current_workspace().slug, key=requirement.key)
    labels = list_labels(db_session(), workspace=current_workspace()) if name == "labels" else ()
    return render_template(
        "requirements/fact.html", requirement=requirement, form=form, question=form[name], url=url, known_labels=labels
    )
