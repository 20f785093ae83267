"""Pages of the board."""

from backlog.board.views import board, cards, columns  # noqa: F401 - importing them adds their addresses
from backlog.board.views.blueprints import board as _board
from backlog.board.views.blueprints import columns as _columns
from backlog.board.views.today import count_mine

__all__ = ["BLUEPRINTS", "count_mine"]
BLUEPRINTS = (_board, _columns)
