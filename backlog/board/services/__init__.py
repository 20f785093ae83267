"""Writes about the board, by use case."""

from backlog.board.services.arranging import add_column, move_column, remove_column, update_column
from backlog.board.services.giving import give_card
from backlog.board.services.limiting import HIGHEST_LIMIT, limit_people
from backlog.board.services.moving import Giving, Moved, move_card

__all__ = [
    "HIGHEST_LIMIT",
    "Giving",
    "Moved",
    "add_column",
    "give_card",
    "limit_people",
    "move_card",
    "move_column",
    "remove_column",
    "update_column",
]
