"""Filters somebody wants to come back to."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.errors import NotFound
from backlog.core.permissions import Permission
from backlog.requirements.forms import ViewForm
from backlog.requirements.queries import list_saved_views
from backlog.requirements.services import delete_view, rename_view, save_view, share_view
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.listing import list_url_from, request_query, wanted_from
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import see_other
from backlog.web.session import db_session


@blueprint.get("/views")
@requires(Permission.WORKSPACE_VIEW)
def views(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the views one may open; `query` is the filter of the list one comes from."""
    query = urlencode(wanted_from(request.args.get("query", "")).to_args())
    found = list_saved_views(db_session(), workspace=current_workspace(), actor=current_actor())
    return render_template("requirements/views.html", views=found, query=query, list_url=list_url_from, **_addresses())


@blueprint.get("/views/new")
@requires(Permission.WORKSPACE_VIEW)
def new_view(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask under which name the filter of the address is to be kept."""
    return _form_page(ViewForm(formdata=None, data={"query": request_query()}))


@blueprint.post("/views/create")
@requires(Permission.WORKSPACE_VIEW)
def create_view(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Keep a filter under a name."""
    form = ViewForm()

    def save() -> None:
        save_view(
            db_session(), name=form.name.data or "", query=form.query.data or "", is_shared=bool(form.is_shared.data),
            now=utcnow(), **_who(),
        )  # fmt: skip

    if not (form.validate_on_submit() and form.succeeds(save)):
        return _form_page(form), 422
    flash(gettext("The view “%(name)s” is saved.", name=form.name.data))
    return see_other(list_url_from(form.query.data or ""))


@blueprint.get("/views/<int:view_id>/edit")
@requires(Permission.WORKSPACE_VIEW)
def edit_view(workspace: str, view_id: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show one's own view to rename, share or delete it."""
    found = list_saved_views(db_session(), workspace=current_workspace(), actor=current_actor())
    view = next((one for one in found if one.id == view_id and one.is_own), None)
    if view is None:
        raise NotFound
    return _form_page(ViewForm(formdata=None, obj=view), view_id=view_id)


@blueprint.post("/views/<int:view_id>/update")
@requires(Permission.WORKSPACE_VIEW)
def update_view(workspace: str, view_id: int) -> ResponseReturnValue:
    """Rename one's own view, show it to all or to nobody else."""
    form = ViewForm()

    def save() -> None:
        rename_view(db_session(), view_id=view_id, name=form.name.data or "", **_who())
        share_view(db_session(), view_id=view_id, is_shared=bool(form.is_shared.data), **_who())

    if not (form.validate_on_submit() and form.succeeds(save)):
        return _form_page(form, view_id=view_id), 422
    flash(gettext("Saved."))
    return see_other(url_for("requirements.views", workspace=workspace))


@blueprint.post("/views/<int:view_id>/delete")
@requires(Permission.WORKSPACE_VIEW)
def remove_view(workspace: str, view_id: int) -> ResponseReturnValue:
    """Forget one's own view."""
    delete_view(db_session(), view_id=view_id, **_who())
    flash(gettext("The view is deleted."))
    return see_other(url_for("requirements.views", workspace=workspace))


def _who() -> dict[str, Any]:
    return {"workspace": current_workspace(), "actor": current_actor()}


def _addresses() -> dict[str, str]:
    return {"base": url_for("requirements.index", workspace=current_workspace().slug)}


def _form_page(form: ViewForm, *, view_id: int | None = None) -> str:
    shown = wanted_from(form.query.data or "").to_args()
    return render_template("requirements/view.html", form=form, view_id=view_id, shown=shown, **_addresses())
