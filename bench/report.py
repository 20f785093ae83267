"""The table that a run prints."""

from collections.abc import Iterable

from bench.figures import Figure, Goal

_LINE = "{:<22} {:>12}  {:>13}  {:>8} {:>8}  {:<8} {}"
_SEVERAL_DIGITS = 100


def print_head() -> None:
    """Print what the columns are."""
    print(_LINE.format("what", "measured", "of rounds", "gate", "stretch", "verdict", ""))


def print_figures(figures: Iterable[Figure]) -> None:
    """Print each figure as soon as it is there."""
    for figure in figures:
        print(_line(figure), flush=True)


def _line(figure: Figure) -> str:
    goal = figure.goal
    return _LINE.format(
        figure.name,
        f"{_number(figure.value)} {figure.unit}".rstrip(),
        f"{_number(figure.spread.lowest)} – {_number(figure.spread.highest)}" if figure.spread else "",
        _limit(goal, goal.gate) if goal else "",
        _limit(goal, goal.stretch) if goal else "",
        figure.verdict,
        figure.note,
    ).rstrip()


def _limit(goal: Goal, value: float | None) -> str:
    if value is None:
        return ""
    return f"{'≥' if goal.more_is_better else '≤'} {value:,g}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= _SEVERAL_DIGITS or value == int(value) else f"{value:.2f}"
