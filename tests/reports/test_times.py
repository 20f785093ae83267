"""How long actions took, from what was recorded of them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from backlog.reports.history import Happening
from backlog.reports.times import Finished, by_week, finished_of

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def at(month, day, hour=9, year=2026):
    return datetime(year, month, day, hour, tzinfo=UTC)


def said(verb, when, entity=1, **changes):
    told = {name: (None, moment and moment.isoformat()) for name, moment in changes.items()}
    return Happening(f"action.{verb}", when, told, entity, f"ACT-{entity}")


def test_both_times_count_working_days_and_the_first_one():
    # Monday 2 November written down, Friday 6 begun, Monday 9 done.
    told = [
        said("created", at(11, 2)), said("moved", at(11, 6), started_at=at(11, 6)),
        said("moved", at(11, 9), done_at=at(11, 9)),
    ]  # fmt: skip
    assert finished_of(told, BERLIN) == [Finished(1, "ACT-1", date(2026, 11, 9), cycle=2, lead=6)]


def test_what_was_opened_again_counts_from_its_first_start_to_its_last_end():
    told = [
        said("created", at(11, 2)), said("moved", at(11, 2), started_at=at(11, 2)),
        said("moved", at(11, 3), done_at=at(11, 3)), said("moved", at(11, 4), done_at=None),
        said("moved", at(11, 5), started_at=at(11, 5)), said("moved", at(11, 6), done_at=at(11, 6)),
    ]  # fmt: skip
    assert finished_of(told, BERLIN) == [Finished(1, "ACT-1", date(2026, 11, 6), cycle=5, lead=5)]


def test_what_is_open_in_the_end_is_not_finished():
    told = [
        said("created", at(11, 2)),
        said("moved", at(11, 3), done_at=at(11, 3)),
        said("reopened", at(11, 4), done_at=None),
    ]
    assert finished_of(told, BERLIN) == []


def test_what_was_never_under_way_has_no_cycle_time():
    told = [said("created", at(11, 2)), said("closed", at(11, 2), done_at=at(11, 2))]
    assert finished_of(told, BERLIN) == [Finished(1, "ACT-1", date(2026, 11, 2), cycle=None, lead=1)]


def test_a_weekends_work_took_a_day():
    told = [said("created", at(11, 7)), said("moved", at(11, 8), started_at=at(11, 7), done_at=at(11, 8))]
    assert finished_of(told, BERLIN) == [Finished(1, "ACT-1", date(2026, 11, 8), cycle=1, lead=1)]


def test_the_day_is_that_of_the_workspace():
    # 03:00 in UTC is still the evening before in New York, there in the old year.
    told = [said("created", at(12, 31, 12)), said("closed", at(1, 1, 3, 2027), done_at=at(1, 1, 3, 2027))]
    assert [one.done_on for one in finished_of(told, BERLIN)] == [date(2027, 1, 1)]
    assert [one.done_on for one in finished_of(told, NEW_YORK)] == [date(2026, 12, 31)]


def test_weeks_without_anything_are_weeks_too():
    finished = [Finished(1, "ACT-1", date(2026, 11, 8), 1, 1), Finished(2, "ACT-2", date(2026, 11, 16), 1, 1)]
    weeks = by_week(finished, first=date(2026, 11, 5), last=date(2026, 11, 17))
    assert weeks == [(date(2026, 11, 2), 1), (date(2026, 11, 9), 0), (date(2026, 11, 16), 1)]
