"""Planning: what could be done on one side, the sprint on the other, and moves between and within them."""

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.views import seen_now
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid, NotFound
from backlog.core.keys import find_number, seen_number
from backlog.core.permissions import Permission
from backlog.sprints.forms import QuickForm
from backlog.sprints.models import Sprint, SprintState
from backlog.sprints.queries import find_action_rows, get_plan, get_sprint
from backlog.sprints.services import (
    END,
    KEEP,
    Allowance,
    create_action,
    create_in_sprint,
    plan_actions,
    rank_actions,
    unplan_actions,
    update_action,
)
from backlog.sprints.views.blueprints import planning as blueprint
from backlog.sprints.views.limits import allowance_in_form, flash_done
from backlog.sprints.views.panes import grouped_by, plan_context, row_context, sums_context
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, refresh_page, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session, rollback

CONFLICT = 409


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, number: int) -> ResponseReturnValue:
    """Show both panes; a completed sprint leads to its record."""
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    if sprint.state == SprintState.COMPLETED:
        return see_other(url_for("sprints.show", workspace=workspace, number=number))
    return render_template("sprints/plan.html", **plan_context(sprint))


@blueprint.get("/panes")
@requires(Permission.WORKSPACE_VIEW)
def panes(workspace: str, number: int) -> ResponseReturnValue:
    """Show both panes alone, for a page that is there already."""
    if not is_fragment_request():
        return see_other(_address(workspace, number))
    try:
        sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    except NotFound as error:
        flash(translate_error(error), "error")
        return see_other(url_for("sprints.index", workspace=workspace))
    # What stands around the panes is about what can be done next: it is another page once the sprint goes on.
    return _panes(number) if request.args.get("state", sprint.state) == sprint.state else refresh_page()


@blueprint.post("/move")
@requires(Permission.SPRINTS_PLAN)
def move(workspace: str, number: int) -> ResponseReturnValue:
    """Take actions into the sprint, put them back, or give them another place on either side."""
    keys = list(dict.fromkeys(key for key in request.form.getlist("keys") if key))
    allowance = allowance_in_form()
    try:
        moved, sprint = _move(number, keys, allowance) if keys else ([], None)
    except Conflict as error:
        return _refused(workspace, number, error)
    if moved:
        flash_done(_sentence(moved), allowance)
    if not is_fragment_request():
        return see_other(_address(workspace, number))
    is_shown = request.form.get("is_drag") and moved == keys
    return _moved(number, keys, sprint) if is_shown else _panes(number, retarget=True)


@blueprint.post("/add")
@requires(Permission.ACTIONS_EDIT)
def add(workspace: str, number: int) -> ResponseReturnValue:
    """Write one more action, into the sprint or into the action backlog."""
    form, allowance = QuickForm(), allowance_in_form()
    if form.validate_on_submit():
        _add(number, form.title.data or "", allowance, into_sprint=request.form.get("column") == "sprint")
        if allowance.exceeded:
            flash_done(gettext("The action is in the sprint."), allowance)
    else:
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "error")
    return _panes(number) if is_fragment_request() else see_other(_address(workspace, number))


@blueprint.post("/give")
@requires(Permission.SPRINTS_PLAN)
def give(workspace: str, number: int) -> ResponseReturnValue:
    """Give an action to somebody who has room."""
    key, to, allowance = request.form.get("key", ""), seen_number(request.form.get("to")), allowance_in_form()
    try:
        update_action(
            db_session(), workspace=current_workspace(), actor=current_actor(), key=key, now=utcnow(),
            values={"assignee_id": to}, version=seen_number(request.form.get("version")), allowance=allowance,
        )  # fmt: skip
    except (Conflict, Invalid) as error:
        return _refused(workspace, number, error)
    row = find_action_rows(db_session(), workspace=current_workspace(), keys=[key])[0]
    flash_done(gettext("%(key)s goes to %(name)s.", key=row.key, name=row.assignee or gettext("Nobody yet")), allowance)
    return _panes(number) if is_fragment_request() else see_other(_address(workspace, number))


