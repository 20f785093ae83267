from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.interchange.mapping.dates import DateDecision, DateOrder, Moment, decide_dates, read_moment
from tests.support.hostile import hostile_text

_MORNING = Moment(date(2025, 9, 22), time(9, 26))


@pytest.mark.parametrize(
    "text",
    [
        *("22/Sep/25 9:26 AM", "22/sept./25 9:26 AM", "22/Sept/25 09:26", "22/sep/25 9:26\u202fa.\xa0m."),
        *("2025-09-22 09:26", "2025-09-22T09:26:00", "22.09.2025 09:26", "22.9.25, 9:26", "22/09/2025 09:26:30"),
        *(
            "22. September 2025 09:26",
            "Mon, 22 Sep 2025 09:26",
            "September 22, 2025 9:26 am",
            "22 de septiembre de 2025 9:26",
        ),
    ],
)
def test_one_moment_in_many_spellings(text):
    moment = read_moment(text)
    assert moment is not None
    assert (moment.day, moment.at and moment.at.replace(second=0)) == _MORNING[:2]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("20/nov/25", (2025, 11, 20)), ("04/dic/25", (2025, 12, 4)), ("21/abr/26", (2026, 4, 21))),
        *(("19/févr./26", (2026, 2, 19)), ("05/Mär/25", (2025, 3, 5)), ("18/Dez/25 12:00 AM", (2025, 12, 18))),
        *(
            ("14/août/26", (2026, 8, 14)),
            ("1.3.26", (2026, 3, 1)),
            ("20250918", (2025, 9, 18)),
            ("6/21/2025", (2025, 6, 21)),
        ),
        *(("2025/09/18", (2025, 9, 18)), ("31-12-99", (1999, 12, 31)), ("3/4/25", (2025, 4, 3))),
    ],
)
def test_days_in_four_languages(text, day):
    moment = read_moment(text)
    assert moment is not None
    assert moment.day == date(*day)


def test_the_month_comes_first_where_the_column_says_so_but_never_before_points():
    assert read_moment("3/4/25", order=DateOrder.MONTH_FIRST) == Moment(date(2025, 3, 4))
    assert read_moment("3.4.25", order=DateOrder.MONTH_FIRST) == Moment(date(2025, 4, 3))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "31.02.2026",
            "22/Foo/25",
            "1/2",
            "22/Sep/25 25:00",
            "22/Sep/25 13:00 PM",
            "99999999",
            "1.1.0001",
        ),
        *("2025-13-01", "45918", "x" * 100, "1/2/3/4", "22/Sep/25 9:26 AM extra"),
    ],
)
def test_what_is_no_date_is_none(text):
    assert read_moment(text) is None


def test_a_zone_in_the_file_wins_over_the_workspaces():
    for text, hour in [("2025-07-01T09:00:00", 7), ("2025-07-01T09:00:00Z", 9), ("2025-07-01 09:00+0500", 4)]:
        moment = read_moment(text)
        assert moment is not None
        assert moment.aware(ZoneInfo("Europe/Berlin")) == datetime(2025, 7, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "decision"),
    [
        (["3/4/25", "21/4/25"], DateDecision(DateOrder.DAY_FIRST, is_shown=True)),
        (["3/4/25", "4/21/2025 16:14"], DateDecision(DateOrder.MONTH_FIRST, is_shown=True)),
        (["3/4/25", "4/4/25"], DateDecision(is_certain=False, example="3/4/25")),
        (["21/4/25", "4/21/25", "3/4/25"], DateDecision(is_certain=False, example="3/4/25")),
        (["2025-03-04", "3.4.25", "03/Apr/25", "4/4/25", "soon"], DateDecision()),
    ],
)
def test_the_order_is_decided_by_what_a_column_shows(texts, decision):
    assert decide_dates(texts) == decision


@given(st.one_of(st.text(max_size=40), hostile_text(max_size=4)), st.sampled_from(DateOrder))
def test_no_text_is_more_than_no_date(text, order):
    moment = read_moment(text, order=order)
    assert moment is None or 1900 <= moment.day.year <= 2200
    decide_dates([text])
