"""When members work: what may be said, by whom, and what is kept of it."""

from datetime import date

import pytest
from sqlalchemy import select

from backlog.activity.models import Activity
from backlog.core.errors import Conflict, Forbidden, Invalid, NotFound
from backlog.core.permissions import Role
from backlog.workspaces.models import DaysOff, WorkingTime
from backlog.workspaces.queries import list_availability
from backlog.workspaces.services import add_days_off, remove_days_off, remove_member, set_working_time
from tests.factories.workspaces import member

WEEK = {"monday": 8, "tuesday": 8, "wednesday": "7.5", "thursday": 8, "friday": 6}
VALUES = {**WEEK, "share": 80, "overhead": 10}
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 9)


def say(team, user_id=None, version=None, **values):
    user_id = user_id or team.actor.user_id
    return set_working_time(team.session, user_id=user_id, values={**VALUES, **values}, version=version, **team.who)


def take_off(team, first=FIRST, last=LAST, user_id=None, **more):
    user_id = user_id or team.actor.user_id
    return add_days_off(team.session, user_id=user_id, starts_on=first, ends_on=last, **more, **team.who)


@pytest.fixture
def helper(team):
    """Return the workspace as a contributor works in it, who plans nothing."""
    return team.beside(member(team.workspace, Role.CONTRIBUTOR, name="Zoe Zander", email="zoe@example.org"))


def test_a_week_is_kept_in_hours_with_share_and_overhead(team):
    time = say(team)
    assert (time.hours, time.share, time.overhead) == ([8, 8, 7.5, 8, 6, 0, 0], 80, 10)
    found = list_availability(team.session, team.workspace.id)
    assert [(one.member.name, one.time) for one in found] == [("Merle Ohlsen", time)]


def test_nothing_is_recorded_when_nothing_changes(team):
    say(team)
    before = team.latest()
    say(team)
    assert team.latest() == before


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"monday": 25}, "monday"),
        ({"sunday": -1}, "sunday"),
        ({"share": 101}, "share"),
        ({"share": None}, "share"),
        ({"overhead": -1}, "overhead"),
        ({"country": "XX"}, "country"),
        ({"country": "DE", "state": "Mars"}, "state"),
        ({"state": "BW"}, "state"),
    ],
)
def test_what_no_week_can_hold_is_named_at_its_field(team, values, field):
    with pytest.raises(Invalid) as caught:
        say(team, **values)
    assert list(caught.value.errors) == [field]
    assert team.session.scalar(select(WorkingTime)) is None


def test_every_wrong_field_is_named_at_once(team):
    with pytest.raises(Invalid) as caught:
        say(team, monday=30, friday=-2, share=200)
    assert set(caught.value.errors) == {"monday", "friday", "share"}


def test_two_who_change_the_same_week_both_keep_their_words(team, helper):
    user_id = helper.actor.user_id
    first = say(helper, version=0)
    say(team, user_id, version=first.version, monday=4)
    with pytest.raises(Conflict) as caught:
        say(helper, version=1, monday=2)
    assert caught.value.details == {
        "fields": {"monday": {"yours": 2, "theirs": 4, "by": None}}, "version": 2,
    }  # fmt: skip


def test_days_off_may_not_overlap_nor_end_before_they_start(team):
    take_off(team)
    for first, last in ((LAST, LAST), (FIRST, FIRST), (date(2026, 12, 1), date(2026, 12, 31))):
        with pytest.raises(Invalid) as caught:
            take_off(team, first, last)
        assert list(caught.value.errors) == ["starts_on"]
    with pytest.raises(Invalid) as caught:
        take_off(team, date(2026, 12, 24), date(2026, 12, 23))
    assert list(caught.value.errors) == ["ends_on"]
    assert take_off(team, date(2026, 12, 10), date(2026, 12, 10), is_half=True).is_half


def test_the_same_days_may_be_off_for_two_people(team, helper):
    take_off(team)
    take_off(helper)
    assert [len(one.days_off) for one in list_availability(team.session, team.workspace.id)] == [1, 1]


def test_days_off_are_found_by_the_days_they_touch(team):
    take_off(team)
    for first, last, count in ((LAST, LAST, 1), (date(2026, 12, 10), None, 0), (None, date(2026, 12, 6), 0)):
        found = list_availability(team.session, team.workspace.id, first=first, last=last)
        assert [len(one.days_off) for one in found] == [count]


def test_the_record_of_changes_keeps_no_dates_of_absence_and_what_is_taken_back_is_gone(team):
    days = take_off(team)
    remove_days_off(team.session, user_id=team.actor.user_id, days_off_id=days.id, **team.who)
    kept = [one.changes for one in team.session.scalars(select(Activity).where(Activity.entity_type == "working_time"))]
    assert kept == [{}, {}]
    assert team.session.scalar(select(DaysOff)) is None


def test_a_contributor_speaks_for_themselves_alone(team, helper):
    say(helper)
    days = take_off(team)
    for act in (
        lambda: say(helper, team.actor.user_id),
        lambda: take_off(helper, user_id=team.actor.user_id),
        lambda: remove_days_off(team.session, user_id=team.actor.user_id, days_off_id=days.id, **helper.who),
        lambda: remove_days_off(team.session, user_id=helper.actor.user_id, days_off_id=days.id, **helper.who),
    ):
        with pytest.raises(NotFound):
            act()


def test_whoever_plans_speaks_for_everybody_of_the_workspace_and_nobody_else(team, helper):
    assert say(team, helper.actor.user_id).user_id == helper.actor.user_id
    with pytest.raises(NotFound):
        say(team, helper.actor.user_id + 1000)


def test_whoever_only_reads_says_nothing(team):
    reader = team.beside(member(team.workspace, Role.VIEWER))
    with pytest.raises(Forbidden):
        say(reader)


def test_who_leaves_leaves_neither_hours_nor_days_off_behind(team, helper):
    say(helper)
    take_off(helper)
    administrator = team.beside(member(team.workspace, Role.ADMINISTRATOR))
    remove_member(team.session, user_id=helper.actor.user_id, **administrator.who)
    assert team.session.scalar(select(WorkingTime)) is None
    assert team.session.scalar(select(DaysOff)) is None
