"""How many hours a person has: sums that hold for every week, span and absence."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backlog.sprints.capacity import (
    Absence,
    Task,
    Week,
    hours_between,
    in_half_hours,
    task_to_give,
    unplanned_share,
)

FULL = Week(tuple(map(Decimal, (8, 8, 8, 8, 8, 0, 0))))
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 27)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
percents = st.integers(0, 100)
hours = st.decimals(0, 24, places=2)
weeks = st.builds(Week, st.tuples(*[hours] * 7), percents, percents)
absences = st.lists(
    st.builds(lambda first, count, half: Absence(first, first + timedelta(days=count), half), days,
              st.integers(0, 30), st.booleans()),
    max_size=5,
)  # fmt: skip
lengths = st.integers(0, 60)


def test_two_weeks_of_a_whole_person_are_eighty_hours():
    assert hours_between(FULL, MONDAY, FRIDAY) == 80


def test_share_and_overhead_are_taken_one_of_the_other():
    assert hours_between(Week(FULL.hours, share=50, overhead=20), MONDAY, FRIDAY) == 32


def test_days_off_half_days_and_holidays_are_missing():
    away = [Absence(MONDAY, MONDAY), Absence(FRIDAY, FRIDAY, is_half=True)]
    assert hours_between(FULL, MONDAY, FRIDAY, absences=away) == 68
    assert hours_between(FULL, MONDAY, FRIDAY, absences=away, holidays={MONDAY, date(2026, 11, 18)}) == 60


def test_a_day_off_on_a_weekend_takes_nothing():
    assert hours_between(FULL, MONDAY, FRIDAY, absences=[Absence(date(2026, 11, 21), date(2026, 11, 22))]) == 80


def test_a_span_that_ends_before_it_starts_has_no_hours():
    assert hours_between(FULL, FRIDAY, MONDAY) == 0


@given(week=weeks, first=days, length=lengths, away=absences, holidays=st.sets(days, max_size=5))
def test_nobody_has_less_than_nothing_or_more_than_the_day_is_long(week, first, length, away, holidays):
    found = hours_between(week, first, first + timedelta(days=length), absences=away, holidays=holidays)
    assert 0 <= found <= 24 * (length + 1)


@given(week=weeks, first=days, length=lengths, away=absences, more=absences)
def test_more_days_off_never_give_more_hours(week, first, length, away, more):
    last = first + timedelta(days=length)
    assert hours_between(week, first, last, absences=away + more) <= hours_between(week, first, last, absences=away)


@given(week=weeks, first=days, length=lengths, cut=lengths, away=absences, holidays=st.sets(days, max_size=5))
def test_the_parts_of_a_span_make_the_whole(week, first, length, cut, away, holidays):
    last, middle = first + timedelta(days=length), first + timedelta(days=min(cut, length))
    rest = {"absences": away, "holidays": holidays}
    parts = hours_between(week, first, middle, **rest)
    parts += hours_between(week, middle + timedelta(days=1), last, **rest)
    assert parts == hours_between(week, first, last, **rest)


@given(week=weeks, first=days, length=lengths)
def test_less_share_or_more_overhead_never_give_more_hours(week, first, length):
    last = first + timedelta(days=length)
    less = Week(week.hours, week.share // 2, week.overhead)
    busier = Week(week.hours, week.share, (week.overhead + 100) // 2)
    whole = hours_between(week, first, last)
    assert hours_between(less, first, last) <= whole
    assert hours_between(busier, first, last) <= whole


@given(st.decimals(0, 1000, places=4))
def test_half_hours_are_never_more_than_a_quarter_away(value):
    found = in_half_hours(value)
    assert abs(found - value) <= Decimal("0.25")
    assert found * 2 == int(found * 2)


def tasks(**hours_of: str) -> list[Task]:
    return [Task(key, Decimal(value)) for key, value in hours_of.items()]


def give(found: list[Task], over: int, room: int) -> str | None:
    task = task_to_give(found, over=Decimal(over), room=Decimal(room))
    return task.key if task else None


def test_the_smallest_action_that_is_enough_is_given_away():
    assert give(tasks(a="8", b="4", c="5"), over=3, room=6) == "b"


def test_else_the_largest_that_fits():
    assert give(tasks(a="8", b="1", c="2"), over=3, room=5) == "c"


def test_of_equals_the_least_urgent_goes():
    assert give(tasks(a="4", b="4"), over=3, room=5) == "b"


def test_nothing_is_given_that_does_not_fit_or_has_no_hours():
    assert give(tasks(a="8", b="0"), over=3, room=5) is None
    assert give([], over=3, room=5) is None


@given(st.lists(hours, max_size=8), hours, hours)
def test_what_is_given_away_always_fits(values, over, room):
    found = task_to_give([Task(str(n), value) for n, value in enumerate(values)], over=over, room=room)
    assert found is None or 0 < found.hours <= room


def effort(hours: float = 0, points: float = 0, count: int = 0) -> dict[str, float]:
    return {"hours": hours, "points": points, "count": count}


def test_the_unplanned_share_is_the_mean_of_the_sprints_each_by_its_best_unit():
    by_hours = {"planned": effort(90, 5, 9), "added": effort(10, 5, 3)}
    by_points = {"planned": effort(0, 7, 9), "added": effort(0, 3, 9)}
    by_count = {"planned": effort(0, 0, 4), "added": effort(0, 0, 1)}
    assert unplanned_share([by_hours]) == 10
    assert unplanned_share([by_hours, by_points, by_count]) == 20


def test_nothing_is_proposed_from_nothing():
    assert unplanned_share([]) is None
    assert unplanned_share([{"planned": effort(), "added": effort()}]) is None
