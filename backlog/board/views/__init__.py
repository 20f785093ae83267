"""Pages of the board."""

from backlog.board.views import board, cards, columns, today  # noqa: F401 - importing them adds their addresses
from backlog.board.views.blueprints import board as _board
from backlog.board.views.blueprints import columns as _columns

BLUEPRINTS = (_board, _columns)
