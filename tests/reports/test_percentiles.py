"""Percentiles by the nearest rank."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.reports.percentiles import percentile


@pytest.mark.parametrize(("percent", "expected"), [(5, 15), (30, 20), (40, 20), (50, 35), (100, 50)])
def test_the_nearest_rank_of_the_usual_example(percent, expected):
    """The worked example of the method's article in Wikipedia, "Percentile", section "The nearest-rank method"."""
    assert percentile([15, 20, 35, 40, 50], percent) == expected


@given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
def test_at_least_so_many_percent_do_not_exceed_it_and_of_the_next_smaller_fewer(values, percent):
    ordered = sorted(values)
    found = percentile(ordered, percent)
    needed = math.ceil(percent * len(values) / 100)
    assert sum(value <= found for value in values) >= needed
    assert sum(value < found for value in values) < needed


def test_of_nothing_there_is_none():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)
