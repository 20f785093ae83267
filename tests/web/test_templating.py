"""Dates and times as the reader writes them, one way throughout."""

from datetime import UTC, datetime

import pytest

from backlog.core.clock import utcnow
from backlog.web.templating import date_short, date_time, time_ago

# In Berlin it is one hour later.
LATE = datetime(2020, 11, 24, 22, 18, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("en", "24 Nov 2020", "24 Nov 2020, 23:18"), ("de", "24. Nov. 2020", "24. Nov. 2020, 23:18")],
)
def test_a_moment_is_written_as_a_day_is_with_24_hours(app, language, day, moment):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert date_short(LATE) == day
        assert date_time(LATE) == moment


def test_the_time_today_has_no_halves(app):
    with app.test_request_context(headers={"Accept-Language": "en-US"}):
        assert not time_ago(utcnow()).endswith("M")
