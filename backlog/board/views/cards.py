"""Single cards of the board: fetched again, moved by words, added."""

from typing import Any

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from backlog.board.forms import PlaceForm
from backlog.board.queries import Board, find_board, get_card, list_columns
from backlog.board.services import move_card
from backlog.board.views.address import board_url
from backlog.board.views.blueprints import board as blueprint
from backlog.board.views.looks import addresses, faces_of
from backlog.core.clock import utcnow
from backlog.core.errors import NotFound
from backlog.core.permissions import Permission
from backlog.sprints.forms import QuickForm
from backlog.sprints.models import Sprint
from backlog.sprints.queries import find_active_sprint, get_action_row, today_in
from backlog.sprints.services import Allowance, create_in_sprint
from backlog.sprints.views.limits import allowance_in_form, flash_done
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.session import db_session

UNPROCESSABLE = 422


@blueprint.get("/cards/<key>")
@requires(Permission.WORKSPACE_VIEW)
def card(workspace: str, key: str) -> ResponseReturnValue:
    """Show one card, for a board that shows it already; a person is led to the action."""
    if not is_fragment_request():
        return see_other(url_for("sprints_actions.show", workspace=workspace, key=key))
    now = utcnow()
    found = get_card(db_session(), workspace=current_workspace(), key=key, now=now)
    return render_template(
        "board/_cards.html", cards=faces_of([found], today_in(current_workspace(), now)), **addresses()
    )


@blueprint.get("/cards/<key>/menu")
@requires(Permission.WORKSPACE_VIEW)
def menu(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what can be done with a card."""
    row = get_action_row(db_session(), workspace=current_workspace(), key=key)
    columns = list_columns(db_session(), workspace=current_workspace())
    name = "board/_menu.html" if is_fragment_request() else "board/menu.html"
    return render_template(name, action=row, in_sprint=row.sprint_number is not None, columns=columns, **addresses())


@blueprint.get("/cards/<key>/moving")
@requires(Permission.BOARD_MOVE)
def choose_place(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask where on the board a card goes."""
    return _place_form(PlaceForm(formdata=None), key)


@blueprint.post("/cards/<key>/move")
@requires(Permission.BOARD_MOVE)
def move_to_place(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Put a card where it was asked to go."""
    form, allowance = PlaceForm(), allowance_in_form()
    form.place.choices = _places(_running_board(), key)
    if not form.validate_on_submit() or not form.succeeds(lambda: _move(key, form.place.data or "", allowance)):
        return _place_form(form, key, status=UNPROCESSABLE)
    flash_done(gettext("%(key)s has moved.", key=key), allowance)
    return see_other(board_url())


@blueprint.get("/cards/new")
@requires(Permission.ACTIONS_EDIT)
def new_card(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask for a card that comes into the sprint while it is under way."""
    return render_template("board/new_card.html", form=QuickForm(formdata=None), sprint=_running_sprint())


@blueprint.post("/cards/add")
@requires(Permission.ACTIONS_EDIT)
def add_card(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Put a new action onto the board."""
    form, sprint, allowance = QuickForm(), _running_sprint(), allowance_in_form()
    made: list[str] = []
    if not form.validate_on_submit() or not form.succeeds(lambda: made.append(_add(form, sprint, allowance))):
        return make_response(render_template("board/new_card.html", form=form, sprint=sprint), UNPROCESSABLE)
    flash_done(gettext("%(key)s is on the board.", key=made[0]), allowance)
    return see_other(board_url())


def _add(form: QuickForm, sprint: Sprint, allowance: Allowance) -> str:
    by: dict[str, Any] = {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
    values = {"title": form.title.data or ""}
    return create_in_sprint(db_session(), number=sprint.number, values=values, allowance=allowance, **by).key


def _move(key: str, place: str, allowance: Allowance) -> None:
    column, _, after = place.partition(":")
    move_card(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, now=utcnow(),
        column_id=int(column), after=after or None, allowance=allowance,
    )  # fmt: skip


def _places(board: Board, key: str) -> list[SelectChoice]:
    """Return every place on the board in words, by column; one choice says all."""
    places = []
    for column in board.columns:
        places.append(SelectChoice(f"{column.id}:", gettext("At the top"), optgroup=column.name))
        for one in column.cards:
            label = gettext("After %(key)s %(title)s", key=one.key, title=one.title)
            places.append(SelectChoice(f"{column.id}:{one.key}", label, optgroup=column.name))
    return [place for place in places if not place.value.endswith(f":{key}")]


def _place_form(form: PlaceForm, key: str, *, status: int = 200) -> ResponseReturnValue:
    form.place.choices = _places(_running_board(), key)
    action = get_action_row(db_session(), workspace=current_workspace(), key=key)
    html = render_template(
        "sprints/one_field.html",
        form=form,
        questions=[form.place],
        action=action,
        heading=gettext("Move %(key)s", key=key),
        label=gettext("Move"),
        url=url_for("board.move_to_place", workspace=current_workspace().slug, key=key),
    )
    return make_response(html, status)


def _running_board() -> Board:
    board = find_board(db_session(), workspace=current_workspace(), now=utcnow())
    if board is None:
        raise NotFound
    return board


def _running_sprint() -> Sprint:
    sprint = find_active_sprint(db_session(), workspace=current_workspace())
    if sprint is None:
        raise NotFound
    return sprint
