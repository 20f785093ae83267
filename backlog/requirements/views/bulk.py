"""What is done with all ticked rows."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Invalid
from backlog.core.permissions import Permission
from backlog.requirements.forms import BulkForm
from backlog.requirements.models import Requirement
from backlog.requirements.queries import list_epic_titles
from backlog.requirements.queries.filters import NONE
from backlog.requirements.services import archive_requirements, bulk_edit, restore_requirements
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.filling import labels_from
from backlog.requirements.views.listing import backlog_context, list_answer, list_url_from
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session
from backlog.web.slots import find_slot_url
from backlog.workspaces.models import Component
from backlog.workspaces.queries import list_entries, list_members

_PAGES = {"move": "requirements.places", "change": "requirements.changes"}
# In lists of choices this stands for "leave it as it is", which differs from having none.
_KEEP = ""


@blueprint.post("/bulk/choose")
@requires(Permission.WORKSPACE_VIEW)
def choose(workspace: str) -> ResponseReturnValue:
    """Lead from the ticked rows to the page that asks what is to happen with them."""
    keys, query, then = _keys(), request.form.get("query", ""), request.form.get("then", "")
    url = url_for(_PAGES[then], workspace=workspace) if then in _PAGES else find_slot_url("bulk", then)
    if not keys or url is None:
        flash(gettext("Tick some rows first."))
        return see_other(list_url_from(query))
    return see_other(f"{url}?{urlencode([*(('keys', key) for key in keys), ('query', query)])}")


@blueprint.get("/changes")
@requires(Permission.REQUIREMENTS_EDIT)
def changes(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask what to change in all of them."""
    keys, query = request.args.getlist("keys"), request.args.get("query", "")
    if not keys:
        flash(gettext("Tick some rows first."))
        return see_other(list_url_from(query))
    return _form_page(_offered(BulkForm(formdata=None)), keys, query)


@blueprint.post("/bulk/update")
@requires(Permission.REQUIREMENTS_EDIT)
def update_many(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Change all of them alike."""
    form = _offered(BulkForm())
    keys, query = _keys(), request.form.get("query", "")
    if not form.validate_on_submit():
        return _form_page(form, keys, query), 422
    try:
        changed = bulk_edit(
            db_session(), workspace=current_workspace(), actor=current_actor(), keys=keys, values=_values(form),
            now=utcnow(),
        )  # fmt: skip
    except Invalid as error:
        form.form_errors.append(f"{error.details.get('key', '')} {translate_error(error)}".strip())
        return _form_page(form, keys, query), 422
    _tell(keys, changed)
    return _list_again(query)


@blueprint.post("/bulk/archive")
@requires(Permission.REQUIREMENTS_EDIT)
def archive_many(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Put all of them away."""
    put_away(_keys())
    return _list_again(request.form.get("query", ""))


@blueprint.post("/<key>/archive")
@requires(Permission.REQUIREMENTS_EDIT)
def archive(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Put one requirement away."""
    put_away([key])
    return see_other(list_url_from(request.form.get("query", "")))


@blueprint.post("/<key>/restore")
@requires(Permission.REQUIREMENTS_EDIT)
def restore(workspace: str, key: str) -> ResponseReturnValue:
    """Take one requirement back from the archive."""
    restore_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), keys=[key], now=utcnow()
    )  # fmt: skip
    flash_act(gettext("%(key)s is back in the backlog.", key=key.upper()))
    return see_other(url_for("requirements.show", workspace=workspace, key=key))


def put_away(keys: Sequence[str]) -> None:
    """Archive requirements and say so, with the way back."""
    if not keys:
        flash(gettext("Tick some rows first."))
        return
    done = archive_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), keys=keys, now=utcnow()
    )
    words = ngettext("%(key)s is archived.", "%(num)s requirements are archived.", len(done), key=keys[0])
    flash_act(words)


def _tell(keys: Sequence[str], changed: Sequence[Requirement]) -> None:
    if changed:
        flash_act(ngettext("One requirement is changed.", "%(num)s requirements are changed.", len(changed)))
        return
    told = ngettext(
        "Nothing to change: it had these values already.",
        "Nothing to change: all %(num)s had these values already.",
        len(set(keys)),
    )
    flash(told)


def _keys() -> list[str]:
    return request.form.getlist("keys")


def _list_again(query: str) -> ResponseReturnValue:
    if is_fragment_request() and "in_dialog" not in request.form:
        return list_answer(backlog_context(query), is_answer=True)
    return see_other(list_url_from(query))


def _values(form: BulkForm) -> dict[str, Any]:
    """Return what was chosen; what was left as it is, is left out."""
    found: dict[str, Any] = {}
    for name in ("status", "moscow", "parent", "owner_id"):
        value = form[name].data
        if value not in {_KEEP, None}:
            found[name] = None if value == NONE else value
    if "owner_id" in found and found["owner_id"] is not None:
        found["owner_id"] = int(found["owner_id"])
    found |= {name: form[name].data for name in ("points", "target_on") if form[name].data is not None}
    found |= {name: [form[name].data] for name in ("add_components", "remove_components") if form[name].data}
    for name in ("add_labels", "remove_labels"):
        if labels := labels_from(form[name].data or ""):
            found[name] = labels
    return found


def _offered(form: BulkForm) -> BulkForm:
    session, workspace = db_session(), current_workspace()
    form.offer(
        epics={epic.key: epic.title for epic in list_epic_titles(session, workspace=workspace)},
        members={str(one.user_id): one.name for one in list_members(session, workspace.id)},
        components={one.name: one.name for one in list_entries(session, Component, workspace.id)},
    )
    return form


def _form_page(form: BulkForm, keys: Sequence[str], query: str) -> str:
    base = url_for("requirements.index", workspace=current_workspace().slug)
    back = list_url_from(query)
    return render_template("requirements/changes.html", form=form, keys=keys, query=query, base=base, back=back)
