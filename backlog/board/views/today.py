"""My part of the front page: my cards of the running sprint, and what is blocked in the team."""

from flask import render_template
from flask.typing import ResponseReturnValue

from backlog.board.queries import count_own_cards, find_board
from backlog.board.views.blueprints import board as blueprint
from backlog.board.views.looks import faces_of
from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.sprints.queries import today_in
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session

MOST_STUCK = 10


@blueprint.get("/today")
@requires(Permission.WORKSPACE_VIEW)
def today(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show my cards, what is due first on top, and the blocked ones of others."""
    now = utcnow()
    board = find_board(db_session(), workspace=current_workspace(), now=now)
    columns = {column.id: column.name for column in board.columns} if board else {}
    waiting = [card for card in board.cards if not card.is_done] if board else []
    me, day = current_actor().user_id, today_in(current_workspace(), now)
    mine = sorted((one for one in waiting if one.assignee_id == me), key=lambda one: (one.due_on is None, one.due_on))
    stuck = [one for one in waiting if one.blocked_reason and one.assignee_id != me][:MOST_STUCK]
    name = "board/_today.html" if is_fragment_request() else "board/today.html"
    return render_template(
        name,
        sprint=board.sprint if board else None,
        mine=[(face, columns[card.column_id]) for card, face in zip(mine, faces_of(mine, day), strict=True)],
        stuck=faces_of(stuck, day),
    )


def count_mine() -> int:
    """Return how many of the reader's cards are not done."""
    return count_own_cards(db_session(), workspace=current_workspace(), user_id=current_actor().user_id)
