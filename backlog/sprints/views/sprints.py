"""Sprints: all of them, a new one, its goal and dates."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid
from backlog.core.permissions import Permission
from backlog.sprints.forms import SprintForm
from backlog.sprints.models import Sprint, SprintState
from backlog.sprints.queries import (
    find_active_sprint,
    find_neighbours,
    find_next_sprint,
    get_sprint,
    list_sprints,
    propose_dates,
    propose_reserve,
    today_in,
)
from backlog.sprints.services import create_sprint, update_sprint
from backlog.sprints.views.bars import reserve_hint
from backlog.sprints.views.blueprints import sprints as blueprint
from backlog.sprints.views.record import record_context
from backlog.sprints.views.words import days_left, verdict_words
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.forms import version_in
from backlog.web.htmx import see_other
from backlog.web.session import db_session

PER_PAGE = 20
MOST_OPEN = 50
UNPROCESSABLE, CONFLICT = 422, 409


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def index(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the sprints: under way, planned, completed."""
    session, current = db_session(), current_workspace()
    planned = list_sprints(session, workspace=current, state=SprintState.PLANNED, limit=MOST_OPEN).items
    active = list_sprints(session, workspace=current, state=SprintState.ACTIVE, limit=1).items
    completed = list_sprints(
        session, workspace=current, state=SprintState.COMPLETED, limit=PER_PAGE, cursor=request.args.get("cursor")
    )
    left = days_left(active[0], today_in(current, utcnow())) if active else ""
    return render_template(
        "sprints/index.html",
        active=active,
        days_left=left,
        planned=planned[::-1],
        completed_sprints=completed.items,
        next_cursor=completed.next_cursor,
        verdicts=verdict_words(),
    )


@blueprint.get("/new")
@requires(Permission.SPRINTS_PLAN)
def new(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask for goal and dates; the dates are proposed."""
    dates = propose_dates(db_session(), workspace=current_workspace(), today=today_in(current_workspace(), utcnow()))
    return _asked("sprints/new.html", SprintForm(formdata=None, obj=dates))


@blueprint.post("/create")
@requires(Permission.SPRINTS_PLAN)
def create(workspace: str) -> ResponseReturnValue:
    """Create a sprint and go on to planning it."""
    form = SprintForm()
    made = _saved(form, _create) if form.validate_on_submit() else None
    if made is None:
        return _asked("sprints/new.html", form), UNPROCESSABLE
    return see_other(url_for("sprints_planning.show", workspace=workspace, number=made.number))


@blueprint.get("/<int:number>")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, number: int) -> ResponseReturnValue:
    """Lead to the plan or the board; a completed sprint shows its record."""
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    if sprint.state == SprintState.PLANNED:
        return see_other(url_for("sprints_planning.show", workspace=workspace, number=number))
    if sprint.state == SprintState.ACTIVE:
        return see_other(url_for("board.show", workspace=workspace))
    return render_template("sprints/record.html", **record_context(sprint), **_beyond(sprint))


@blueprint.get("/<int:number>/edit")
@requires(Permission.SPRINTS_PLAN)
def edit(workspace: str, number: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask for another goal or other dates."""
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    return _asked("sprints/edit.html", SprintForm(formdata=None, obj=sprint), sprint)


@blueprint.post("/<int:number>/update")
@requires(Permission.SPRINTS_PLAN)
def update(workspace: str, number: int) -> ResponseReturnValue:
    """Change goal and dates."""
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    form = SprintForm()

    if not form.validate_on_submit() or _saved(form, lambda form: _update(form, number)) is None:
        status = CONFLICT if form.is_contested else UNPROCESSABLE
        return _asked("sprints/edit.html", form, sprint), status
    flash(gettext("Saved."))
    return see_other(url_for("sprints_planning.show", workspace=workspace, number=number))


def _asked(template: str, form: SprintForm, sprint: Sprint | None = None) -> str:
    reserve = propose_reserve(db_session(), workspace=current_workspace(), sprint=sprint)
    return render_template(template, form=form, sprint=sprint, reserve=reserve_hint(reserve))


def _beyond(sprint: Sprint) -> dict[str, Any]:
    """Return what goes on after a completed sprint: those beside it, and what is to be planned next."""
    session, current = db_session(), current_workspace()
    successor = (sprint.report or {}).get("next_sprint")
    beside = find_neighbours(session, workspace=current, number=sprint.number, successor=successor)
    return {
        "before": beside.before,
        "after": beside.after,
        "successor": beside.successor,
        "is_one_under_way": find_active_sprint(session, workspace=current) is not None,
        "next_sprint": find_next_sprint(session, workspace=current),
    }


def _update(form: SprintForm, number: int) -> Sprint | None:
    try:
        return update_sprint(
            db_session(), workspace=current_workspace(), actor=current_actor(), number=number, now=utcnow(),
            values=_values(form), version=version_in(form),
        )  # fmt: skip
    except Conflict as error:
        if "fields" not in error.details:
            raise
        form.contest(error.details["fields"], version=error.details["version"])
        return None


def _create(form: SprintForm) -> Sprint:
    return create_sprint(
        db_session(), workspace=current_workspace(), actor=current_actor(), now=utcnow(), **_values(form)
    )


def _values(form: SprintForm) -> dict[str, Any]:
    days = {"starts_on": form.starts_on.data, "ends_on": form.ends_on.data}
    return {"goal": form.goal.data or "", **days, "reserve_percent": form.reserve_percent.data}


def _saved(form: SprintForm, save: Any) -> Sprint | None:
    try:
        made: Sprint | None = save(form)
    except Invalid as error:
        form.add_errors(error)
        return None
    return made
