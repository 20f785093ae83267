"""Where the board and its columns are found."""

from flask import Blueprint, g

board = Blueprint("board", __name__, url_prefix="/w/<workspace>/board")
columns = Blueprint("board_columns", __name__, url_prefix="/w/<workspace>/board/columns")


@board.before_request
@columns.before_request
def mark_sprints() -> None:
    """Mark the entry of the sprints in the rail: the board is their face."""
    g.navigation_current = "sprints"
