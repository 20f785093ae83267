"""Swimlanes: the board cut across its columns, by whose a card is, what it belongs to, or of what kind it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from backlog.board.queries import Board, Card
from backlog.board.services import Moved
from backlog.board.views.address import board_url
from backlog.board.views.looks import Face, Lane, faces_of, person_key
from backlog.core.alphabet import alphabetical
from backlog.requirements.terms import StatusCategory

# Stands for the cards that have nothing of the kind.
NOTHING = "none"


class Lanes(StrEnum):
    """What a board is cut by."""

    PERSON = "person"
    CAMPAIGN = "campaign"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True)
class Swimlane:
    """One row of the board: its cards by column, for every column of the board."""

    key: str
    name: str
    count: int
    held: str  # how many of them are in progress, where one person should hold only so many
    is_over: bool
    cells: Sequence[tuple[Lane, Sequence[Face]]]


def lanes_in(asked: str) -> Lanes | None:
    """Return what the address asks the board to be cut by; what it does not know cuts nothing."""
    return Lanes(asked) if asked in set(Lanes) else None


def swimlanes_of(
    board: Board, columns: Sequence[Lane], by: Lanes, today: date, *, person: str = "", limit: int | None = None
) -> list[Swimlane]:
    """Return the lanes that hold a card that is shown, by name, what has nothing of the kind last.

    `limit` is how many cards in progress one person should hold; lanes of people say how many they do.
    """
    key_of, name_of = _KINDS[by]
    shown = [card for card in board.cards if not person or person_key(card) == person]
    names = {key_of(card): name_of(card) for card in shown}
    ordered = sorted(names.items(), key=lambda item: (item[1] is None, alphabetical(item[1] or "")))
    lanes = []
    for key, name in ordered:
        cards = [card for card in shown if key_of(card) == key]
        is_limited = by is Lanes.PERSON and name and limit
        held = _held(board, cards) if is_limited else 0
        words = gettext("%(count)s in progress, limit %(limit)s", count=held, limit=limit) if is_limited else ""
        is_over = limit is not None and held > limit
        cells = [(column, faces_of([one for one in cards if one.column_id == column.id], today)) for column in columns]
        lanes.append(Swimlane(key, name or _nothing(by), len(cards), words, is_over, cells))
    return lanes


def moved_sentence(moved: Moved) -> str:
    """Return what a move came to: whose a card is now, where it is now, or both; the column where neither changed."""
    names = {"key": moved.key, "column": moved.column_name, "name": moved.given_to}
    if moved.given_to is None:
        return str(gettext("%(key)s is now in %(column)s.", **names))
    if moved.column_id == moved.was_in:
        sentence = (
            gettext("%(key)s is now %(name)s’s.", **names)
            if moved.given_to
            else gettext("%(key)s is now nobody’s.", **names)
        )
        return str(sentence)
    if moved.given_to:
        return str(gettext("%(key)s is now %(name)s’s, in %(column)s.", **names))
    return str(gettext("%(key)s is now nobody’s, in %(column)s.", **names))


def choices_of(by: Lanes | None) -> list[dict[str, Any]]:
    """Return what the board can be cut by, each with its address."""
    labels = {
        None: gettext("No lanes"),
        Lanes.PERSON: gettext("Person"),
        Lanes.CAMPAIGN: gettext("Campaign"),
        Lanes.INSTRUMENT: gettext("Instrument"),
    }
    return [
        {"label": label, "href": board_url(lanes=lanes), "is_current": lanes == by} for lanes, label in labels.items()
    ]


def _held(board: Board, cards: Sequence[Card]) -> int:
    """Return how many of a person's cards count for their limit."""
    working = {column.id for column in board.columns if column.category is StatusCategory.IN_PROGRESS}
    return sum(card.column_id in working and card.waiting_for is None for card in cards)


def _nothing(by: Lanes) -> str:
    nothing = {
        Lanes.PERSON: gettext("Nobody"),
        Lanes.CAMPAIGN: gettext("No campaign"),
        Lanes.INSTRUMENT: gettext("No instrument"),
    }
    return str(nothing[by])


_KINDS: dict[Lanes, tuple[Callable[[Card], str], Callable[[Card], str | None]]] = {
    Lanes.PERSON: (person_key, lambda card: card.assignee),
    Lanes.CAMPAIGN: (lambda card: str(card.campaign_id or NOTHING), lambda card: card.campaign),
    Lanes.INSTRUMENT: (lambda card: str(card.instrument_id or NOTHING), lambda card: card.instrument),
}