def _add(number: int, title: str, allowance: Allowance, *, into_sprint: bool) -> None:
    by = {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
    if into_sprint:
        create_in_sprint(db_session(), number=number, values={"title": title}, allowance=allowance, **by)
    else:
        create_action(db_session(), values={"title": title}, **by)


def _move(number: int, keys: list[str], allowance: Allowance) -> tuple[list[str], Sprint | None]:
    """Move actions where the form says; return which, and the sprint if it is not the same as before.

    Those that are in the backlog need not go back there.
    """
    form = request.form
    by: dict[str, Any] = {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
    by["seen"] = seen_number(form.get("version"))
    is_drag = "after" in form
    after = form.get("after") or None
    if form.get("column") == "sprint":
        by |= {"after": after if is_drag else END, "allowance": allowance}
        return keys, plan_actions(db_session(), number=number, keys=keys, **by)
    rows = find_action_rows(db_session(), workspace=current_workspace(), keys=keys)
    planned = {_number(row.key) for row in rows if row.sprint_number == number}
    if planned:
        keys = [key for key in keys if _number(key) in planned]
        return keys, unplan_actions(db_session(), number=number, keys=keys, after=after if is_drag else KEEP, **by)
    if is_drag:
        rank_actions(db_session(), keys=keys, after=after, **by)
        return keys, None
    return [], None


def _number(key: str) -> int | None:
    return find_number(current_workspace().action_prefixes, key)


def _sentence(keys: list[str]) -> str:
    into = request.form.get("column") == "sprint"
    if len(keys) == 1:
        sentence = gettext("%(key)s is in the sprint.") if into else gettext("%(key)s is in the action backlog.")
        return str(sentence % {"key": keys[0]})
    if into:
        return str(ngettext("%(num)d action is in the sprint.", "%(num)d actions are in the sprint.", len(keys)))
    return str(
        ngettext("%(num)d action is in the action backlog.", "%(num)d actions are in the action backlog.", len(keys))
    )


def _moved(number: int, keys: list[str], sprint: Sprint | None) -> ResponseReturnValue:
    """Answer a move that the page has shown already: the rows as they look there, the sums, and the way back."""
    workspace = current_workspace()
    sprint = sprint or get_sprint(db_session(), workspace=workspace, number=number)
    plan = get_plan(db_session(), workspace=workspace, sprint=sprint)
    place = "sprint" if request.form.get("column") == "sprint" else "backlog"
    numbers = {_number(key) for key in keys}
    planned = [one for one in plan.actions if _number(one.action.key) in numbers]
    return render_template(
        "sprints/_moved.html",
        rows=planned if place == "sprint" else find_action_rows(db_session(), workspace=workspace, keys=keys),
        place=place,
        seen=seen_now(),
        sprint=sprint,
        shown={name: request.args[name] for name in ("by", "q") if request.args.get(name)},
        may_plan=True,
        **row_context(grouped_by()),
        **sums_context(plan),
    )


def _refused(workspace: str, number: int, error: Conflict | Invalid) -> ResponseReturnValue:
    """Show the list as it is now, and say why the move was not made."""
    flash(translate_error(error), "error")
    if not is_fragment_request():
        rollback()
        return see_other(_address(workspace, number))
    return _panes(number, status=CONFLICT, retarget=True)


def _panes(number: int, *, status: int = 200, retarget: bool = False) -> ResponseReturnValue:
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    html = render_template("sprints/_plan.html", **plan_context(sprint))
    headers = {"HX-Retarget": "#plan", "HX-Reswap": "outerMorph"} if retarget else {}
    return make_response(html, status, headers)


def _address(workspace: str, number: int) -> str:
    shown: dict[str, Any] = {name: request.args[name] for name in ("by", "q") if request.args.get(name)}
    return url_for("sprints_planning.show", workspace=workspace, number=number, **shown)
