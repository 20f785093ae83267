"""The arithmetic that every figure of a benchmark goes through."""

import pytest

from bench.figures import Figure, Goal, percentile, ratio
from bench.report import print_figures


def test_a_ratio_weighs_rounds_by_their_requests_and_shows_single_rounds():
    spread = ratio([(4.0, 100), (2.0, 100)], [(2.0, 200), (2.0, 200)])
    assert (spread.value, spread.lowest, spread.highest) == (3.0, 2.0, 4.0)


def test_a_round_too_short_for_the_clock_gives_a_ratio_all_the_same():
    assert ratio([(0.01, 1)], [(0.0, 1)]).value == 1.0


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.5, 3), (0.95, 5), (1, 5)])
def test_a_percentile_is_one_of_the_values(share, expected):
    assert percentile([1, 2, 3, 4, 5], share) == expected


@pytest.mark.parametrize(
    ("goal", "value", "verdict"),
    [
        (Goal(4, 2.5), 2.5, "stretch"),
        (Goal(4, 2.5), 4, "gate"),
        (Goal(4, 2.5), 4.01, "missed"),
        (Goal(0), 0, "gate"),
        (Goal(50, 80, more_is_better=True), 49, "missed"),
        (Goal(50, 80, more_is_better=True), 80, "stretch"),
    ],
)
def test_a_goal_is_met_from_its_own_side(goal, value, verdict):
    assert goal.verdict(value) == verdict


def test_the_table_says_figure_goal_and_verdict(capsys):
    print_figures([Figure("move", 3.456, goal=Goal(3, 2), note="of old")])
    assert capsys.readouterr().out.split() == ["move", "3.46", "x", "≤", "3", "≤", "2", "missed", "of", "old"]
