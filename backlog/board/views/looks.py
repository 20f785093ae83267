"""The board as the page shows it: columns with what is said about them, cards with every word ready."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext, ngettext
from markupsafe import Markup

from backlog.board.queries import Board, Card, ColumnOnBoard, sum_hours
from backlog.board.views.address import board_url
from backlog.core.alphabet import alphabetical
from backlog.core.permissions import Permission
from backlog.sprints.views.words import approval_label
from backlog.web.access import current_workspace, may
from backlog.web.templating import date_short, number

# A card is old when it has been worked on for longer than a working week.
OLD_AFTER_DAYS = 5
MOST_TICKS = 10
NOBODY = "nobody"


class Face(NamedTuple):
    """One card with its words; `state` is the class that shows it."""

    key: str
    title: str
    icon: str
    instrument: str
    assignee: str
    initials: str
    state: str
    blocked: str
    waiting: str
    day: str
    is_public_day: bool  # it is published then; else it is due
    is_late: bool
    age: str
    days: int
    is_old: bool
    checked: int
    total: int
    is_unplanned: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One column with its cards and figures; `free` is how many more it should hold, negative beyond the limit."""

    id: int
    name: str
    limit: int | None
    count: int
    hours: Decimal
    cards: Sequence[Face]

    @property
    def free(self) -> int:
        """Return the room below the limit; 0 without one."""
        return self.limit - self.count if self.limit is not None else 0

    @property
    def is_over(self) -> bool:
        """Tell whether there is more in it than there should be."""
        return self.free < 0


def faces_of(cards: Sequence[Card], today: date) -> list[Face]:
    """Return cards with their words."""
    day = cache(date_short)
    aged = cache(lambda days: ngettext("%(num)d day", "%(num)d days", days))
    return [_face(card, today, day, aged) for card in cards]


def lane_of(column: ColumnOnBoard, today: date, *, person: str = "", is_bare: bool = False) -> Lane:
    """Return a column with its cards; with a person's key only theirs are shown, bare none, but all are counted."""
    shown = [] if is_bare else [card for card in column.cards if not person or person_key(card) == person]
    return Lane(
        column.id, column.name, column.wip_limit, len(column.cards), column.hours, faces_of(shown, today)
    )  # fmt: skip


def person_key(card: Card) -> str:
    """Return how the filter calls the assignee: a running number, or "nobody"."""
    return str(card.assignee_id) if card.assignee_id is not None else NOBODY


def people_on(board: Board, chosen: str) -> list[dict[str, Any]]:
    """Return who has cards on the board, by name, and "nobody" last."""
    found = {person_key(card): card for card in board.cards}
    ordered = sorted(found.items(), key=lambda item: (item[1].assignee is None, alphabetical(item[1].assignee or "")))
    return [
        {
            "key": key,
            "name": card.assignee or gettext("Nobody"),
            "initials": card.initials or "",
            "is_chosen": key == chosen,
            "href": board_url(person=None if key == chosen else key),
        }
        for key, card in ordered
    ]


def progress_of(board: Board) -> dict[str, Any]:
    """Return how far the sprint is: in hours where somebody has estimated, else in cards."""
    cards = board.cards
    done = [card for card in cards if card.is_done]
    if hours := board.hours:
        part, text = sum_hours(done), gettext("%(part)s of %(whole)s h done")
        share = round(100 * part / hours)
        return {"share": share, "text": text % {"part": number(part), "whole": number(hours)}}
    share = round(100 * len(done) / len(cards)) if cards else 0
    return {"share": share, "text": gettext("%(part)s of %(whole)s done", part=len(done), whole=len(cards))}


def addresses() -> dict[str, Any]:
    """Return where cards and actions are found, and whether the reader may move them."""
    slug = current_workspace().slug
    return {
        "base": url_for("board.show", workspace=slug) + "/cards",
        "titles": url_for("sprints_actions.index", workspace=slug),
        "may_move": may(Permission.BOARD_MOVE),
    }


def _face(card: Card, today: date, day: Callable[[date], str], aged: Callable[[int], str]) -> Face:
    is_public_day = card.publish_on is not None and not card.is_done
    due = card.publish_on if is_public_day else card.due_on
    days = min(card.age_days or 0, MOST_TICKS)
    blocked = _blocked(card)
    return Face(
        key=Markup(card.key),  # noqa: S704 - a prefix of letters and digits and a number
        title=card.title,
        icon=card.icon or "circle",
        instrument=card.instrument or "",
        assignee=card.assignee or "",
        initials=card.initials or "",
        state=_state(card),
        blocked=blocked,
        waiting=_waiting(card),
        day=(gettext("today") if due == today else day(due)) if due else "",
        is_public_day=is_public_day,
        is_late=due is not None and due < today and not card.is_done,
        age=aged(card.age_days) if days and card.age_days else "",
        days=days,
        is_old=(card.age_days or 0) > OLD_AFTER_DAYS,
        checked=card.checklist_done,
        total=card.checklist_total,
        is_unplanned=card.is_unplanned,
    )


def _state(card: Card) -> str:
    if card.blocked_reason:
        return " card--blocked"
    if card.waiting_for:
        return " card--waiting"
    if card.is_done:
        return " card--done"
    return " card--unplanned" if card.is_unplanned else ""


def _blocked(card: Card) -> str:
    if not card.blocked_reason:
        return ""
    days = card.blocked_days or 1
    if days <= 1:
        return str(gettext("Blocked since today: %(reason)s", reason=card.blocked_reason))
    since = ngettext(
        "Blocked for %(num)d day: %(reason)s", "Blocked for %(num)d days: %(reason)s", days, reason=card.blocked_reason
    )
    return str(since)


def _waiting(card: Card) -> str:
    if not card.waiting_for:
        return ""
    who, days = approval_label(card.waiting_for), card.waiting_days or 1
    if days <= 1:
        sentence = gettext("Waiting for approval: %(who)s, since today", who=who)
    else:
        sentence = ngettext(
            "Waiting for approval: %(who)s, for %(num)d day", "Waiting for approval: %(who)s, for %(num)d days",
            days, who=who,
        )  # fmt: skip
    return f"{sentence}. {card.waiting_note}" if card.waiting_note else str(sentence)
