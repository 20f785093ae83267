"""Sprints side by side, from their frozen reports."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backlog.reports.history import Measure
from backlog.reports.velocity import Spread, spread_of, usual_measure, velocity_of

_OUTCOMES = ("done", "carried_over", "to_backlog", "removed")


def entry(hours, outcome="done", *, later=False, points=None):
    return {"hours": hours, "points": points, "outcome": outcome, "joined_after_start": later}


def report(*actions, committed=None):
    def sums(chosen):
        found = [one for one in actions if chosen(one)]
        return {
            "count": len(found),
            "hours": sum(one["hours"] or 0 for one in found),
            "points": sum(one["points"] or 0 for one in found),
        }

    of = {name: sums(lambda one, name=name: one["outcome"] == name) for name in _OUTCOMES}
    of |= {
        "planned": sums(lambda one: not one["joined_after_start"]),
        "added": sums(lambda one: one["joined_after_start"]),
    }
    return {"number": 3, "ends_on": "2026-11-20", "committed": committed, "sums": of, "actions": list(actions)}


def test_what_was_planned_and_what_came_later_are_told_apart():
    told = report(
        entry(8), entry(4, "carried_over"), entry(2, "removed"), entry(5, later=True),
        entry(1, "to_backlog", later=True),
        committed={"count": 3, "hours": 12, "points": 0},
    )  # fmt: skip
    found = velocity_of(told, Measure.HOURS)
    assert [found.committed, found.added, found.removed, found.done, found.unfinished] == [12, 6, 2, 13, 5]
    assert found.predictability == Decimal(8) / Decimal(14)
    assert found.unplanned == Decimal(6) / Decimal(20)


def test_actions_are_counted_where_they_are_asked_for():
    found = velocity_of(report(entry(None), entry(None, "carried_over"), entry(None, later=True)), Measure.ACTIONS)
    assert [found.committed, found.done] == [2, 2]
    assert [found.predictability, found.unplanned] == [Decimal("0.5"), Decimal(1) / 3]


def test_without_estimates_there_is_no_share():
    found = velocity_of(report(entry(None), entry(None, later=True)), Measure.HOURS)
    assert [found.predictability, found.unplanned, found.done] == [None, None, 0]


def test_the_usual_measure_is_the_first_in_which_anything_was_estimated():
    assert usual_measure([report(entry(None)), report(entry(None, points=3))]) is Measure.POINTS
    assert usual_measure([report(entry(None)), report(entry(1))]) is Measure.HOURS
    assert usual_measure([report(entry(None))]) is Measure.ACTIONS


@given(st.lists(st.builds(entry, st.none() | st.integers(0, 40), st.sampled_from(_OUTCOMES), later=st.booleans())))
def test_shares_are_shares_and_all_that_stayed_is_done_or_not(actions):
    found = velocity_of(report(*actions), Measure.HOURS)
    assert all(share is None or 0 <= share <= 1 for share in (found.predictability, found.unplanned))
    stayed = sum(one["hours"] or 0 for one in actions if one["outcome"] != "removed")
    assert found.done + found.unfinished == stayed


def test_a_spread_is_of_values_that_occurred():
    values = [Decimal(8), Decimal(3), Decimal(5), Decimal(13)]
    assert spread_of(values) == Spread(Decimal(3), Decimal(5), Decimal(13))
    assert spread_of([]) is None
