"""What a sprint held at each moment, for any history that could have been recorded."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backlog.reports.history import Measure, fold
from tests.support.told_sprints import ACTS, SPRINT, Told, later, told_sprints

measures = st.sampled_from(list(Measure))


@given(told_sprints())
def test_after_each_act_scope_and_done_are_what_they_truly_were(told):
    history = told.history
    stands = [(truth.scope, truth.done) for truth in told.truths]
    changed = [at for at in range(len(stands)) if at == 0 or stands[at] != stands[at - 1]]
    assert [(step.at, step.scope, step.done) for step in history.steps] == [
        (told.truths[at].at, *stands[at]) for at in changed
    ]


@given(told_sprints())
def test_it_ends_with_the_completion_however_much_is_in_it_then(told):
    assert told.history.completed_at == told.now


@given(told_sprints(), measures)
def test_committed_and_added_without_removed_and_done_is_unfinished(told, measure):
    totals = told.history.totals(measure)
    assert totals.committed + totals.added - totals.removed - totals.done == totals.unfinished
    assert totals.committed == told.committed.of(measure)
    assert min(totals.added, totals.removed, totals.done, totals.unfinished) >= 0


@given(told_sprints(), st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 4)), max_size=5))
def test_what_happens_after_the_completion_does_not_count(told, more):
    before = told.history
    told.now += timedelta(days=1)
    for what, number in more:
        told = later(told, what, number, 99, 99)
    assert told.history == before


@given(told_sprints(completed=False), st.sampled_from(ACTS), st.integers(1, 6))
def test_a_further_act_changes_nothing_before_it(told, what, number):
    before = told.history
    told.now += timedelta(minutes=1)
    after = later(told, what, number, 5, 5).history
    assert after.steps[: len(before.steps)] == before.steps


def test_of_two_at_once_the_later_number_comes_later_whatever_its_clock_said():
    told = Told(datetime(2026, 11, 24, 0, 0, 1, tzinfo=UTC))
    told.start()
    told.act("join", 1, None, None)
    told.now -= timedelta(seconds=2)
    told.act("join", 2, None, None)
    assert [step.at.day for step in told.history.steps] == [24, 24, 24]


def test_what_never_started_has_no_history():
    assert fold([], sprint=SPRINT) is None
