"""The columns of the board: names, what they mean, limits, order."""

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.board.forms import ColumnForm, PeopleForm, RemoveColumnForm
from backlog.board.queries import count_cards, list_columns
from backlog.board.services import add_column, limit_people, move_column, remove_column, update_column
from backlog.board.views.blueprints import columns as blueprint
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, LimitReached, NotFound
from backlog.core.permissions import Permission
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import BoardColumn
from backlog.sprints.services import Allowance, ensure_columns
from backlog.sprints.views.limits import allowance_in_form, warnings
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.conflicts import carried_by
from backlog.web.forms import choices
from backlog.web.htmx import see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session, rollback
from backlog.workspaces.models import LimitMode

UNPROCESSABLE = 422
NEW = "new"
_FIELDS = ("name", "category", "wip_limit", "wip_mode")


@blueprint.get("")
@requires(Permission.SPRINTS_PLAN)
def index(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the columns to be changed."""
    return _page()


@blueprint.post("/create")
@requires(Permission.SPRINTS_PLAN)
def create(workspace: str) -> ResponseReturnValue:
    """Add a column."""
    form = ColumnForm(prefix=NEW)
    values = _values(form)
    try:
        saved = form.validate_on_submit() and form.succeeds(lambda: add_column(db_session(), **values, **_who()))
    except LimitReached as error:
        form.form_errors.append(translate_error(error))
        saved = False
    return _done(workspace, gettext("The column is added.")) if saved else _page(form, UNPROCESSABLE)


@blueprint.post("/people")
@requires(Permission.SPRINTS_PLAN)
def limit_person(workspace: str) -> ResponseReturnValue:
    """Say how many cards in progress one person should hold."""
    form = PeopleForm(data=_people_now())
    by: dict[str, Any] = {"limit": form.wip_limit.data, "mode": form.wip_mode.data, **_who()}
    if not form.validate_on_submit() or not form.succeeds(lambda: limit_people(db_session(), **by)):
        return _page(status=UNPROCESSABLE, people=form)
    return _done(workspace, gettext("Saved."))


@blueprint.post("/update")
@requires(Permission.SPRINTS_PLAN)
def update(workspace: str) -> ResponseReturnValue:
    """Change names, categories and limits of the columns in which something was changed."""
    allowance = allowance_in_form()
    forms = {column.id: form for column in _columns() if (form := _changed(column)) is not None}
    saved = [_saves(column_id, form, allowance) for column_id, form in forms.items()]
    if not all(saved):
        # What went well is rolled back with the rest, and stands in its field to be sent again.
        return _page(status=UNPROCESSABLE, sent=forms)
    return _done(workspace, " ".join([gettext("Saved."), *warnings(allowance)]))


@blueprint.post("/<int:column_id>/move")
@requires(Permission.SPRINTS_PLAN)
def move(workspace: str, column_id: int) -> ResponseReturnValue:
    """Put a column one place earlier or later."""
    ids = [column.id for column in ensure_columns(db_session(), current_workspace())]
    if column_id not in ids:
        raise NotFound
    place = ids.index(column_id)
    ids.remove(column_id)
    place = max(0, place - 1) if request.form.get("to") == "earlier" else place + 1
    after = ids[min(place, len(ids)) - 1] if place else None
    move_column(db_session(), column_id=column_id, after=after, **_who())
    return see_other(url_for("board_columns.index", workspace=workspace))


@blueprint.get("/<int:column_id>/removing")
@requires(Permission.SPRINTS_PLAN)
def confirm_remove(workspace: str, column_id: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask where the cards of a column go."""
    return _remove_form(RemoveColumnForm(formdata=None), column_id)


@blueprint.post("/<int:column_id>/remove")
@requires(Permission.SPRINTS_PLAN)
def remove(workspace: str, column_id: int) -> ResponseReturnValue:
    """Take a column off the board."""
    form, allowance = RemoveColumnForm(), allowance_in_form()
    form.target.choices = choices(_targets(column_id))
    if not form.validate_on_submit():
        return _remove_form(form, column_id, status=UNPROCESSABLE)
    try:
        target = int(form.target.data)
        remove_column(db_session(), column_id=column_id, target_id=target, allowance=allowance, **_who())
    except Conflict as error:
        rollback()
        flash(translate_error(error), "error")
        return see_other(url_for("board_columns.index", workspace=workspace))
    return _done(workspace, " ".join([gettext("The column is removed."), *warnings(allowance)]))


def _columns() -> list[BoardColumn]:
    return list_columns(db_session(), workspace=current_workspace())


def _changed(column: BoardColumn) -> ColumnForm | None:
    """Return a column's fields as they were sent, unless they are as they were shown: others may have changed them."""
    # What a form does not say stays as it is.
    form = ColumnForm(obj=column, prefix=str(column.id))
    return form if f"{column.id}-name" in request.form and _said(form) != _seen(column) else None


def _seen(column: BoardColumn) -> str | None:
    return request.form.get(f"{column.id}-seen")


def _said(form: ColumnForm) -> str:
    """Return what the fields of a column hold, in one text."""
    return "/".join(value for name in _FIELDS for _name, value in carried_by(form[name]))


def _saves(column_id: int, form: ColumnForm, allowance: Allowance) -> bool:
    by: dict[str, Any] = {"column_id": column_id, "values": _values(form), "allowance": allowance, **_who()}
    return form.validate_on_submit() and form.succeeds(lambda: update_column(db_session(), **by))


def _values(form: ColumnForm) -> dict[str, Any]:
    category = form.category.data
    return {
        "name": form.name.data or "",
        "category": StatusCategory(category) if category in set(StatusCategory) else StatusCategory.TO_DO,
        "wip_limit": form.wip_limit.data,
        "wip_mode": LimitMode(form.wip_mode.data) if form.wip_mode.data in set(LimitMode) else LimitMode.WARN,
    }


def _who() -> dict[str, Any]:
    return {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}


def _page(
    wrong: ColumnForm | None = None, status: int = 200, *, people: PeopleForm | None = None,
    sent: Mapping[int, ColumnForm] | None = None,
) -> ResponseReturnValue:  # fmt: skip
    rows = []
    for column in _columns():
        filled = _filled(column)
        rows.append(
            {"column": column, "form": (sent or {}).get(column.id, filled), "seen": _seen(column) or _said(filled)}
        )
    form = wrong or ColumnForm(formdata=None, prefix=NEW)
    return make_response(
        render_template("board/columns.html", rows=rows, form=form, people=people or _people()), status
    )


def _people() -> PeopleForm:
    return PeopleForm(formdata=None, data=_people_now())


def _people_now() -> dict[str, Any]:
    workspace = current_workspace()
    return {"wip_limit": workspace.person_wip_limit, "wip_mode": workspace.person_wip_mode}


def _filled(column: BoardColumn) -> ColumnForm:
    return ColumnForm(formdata=None, obj=column, prefix=str(column.id))


def _targets(column_id: int) -> dict[str, str]:
    columns = _columns()
    if column_id not in {column.id for column in columns}:
        raise NotFound
    return {str(column.id): column.name for column in columns if column.id != column_id}


def _remove_form(form: RemoveColumnForm, column_id: int, *, status: int = 200) -> ResponseReturnValue:
    columns = _columns()
    form.target.choices = choices(_targets(column_id))
    column = next(column for column in columns if column.id == column_id)
    count = count_cards(db_session(), workspace=current_workspace(), column_id=column_id)
    return make_response(render_template("board/remove_column.html", form=form, column=column, count=count), status)


def _done(workspace: str, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return see_other(url_for("board_columns.index", workspace=workspace))
