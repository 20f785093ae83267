"""A sprint as it was at each moment, folded from what was recorded and never from how things stand today.

Knows neither database nor web. What was recorded comes in the order of its running numbers, the order of commits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

STARTED, COMPLETED = "sprint.started", "sprint.completed"
JOINED, LEFT = "sprint.action_joined", "sprint.action_left"
# What else is said of an action that its effort, or whether it is done, can depend on.
ACTION_VERBS = (JOINED, LEFT, "action.changed", "action.moved", "action.reopened", "action.closed")
_REMOVED = "removed"
_ZERO = Decimal(0)


class Measure(StrEnum):
    """In what work is counted."""

    HOURS = "hours"
    POINTS = "points"
    ACTIONS = "actions"


@dataclass(frozen=True, slots=True)
class Effort:
    """An amount of work in every measure; what nobody has estimated counts as 0 points and 0 hours."""

    hours: Decimal = _ZERO
    points: Decimal = _ZERO
    actions: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        """Return both together."""
        return Effort(self.hours + other.hours, self.points + other.points, self.actions + other.actions)

    def __sub__(self, other: "Effort") -> "Effort":
        """Return what is left without the other; it can be negative."""
        return Effort(self.hours - other.hours, self.points - other.points, self.actions - other.actions)

    def of(self, measure: Measure) -> Decimal:
        """Return the amount in one measure."""
        return Decimal(getattr(self, measure))


NOTHING = Effort()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that was recorded of an action, by its id and the key it had, or of the sprint itself."""

    verb: str
    at: datetime
    changes: Mapping[str, Any]
    entity: int
    key: str


@dataclass(frozen=True, slots=True)
class ScopeChange:
    """By how much an action that came, went or was estimated anew changed the scope; negative where it shrank."""

    key: str
    effort: Effort


@dataclass(frozen=True, slots=True)
class Step:
    """What the sprint held from this moment on, what of it was done, and which change of scope led here."""

    at: datetime
    scope: Effort
    done: Effort
    change: ScopeChange | None = None

    @property
    def remaining(self) -> Effort:
        """Return what was still to do."""
        return self.scope - self.done


@dataclass(frozen=True, slots=True)
class Totals:
    """A sprint in one measure: committed + added - removed - done = unfinished."""

    committed: Decimal
    added: Decimal
    removed: Decimal
    done: Decimal
    unfinished: Decimal


@dataclass(frozen=True, slots=True)
class SprintHistory:
    """A sprint from its start, which is the first step, to its completion, None while it is under way."""

    steps: tuple[Step, ...]
    completed_at: datetime | None

    @property
    def start(self) -> Step:
        """Return how the sprint began; nothing that happens later changes it."""
        return self.steps[0]

    @property
    def usual_measure(self) -> Measure:
        """Return the first measure in which anything was ever estimated; actions can always be counted."""
        return next((one for one in Measure if any(step.scope.of(one) for step in self.steps)), Measure.ACTIONS)

    def totals(self, measure: Measure) -> Totals:
        """Return what the sprint comes to; an action estimated anew counts as added or removed by the difference."""
        changes = [step.change.effort.of(measure) for step in self.steps if step.change]
        last = self.steps[-1]
        return Totals(
            committed=self.start.scope.of(measure),
            added=sum((change for change in changes if change > 0), _ZERO),
            removed=-sum((change for change in changes if change < 0), _ZERO),
            done=last.done.of(measure),
            unfinished=last.remaining.of(measure),
        )


def fold(happenings: Iterable[Happening], *, sprint: int) -> SprintHistory | None:
    """Return the history of the sprint with this number, None if it never started.

    `happenings` are those of the sprint and of every action that was ever in it, from their beginning. What comes after
    its completion is not read.
    """
    actions: dict[int, _Action] = defaultdict(_Action)
    steps: list[Step] = []
    scope = done = NOTHING
    for one in happenings:
        if one.verb == COMPLETED or ends_sprint(one, sprint):
            return SprintHistory(tuple(steps), one.at) if steps else None
        if one.verb == STARTED:
            steps.append(Step(one.at, scope, done))
            continue
        action = actions[one.entity]
        effort, finished = action.effort, action.finished
        action.follow(one, sprint)
        grown = action.effort - effort
        scope, done = scope + grown, done + action.finished - finished
        if steps and (scope, done) != (steps[-1].scope, steps[-1].done):
            change = ScopeChange(one.key, grown) if grown != NOTHING else None
            # Clocks are read before the lock that gives the numbers: of two at once the later can say the earlier time.
            steps.append(Step(max(one.at, steps[-1].at), scope, done, change))
    return SprintHistory(tuple(steps), None) if steps else None


def ends_sprint(one: Happening, sprint: int) -> bool:
    """Tell whether an action leaves because the sprint is completed: all leave then, and some join the next at once."""
    return one.verb == LEFT and one.changes["sprint"][0] == sprint and one.changes["outcome"][1] != _REMOVED


@dataclass(slots=True)
class _Action:
    """What is known of an action so far."""

    hours: Decimal = _ZERO
    points: Decimal = _ZERO
    is_done: bool = False
    is_inside: bool = False

    @property
    def effort(self) -> Effort:
        """Return what it adds to the scope."""
        return Effort(self.hours, self.points, 1) if self.is_inside else NOTHING

    @property
    def finished(self) -> Effort:
        """Return what it adds to what is done."""
        return self.effort if self.is_done else NOTHING

    def follow(self, one: Happening, sprint: int) -> None:
        """Take in what happened to it."""
        changes = one.changes
        if one.verb == JOINED:
            self._estimate(changes["effort"][1])
            self.is_inside = changes["sprint"][1] == sprint
        elif one.verb == LEFT and changes["sprint"][0] == sprint:
            self.is_inside = False
        else:
            self._estimate({name: change[1] for name, change in changes.items() if name in {"hours", "points"}})
        if "done_at" in changes:
            self.is_done = changes["done_at"][1] is not None

    def _estimate(self, estimates: Mapping[str, Any]) -> None:
        for name, value in estimates.items():
            setattr(self, name, Decimal(str(value or 0)))
