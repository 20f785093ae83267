"""Sprints that never were: what would have been recorded of them, beside how things truly stood after each act."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from backlog.reports.history import Effort, Happening, SprintHistory, fold

SPRINT, OTHER = 7, 8
ACTS = ("join", "leave", "elsewhere", "estimate", "finish", "reopen", "archive_done")
ZONES = (
    "Europe/Berlin", "America/New_York", "America/Santiago", "Africa/Cairo", "Pacific/Apia", "Asia/Kathmandu", "UTC"
)  # fmt: skip
# Before clocks change: at night in Berlin, at midnight itself in Santiago and Cairo; before a new year; any other day.
_BEFORE = ((2026, 3, 26), (2026, 10, 22), (2026, 9, 3), (2026, 4, 21), (2026, 12, 28), (2026, 6, 1))
STARTS = tuple(datetime(*day, 9, tzinfo=UTC) for day in _BEFORE)


@dataclass(frozen=True)
class Truth:
    """How things stood from a moment on."""

    at: datetime
    scope: Effort
    done: Effort


@dataclass
class Card:
    hours: int | float | None = None
    points: int | None = None
    is_done: bool = False
    sprint: int | None = None


@dataclass
class Told:
    """A sprint as it goes: its events so far, and the truth after each from the start on."""

    now: datetime
    cards: dict[int, Card] = field(default_factory=dict)
    happenings: list[Happening] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    committed: Effort | None = None

    def say(self, verb: str, entity: int, **changes: Any) -> None:
        self.happenings.append(Happening(verb, self.now, changes, entity, f"ACT-{entity}"))
        if self.committed is not None:
            self.truths.append(self.truth())

    def truth(self) -> Truth:
        inside = [card for card in self.cards.values() if card.sprint == SPRINT]
        return Truth(self.now, _sum(inside), _sum([card for card in inside if card.is_done]))

    @property
    def history(self) -> SprintHistory:
        """Return what is made of the events."""
        found = fold(self.happenings, sprint=SPRINT)
        assert found is not None
        return found

    def start(self) -> None:
        self.committed = self.truth().scope
        self.say("sprint.started", SPRINT)

    def complete(self) -> None:
        """Record what completing records: everything leaves first, then the sprint is completed."""
        inside = {number: card for number, card in self.cards.items() if card.sprint == SPRINT}
        for number, card in inside.items():
            left = _left(SPRINT, "done" if card.is_done else "carried_over")
            self.happenings.append(Happening("sprint.action_left", self.now, left, number, f"ACT-{number}"))
        for number in (number for number, card in inside.items() if not card.is_done):
            joined = {"sprint": (None, OTHER), "effort": (None, {"hours": 1, "points": 1})}
            self.happenings.append(Happening("sprint.action_joined", self.now, joined, number, f"ACT-{number}"))
        self.happenings.append(Happening("sprint.completed", self.now, {}, SPRINT, str(SPRINT)))

    def act(self, what: str, number: int, hours: float | None, points: int | None) -> None:
        card = self.cards.setdefault(number, Card())
        effort = {"hours": card.hours, "points": card.points}
        if what in {"join", "elsewhere"} and card.sprint is None:
            card.sprint = SPRINT if what == "join" else OTHER
            self.say("sprint.action_joined", number, sprint=(None, card.sprint), effort=(None, effort))
        elif what == "leave" and card.sprint is not None:
            left, was_done = _left(card.sprint, "removed"), card.is_done
            card.sprint, card.is_done = None, False
            self.say("sprint.action_left", number, **left, **({"done_at": ("then", None)} if was_done else {}))
        elif what == "archive_done" and card.sprint is not None and card.is_done:
            # What is archived stays done, and so it is when that is undone.
            left = _left(card.sprint, "removed")
            card.sprint = None
            self.say("sprint.action_left", number, **left)
        elif what == "estimate":
            card.hours, card.points = hours, points
            changes = {"hours": (effort["hours"], hours), "points": (effort["points"], points), "title": ("a", "b")}
            self.say("action.changed", number, **changes)
        elif what in {"finish", "reopen"} and card.sprint is not None:
            card.is_done = what == "finish"
            self.say("action.moved", number, column_id=(1, 2), done_at=(None, "now" if card.is_done else None))


@st.composite
def told_sprints(draw: st.DrawFn, *, completed: bool = True) -> Told:
    """Draw a sprint that was planned, started and, unless it is under way, completed, with anything in between."""
    told = Told(draw(st.sampled_from(STARTS)) + timedelta(minutes=draw(st.integers(0, 3000))))
    steps = st.tuples(
        st.sampled_from(ACTS), st.integers(1, 4), st.sampled_from([None, 0, 1.5, 3, 8]),
        st.sampled_from([None, 1, 2, 5]), st.integers(0, 900),
    )  # fmt: skip
    for what, number, hours, points, _minutes in draw(st.lists(steps, max_size=6)):
        told.act(what, number, hours, points)
    told.start()
    for what, number, hours, points, minutes in draw(st.lists(steps, max_size=14)):
        told.now += timedelta(minutes=minutes)
        told.act(what, number, hours, points)
    if completed:
        told.now += timedelta(minutes=draw(st.integers(0, 2000)))
        told.complete()
    return told


def later(told: Told, what: str, number: int, hours: float | None, points: int | None) -> Told:
    """Return the same sprint with one more act."""
    longer = replace(told, happenings=list(told.happenings), truths=list(told.truths))
    longer.act(what, number, hours, points)
    return longer


def _left(sprint: int, outcome: str) -> dict[str, Any]:
    return {"sprint": (sprint, None), "outcome": (None, outcome), "effort": ({}, None)}


def _sum(cards: list[Card]) -> Effort:
    return Effort(
        sum((Decimal(str(card.hours or 0)) for card in cards), Decimal(0)),
        sum((Decimal(card.points or 0) for card in cards), Decimal(0)),
        len(cards),
    )
