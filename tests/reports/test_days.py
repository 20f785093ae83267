"""Days are those of the workspace's time zone, whole ones, whatever its clocks do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.core.workdays import working_days
from backlog.reports.burndown import burndown_of
from backlog.reports.burnup import burnup_of
from backlog.reports.days import Frame, days_of
from backlog.reports.history import Measure
from tests.support.told_sprints import ZONES, Told, later, told_sprints

measures = st.sampled_from(list(Measure))
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])


# What they give is looked into without asking each time whether a figure is there.
burndown: Callable[..., Any] = burndown_of
burnup: Callable[..., Any] = burnup_of


def frame_of(told: Told, zone: ZoneInfo, *, length: int = 9) -> Frame:
    first = told.truths[0].at.astimezone(zone).date()
    return Frame(zone, first + timedelta(days=length), told.now)


def begin(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day, found by asking the clock each quarter of an hour: no zone is less even."""
    moment = datetime.combine(day, time(), tzinfo=UTC) - timedelta(hours=16)
    while moment.astimezone(zone).date() < day:
        moment += timedelta(minutes=15)
    return moment


@given(told_sprints(), zones)
def test_a_day_ends_as_things_stood_before_the_next_one_began(told, zone):
    history = told.history
    for day in days_of(history, frame_of(told, zone)):
        assert day.end is not None
        until = begin(day.on + timedelta(days=1), zone)
        truth = [truth for truth in told.truths if truth.at < until][-1]
        assert (day.end.scope, day.end.done) == (truth.scope, truth.done)


@given(told_sprints(), zones)
def test_the_days_run_without_a_gap_from_the_start_to_the_actual_completion(told, zone):
    days = [day.on for day in days_of(told.history, frame_of(told, zone))]
    assert days[0] == told.truths[0].at.astimezone(zone).date()
    assert days[-1] == told.now.astimezone(zone).date()
    assert days == [days[0] + timedelta(days=ahead) for ahead in range(len(days))]


@given(told_sprints(), measures, zones)
def test_the_burndown_starts_with_what_was_open_at_the_start_and_ends_with_what_is_at_completion(told, measure, zone):
    chart = burndown(told.history, measure, frame_of(told, zone))
    first, last = told.truths[0], told.truths[-1]
    assert chart.start == (first.scope - first.done).of(measure)
    assert chart.days[-1].remaining == (last.scope - last.done).of(measure)


@given(told_sprints(), measures, zones)
def test_marks_add_up_to_the_change_of_scope(told, measure, zone):
    frame, history = frame_of(told, zone), told.history
    marked = sum(mark.amount for day in burndown(history, measure, frame).days for mark in day.marks)
    chart = burnup(history, measure, frame)
    assert chart.days[-1].scope - chart.scope == marked


@given(told_sprints(completed=False), measures, zones, st.integers(1, 6))
def test_adding_work_changes_no_earlier_day(told, measure, zone, number):
    frame = frame_of(told, zone)
    before = burndown(told.history, measure, frame)
    told.now += timedelta(days=1)
    added = later(told, "join", number, 5, 5)
    after = burndown(added.history, measure, Frame(zone, frame.ends_on, told.now))
    unchanged = sum(day.on < told.now.astimezone(zone).date() for day in after.days)
    assert (after.start, after.ideal_start) == (before.start, before.ideal_start)
    assert after.days[:unchanged] == before.days[:unchanged]


@given(told_sprints(), measures, zones, st.integers(0, 20))
def test_an_even_pace_falls_on_working_days_only_and_reaches_nothing_on_the_last_day(told, measure, zone, length):
    frame = frame_of(told, zone, length=length)
    chart = burndown(told.history, measure, frame)
    if chart.ideal_start is None:
        assert working_days(chart.days[0].on, frame.ends_on) == 0
        return
    before = chart.start
    for day in chart.days:
        assert day.ideal < before or day.on.weekday() >= 5 or day.on > frame.ends_on or not chart.start
        assert day.ideal == before or day.on.weekday() < 5
        assert day.on < frame.ends_on or day.ideal == 0
        before = day.ideal


@pytest.mark.parametrize(
    ("zone", "on"),
    [("UTC", date(2026, 12, 30)), ("Pacific/Apia", date(2026, 12, 31)), ("America/New_York", date(2026, 12, 30))],
)
def test_the_last_evening_counts_where_the_workspace_is(zone, on):
    told = Told(datetime(2026, 12, 28, 9, tzinfo=UTC))
    told.act("estimate", 1, 8, None)
    told.act("join", 1, None, None)
    told.start()
    told.now = datetime(2026, 12, 30, 22, 30, tzinfo=UTC)
    told.act("finish", 1, None, None)
    told.now = datetime(2027, 1, 4, 12, tzinfo=UTC)
    told.complete()
    chart = burnup(told.history, Measure.HOURS, frame_of(told, ZoneInfo(zone)))
    assert next(day.on for day in chart.days if day.done) == on


def test_a_sprint_under_way_shows_the_days_to_come_without_figures():
    told = Told(datetime(2026, 12, 28, 9, tzinfo=UTC))
    told.act("estimate", 1, 8, None)
    told.act("join", 1, None, None)
    told.start()
    told.now += timedelta(days=2)
    history = told.history
    chart = burndown(history, Measure.HOURS, Frame(ZoneInfo("Europe/Berlin"), date(2027, 1, 1), told.now))
    assert [(day.on.day, day.remaining) for day in chart.days] == [(28, 8), (29, 8), (30, 8), (31, None), (1, None)]
    assert [f"{day.ideal:.1f}" for day in chart.days] == ["6.4", "4.8", "3.2", "1.6", "0.0"]
