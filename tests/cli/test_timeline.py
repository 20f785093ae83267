"""The example's times are always of this week, and never to come."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backlog.cli.example.timeline import Timeline, add_working_days

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = range(0, 24 * 14, 5)


def timeline(now):
    return Timeline(now, BERLIN, 24)


@pytest.mark.parametrize("hours", HOURS)
def test_the_current_sprint_is_two_to_six_working_days_old(hours):
    found = timeline(datetime(2027, 3, 20, tzinfo=UTC) + timedelta(hours=hours))
    days = [add_working_days(found.sprint_start(24), count) for count in range(10)]
    assert found.sprint_start(24).weekday() == 0
    assert found.today in days[2:7]
    assert days[-1] == found.sprint_end(24)


@pytest.mark.parametrize("hours", HOURS)
def test_nothing_has_happened_later_than_now(hours):
    now = datetime(2027, 3, 20, tzinfo=UTC) + timedelta(hours=hours)
    assert timeline(now).moment("0 23:59") <= now
    assert timeline(now).moment("0 0:00") <= now


def test_days_are_counted_in_working_days():
    monday = date(2026, 11, 23)
    assert add_working_days(monday, -1) == date(2026, 11, 20)
    assert add_working_days(monday, 4) == date(2026, 11, 27)
    assert add_working_days(monday, 5) == date(2026, 11, 30)


def test_a_sprints_days_count_from_its_monday():
    found = timeline(datetime(2026, 11, 18, 12, tzinfo=UTC))
    assert found.day("24+0") == date(2026, 11, 16)
    assert found.day("23+9") == date(2026, 11, 13)
    assert found.moment("22+1 9:15") == datetime(2026, 10, 20, 9, 15, tzinfo=BERLIN)


def test_what_is_no_day_is_refused():
    with pytest.raises(ValueError, match="no day"):
        timeline(datetime(2026, 11, 18, tzinfo=UTC)).day("tomorrow")
