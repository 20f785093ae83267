"""Ranks keep any order that is asked for, and stay short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.core.rank import rank_between, ranks_between


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=200))
def test_inserting_anywhere_keeps_the_order(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        index = place % (len(ranks) + 1)
        before = ranks[index - 1] if index else None
        after = ranks[index] if index < len(ranks) else None
        ranks.insert(index, rank_between(before, after))
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@given(st.integers(min_value=0, max_value=40), st.integers(min_value=0, max_value=500))
def test_a_block_fits_between_any_two(place: int, count: int) -> None:
    ranks = ranks_between(None, None, 40)
    before = ranks[place - 1] if place else None
    after = ranks[place] if place < len(ranks) else None
    block = ranks_between(before, after, count)
    together = [*ranks[:place], *block, *ranks[place:]]
    assert together == sorted(together)
    assert len(set(together)) == 40 + count
    assert all(len(rank) <= 8 for rank in block)


def test_appending_and_prepending_keep_ranks_short() -> None:
    last = first = rank_between(None, None)
    for _ in range(100_000):
        last = rank_between(last, None)
    for _ in range(5_000):
        first = rank_between(None, first)
    assert len(last) <= 5
    assert len(first) <= 4


def test_inserting_at_the_same_place_lengthens_slowly() -> None:
    before, after = rank_between(None, None), rank_between(rank_between(None, None), None)
    for _ in range(300):
        after = rank_between(before, after)
    assert len(after) <= 2 + 300 // 5 + 1


@pytest.mark.parametrize(("before", "after"), [("a1", "a1"), ("a2", "a1"), ("", "a1"), ("a10", "a2")])
def test_what_is_not_in_order_or_no_rank_is_refused(before: str, after: str) -> None:
    with pytest.raises(ValueError, match="not"):
        rank_between(before, after)
