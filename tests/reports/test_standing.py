"""How long cards stand in columns, from what was recorded of them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from backlog.reports.history import Happening
from backlog.reports.standing import Stay, days_standing, stays_of, usual_days

BERLIN = ZoneInfo("Europe/Berlin")
TO_DO, DOING, DONE = 1, 2, 3


def at(day, hour=9):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def moved(entity, column, when, before=None):
    return Happening("action.moved", when, {"column_id": (before, column)}, entity, f"ACT-{entity}")


def left(entity, when):
    changes = {"column_id": (DOING, None), "sprint": (7, None), "outcome": (None, "carried_over")}
    return Happening("sprint.action_left", when, changes, entity, f"ACT-{entity}")


def test_a_stay_ends_when_the_card_moves_on():
    ended, standing = stays_of([moved(1, TO_DO, at(2)), moved(1, DOING, at(4))])
    assert ended == [Stay(1, TO_DO, at(2), at(4))]
    assert standing == {1: Stay(1, DOING, at(4))}


def test_what_leaves_with_its_sprint_has_not_moved_on():
    ended, standing = stays_of([moved(1, DOING, at(2)), left(1, at(6)), moved(1, TO_DO, at(9))])
    assert ended == []
    assert standing == {1: Stay(1, TO_DO, at(9))}


def test_an_edit_does_not_begin_a_stay():
    edited = Happening("action.changed", at(5), {"hours": (1, 2)}, 1, "ACT-1")
    _ended, standing = stays_of([moved(1, DOING, at(2)), edited])
    assert standing[1].began_at == at(2)


def test_what_is_usual_is_said_from_ten_on_and_is_the_85th_of_100():
    # Nine stay a working day, one five: Monday to Friday.
    ended = [Stay(number, DOING, at(2), at(2, 17)) for number in range(8)]
    ended += [Stay(8, DOING, at(2), at(6))]
    assert usual_days(ended, BERLIN) == {}
    ended += [Stay(9, DOING, at(2), at(6))]
    assert usual_days(ended, BERLIN) == {DOING: 5}
    assert usual_days([*ended, *(Stay(10 + number, DOING, at(2), at(3)) for number in range(5))], BERLIN) == {DOING: 2}


def test_days_are_working_days_of_the_workspace_and_the_first_one_counts():
    # Friday evening in UTC is still Friday in Berlin; the Monday after is the second day.
    days = days_standing({1: Stay(1, DOING, at(6, 22))}, today=date(2026, 11, 9), zone=BERLIN)
    assert days == {1: 2}
    tokyo = days_standing({1: Stay(1, DOING, at(6, 22))}, today=date(2026, 11, 9), zone=ZoneInfo("Asia/Tokyo"))
    assert tokyo == {1: 1}
