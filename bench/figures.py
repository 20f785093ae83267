"""The arithmetic: ratios with their spread, percentiles, and whether a goal is met."""

from collections.abc import Sequence
from dataclasses import dataclass

MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure, and the lowest and highest that single rounds gave."""

    value: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure may be at most (or, where more is better, has to be at least)."""

    gate: float
    stretch: float | None = None
    more_is_better: bool = False

    def verdict(self, value: float) -> str:
        """Return "stretch", "gate" or "missed"."""
        if self.stretch is not None and self._holds(value, self.stretch):
            return "stretch"
        return "gate" if self._holds(value, self.gate) else "missed"

    def _holds(self, value: float, limit: float) -> bool:
        return value >= limit if self.more_is_better else value <= limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; a figure without a goal is told for what it is worth."""

    name: str
    value: float
    unit: str = "x"
    goal: Goal | None = None
    spread: Spread | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Return how the figure stands to its goal, "" without one."""
        return self.goal.verdict(self.value) if self.goal else ""


def ratio(ours: Sequence[tuple[float, int]], theirs: Sequence[tuple[float, int]]) -> Spread:
    """Return how many times theirs ours is, given (cost, count) of each round: all rounds together, and each alone."""
    single = [_mean([mine]) / _mean([other]) for mine, other in zip(ours, theirs, strict=True)]
    return Spread(_mean(ours) / _mean(theirs), min(single), max(single))


def percentile(ascending: Sequence[float], share: float) -> float:
    """Return the value that this share of the values, which come in ascending order, is not above."""
    return ascending[min(len(ascending) - 1, int(share * len(ascending)))]


def _mean(rounds: Sequence[tuple[float, int]]) -> float:
    # A clock tick is the least that the kernel counts; a cost of nothing would make every ratio infinite.
    return max(sum(cost for cost, _ in rounds), 0.01) / sum(count for _, count in rounds)
