"""The board: the sprint under way in columns, and cards that move."""

from typing import Any

from flask import flash, make_response, render_template, request
from flask.typing import ResponseReturnValue

from backlog.activity.views import seen_now
from backlog.board.queries import Board, find_board
from backlog.board.services import Giving, Moved, give_card, move_card
from backlog.board.views.address import asked_for, board_url
from backlog.board.views.blueprints import board as blueprint
from backlog.board.views.looks import NOBODY, addresses, lane_of, people_on, progress_of
from backlog.board.views.swimlanes import Lanes, choices_of, lanes_in, moved_sentence, swimlanes_of
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid
from backlog.core.keys import seen_number, whole_number
from backlog.core.permissions import Permission
from backlog.sprints.queries import find_next_sprint, today_in
from backlog.sprints.services import END, Allowance
from backlog.sprints.views.limits import allowance_in_form, flash_done
from backlog.sprints.views.words import days_left, started_early
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.htmx import is_fragment_request, refresh_page, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session, rollback

CONFLICT = 409


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the board; for a page that shows it already, the columns alone; for one between sprints, another page."""
    if is_fragment_request() and "between" in request.args:
        return refresh_page()
    return _board()


@blueprint.post("/move")
@requires(Permission.BOARD_MOVE)
def move(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Put a card into a column, right after another."""
    try:
        moved = _move(allowance := allowance_in_form())
    except (Conflict, Invalid) as error:
        rollback()
        flash(translate_error(error), "error")
        return _board(status=CONFLICT) if is_fragment_request() else see_other(board_url())
    flash_done(moved_sentence(moved), allowance)
    if not is_fragment_request():
        return see_other(f"{board_url()}#action-{moved.key}")
    if "after" not in request.form:
        return _board()
    return render_template("board/_moved.html", seen=seen_now())


def _move(allowance: Allowance) -> Moved:
    form = request.form
    by: dict[str, Any] = {
        "workspace": current_workspace(), "actor": current_actor(), "key": form.get("keys", ""), "now": utcnow(),
        "column_id": form.get("column", 0, type=whole_number),
        "after": (form["after"] or None) if "after" in form else END,
        "seen": seen_number(form.get("version")), "allowance": allowance,
    }  # fmt: skip
    if not form.get("assignee"):
        return move_card(db_session(), **by)
    giving = Giving(before=_person_in("assignee_before"), after=_person_in("assignee"))
    return give_card(db_session(), giving=giving, **by)


def _person_in(name: str) -> int | None:
    # What is no number is nobody's: 0.
    return None if request.form.get(name) == NOBODY else request.form.get(name, 0, type=whole_number)


def _board(*, status: int = 200) -> ResponseReturnValue:
    board = find_board(db_session(), workspace=current_workspace(), now=utcnow())
    if board is None and is_fragment_request():
        return refresh_page()
    if board is None:
        following = find_next_sprint(db_session(), workspace=current_workspace())
        return make_response(render_template("board/empty.html", next_sprint=following), status)
    name = "board/_board.html" if is_fragment_request() else "board/show.html"
    # What was dragged is answered with nothing to swap, unless it was refused.
    headers = {"HX-Retarget": "#board", "HX-Reswap": "outerMorph"} if status == CONFLICT else {}
    return make_response(render_template(name, **board_context(board)), status, headers)


def board_context(board: Board) -> dict[str, Any]:
    """Return what the board shows, for everybody or the person the address asks for, in the lanes it asks for."""
    today, asked = today_in(current_workspace(), utcnow()), asked_for()
    person, by = asked.get("person", ""), lanes_in(asked.get("lanes", ""))
    limit = current_workspace().person_wip_limit
    # Cards that stand in lanes are not drawn by column as well.
    lanes = [lane_of(column, today, person=person, is_bare=by is not None) for column in board.columns]
    return {
        "sprint": board.sprint,
        "days_left": days_left(board.sprint, today),
        "before_the_start": started_early(board.sprint, today),
        "lanes": lanes,
        "swimlanes": swimlanes_of(board, lanes, by, today, person=person, limit=limit) if by else (),
        "by": by,
        "lane_choices": choices_of(by),
        "gives": by is Lanes.PERSON and may(Permission.ACTIONS_EDIT),
        "sums": progress_of(board),
        "people": people_on(board, person),
        "person": person,
        "url": board_url(),
        "everybody_url": board_url(person=None),
        "move_url": board_url("board.move"),
        "seen": board.seen,
        **addresses(),
    }
