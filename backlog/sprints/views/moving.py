"""Moving actions between the action backlog and the sprints by words: no drag, no keys."""

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.services import one_act
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict
from backlog.core.permissions import Permission
from backlog.sprints.forms import PlaceForm
from backlog.sprints.models import SprintState
from backlog.sprints.queries import ActionRow, find_action_rows, get_action_row, list_sprints
from backlog.sprints.services import END, Allowance, plan_actions, rank_actions, unplan_actions
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.limits import allowance_in_form, flash_done
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.forms import choices
from backlog.web.htmx import page_before, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session, rollback

UNPROCESSABLE = 422
MOST_SPRINTS = 50


@blueprint.get("/<key>/moving")
@requires(Permission.SPRINTS_PLAN)
def choose_place(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask where an action goes: a sprint, or a place in the action backlog."""
    return _form(PlaceForm(formdata=None), key)


@blueprint.post("/<key>/move")
@requires(Permission.SPRINTS_PLAN)
def move(workspace: str, key: str) -> ResponseReturnValue:
    """Move an action where it was asked to go."""
    form = PlaceForm()
    places = _places(get_action_row(db_session(), workspace=current_workspace(), key=key))
    form.place.choices = choices(places)
    place, allowance = form.place.data or "", allowance_in_form()
    if not form.validate_on_submit() or not form.succeeds(lambda: _move([key], place, allowance)):
        return _form(form, key, status=UNPROCESSABLE)
    flash_done(gettext("%(key)s moved: %(place)s.", key=key, place=places[place]), allowance)
    return see_other(page_before() or url_for("sprints_actions.show", workspace=workspace, key=key))


@blueprint.post("/move")
@requires(Permission.SPRINTS_PLAN)
def move_many(workspace: str) -> ResponseReturnValue:
    """Move the ticked actions as one block."""
    keys, allowance = list(dict.fromkeys(request.form.getlist("keys"))), allowance_in_form()
    try:
        if keys:
            _move(keys, request.form.get("place", ""), allowance)
    except Conflict as error:
        rollback()
        flash(translate_error(error), "error")
    else:
        flash_done(ngettext("%(num)d action moved.", "%(num)d actions moved.", len(keys)), allowance)
    return see_other(page_before() or url_for("sprints_actions.index", workspace=workspace))


def _move(keys: list[str], place: str, allowance: Allowance) -> None:
    by: dict[str, Any] = {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow(), "keys": keys}
    number = place.removeprefix("sprint:")
    if number != place and number.isdecimal():
        plan_actions(db_session(), number=int(number), allowance=allowance, **by)
        return
    after = None if place == "top" else END
    rows = find_action_rows(db_session(), workspace=current_workspace(), keys=keys)
    sprints = {row.sprint_number for row in rows}
    if sprints == {None}:
        rank_actions(db_session(), after=after, **by)
        return
    with one_act(db_session()):
        for sprint in sorted(found for found in sprints if found is not None):
            by["keys"] = [row.key for row in rows if row.sprint_number == sprint]
            unplan_actions(db_session(), number=sprint, after=after, **by)


def _places(row: ActionRow) -> dict[str, str]:
    sprints = {f"sprint:{number}": label for number, label in open_sprints() if number != row.sprint_number}
    backlog = {"top": gettext("Top of the action backlog"), "bottom": gettext("Bottom of the action backlog")}
    return sprints | backlog


def open_sprints() -> list[tuple[int, str]]:
    """Return the sprints that actions can go into: the active one first, then as they follow."""
    found = [
        sprint
        for state in (SprintState.ACTIVE, SprintState.PLANNED)
        for sprint in list_sprints(db_session(), workspace=current_workspace(), state=state, limit=MOST_SPRINTS).items[
            ::-1
        ]
    ]
    return [(sprint.number, gettext("Sprint %(number)s", number=sprint.number)) for sprint in found]


def _form(form: PlaceForm, key: str, *, status: int = 200) -> ResponseReturnValue:
    workspace = current_workspace()
    row = get_action_row(db_session(), workspace=workspace, key=key)
    form.place.choices = choices(_places(row))
    html = render_template(
        "sprints/one_field.html",
        form=form,
        questions=[form.place],
        action=row,
        heading=gettext("Move %(key)s", key=key),
        label=gettext("Move"),
        url=url_for("sprints_actions.move", workspace=workspace.slug, key=key),
    )
    return make_response(html, status)
