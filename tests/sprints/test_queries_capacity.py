"""What people have in a sprint and have taken on, the reserve, and who could take something over."""

from datetime import date
from decimal import Decimal

import pytest

from backlog.core.errors import Invalid
from backlog.core.permissions import Role
from backlog.sprints.queries import get_capacity, get_plan, get_report, get_sprint, propose_reserve
from backlog.sprints.services import create_sprint, delete_sprint, start_sprint, update_sprint
from backlog.workspaces.services import add_days_off, set_working_time
from tests.factories.workspaces import member

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 27)
FULL_WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 8)
DATES = {"starts_on": MONDAY, "ends_on": FRIDAY}


def week(team, user_id=None, *, hours=8, share=100, overhead=0, **more):
    values = {**dict.fromkeys(FULL_WEEK, hours), "share": share, "overhead": overhead, **more}
    set_working_time(team.session, user_id=user_id or team.actor.user_id, values=values, **team.who)


def capacity_of(team, number, today=MONDAY):
    sprint = get_sprint(team.session, workspace=team.workspace, number=number)
    plan = get_plan(team.session, workspace=team.workspace, sprint=sprint)
    return get_capacity(team.session, workspace=team.workspace, plan=plan, today=today)


def person(capacity, name="Merle Ohlsen"):
    return next(one for one in capacity.people if one.name == name)


@pytest.fixture
def zoe(team):
    return member(team.workspace, name="Zoe Zander", email="zoe@example.org")


def test_hours_share_overhead_days_off_and_holidays_make_the_capacity(team):
    team.workspace.country, team.workspace.state = "DE", "BW"
    number = team.sprint(starts_on=date(2026, 12, 21), ends_on=date(2026, 12, 27))
    week(team, share=50, overhead=10)
    team.session.flush()
    # Christmas Day is a Friday, the next one a Saturday.
    assert person(capacity_of(team, number)).capacity == Decimal("14.5")
    add_days_off(
        team.session, user_id=team.actor.user_id, starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 28),
        is_half=True, **team.who,
    )  # fmt: skip
    assert person(capacity_of(team, number)).capacity == Decimal("12.5")


def test_ones_own_country_comes_before_the_workspaces(team):
    team.workspace.country = "DE"
    number = team.sprint(starts_on=date(2026, 10, 26), ends_on=date(2026, 10, 26))
    week(team, country="AT")
    team.session.flush()
    assert person(capacity_of(team, number)).capacity == 0


def test_planned_free_and_over_are_told_apart(team, zoe):
    week(team)
    week(team, zoe.user_id, hours=1)
    mine = team.actions(2, assignee="merle@example.org", hours=20)
    hers = team.actions(1, assignee="zoe@example.org", hours="12.5")
    number = team.sprint(*mine, *hers, **DATES)
    capacity = capacity_of(team, number)
    me, her = person(capacity), person(capacity, "Zoe Zander")
    assert (me.planned, me.available, me.room, me.over) == (40, 80, 40, 0)
    assert (her.planned, her.available, her.room, her.over) == (Decimal("12.5"), 10, 0, Decimal("2.5"))
    assert capacity.roomiest == me
    assert capacity.over == [her]


def test_who_has_not_set_their_hours_is_counted_and_claims_no_free_time(team, zoe):
    member(team.workspace, Role.VIEWER, name="Rea Reader")
    week(team)
    number = team.sprint(*team.actions(1, assignee="zoe@example.org", hours=99), **DATES)
    capacity = capacity_of(team, number)
    her = person(capacity, "Zoe Zander")
    assert (her.capacity, her.available, her.room, her.over) == (None, None, 0, 0)
    assert capacity.not_set == 1
    assert [one.name for one in capacity.people] == ["Merle Ohlsen", "Zoe Zander"]
    assert zoe.user_id == her.user_id


def test_without_anybodys_hours_nothing_is_known(team):
    number = team.sprint(*team.actions(1, assignee="merle@example.org", hours=3), **DATES)
    assert not capacity_of(team, number).is_known


def test_actions_without_hours_are_counted(team):
    number = team.sprint(*team.actions(2), *team.actions(1, hours=0), **DATES)
    assert capacity_of(team, number).without_hours == 2


def test_from_the_start_on_there_is_what_is_left_from_today(team):
    week(team)
    done, still = team.actions(2, assignee="merle@example.org", hours=4)
    number = team.sprint(done, still, **DATES)
    assert person(capacity_of(team, number)).left is None
    team.start(number)
    team.move(done, "Done")
    me = person(capacity_of(team, number, today=date(2026, 11, 25)))
    assert (me.capacity, me.left, me.planned, me.open) == (80, 24, 8, 4)
    assert person(capacity_of(team, number, today=date(2026, 12, 1))).left == 0
    assert person(capacity_of(team, number, today=date(2026, 11, 2))).left == 80


def test_the_smallest_action_that_is_enough_goes_to_whoever_has_most_room(team, zoe):
    week(team, hours=1)
    week(team, zoe.user_id, hours=2)
    large, small, tiny = (team.actions(1, assignee="merle@example.org", hours=hours)[0] for hours in (8, 4, 1))
    number = team.sprint(large, small, tiny, **DATES)
    relief = capacity_of(team, number).reliefs[team.actor.user_id]
    assert (relief.key, relief.hours, relief.to.name) == (small, 4, "Zoe Zander")


def test_nobody_is_given_what_is_done_or_does_not_fit(team, zoe):
    week(team, hours=1)
    week(team, zoe.user_id, hours="0.5")
    done, large = (team.actions(1, assignee="merle@example.org", hours=hours)[0] for hours in (4, 9))
    number = team.sprint(done, large, **DATES)
    start_sprint(team.session, number=number, reason="It has to be", **team.who)
    team.move(done, "Done")
    assert capacity_of(team, number).reliefs == {}


def test_what_nobody_has_is_offered_to_whoever_has_room(team):
    week(team, hours=1)
    keys = [team.actions(1, hours=hours)[0] for hours in (30, 3)]
    relief = capacity_of(team, team.sprint(*keys, **DATES)).reliefs[None]
    assert (relief.key, relief.to.name) == (keys[1], "Merle Ohlsen")


def test_without_completed_sprints_no_reserve_is_proposed(team):
    week(team)
    number = team.sprint(**DATES)
    reserve = capacity_of(team, number).reserve
    assert (reserve.percent, reserve.is_set, reserve.proposed, reserve.sprints, reserve.used_last) == (
        0, False, None, 0, None,
    )  # fmt: skip


def test_the_reserve_is_proposed_from_what_came_unplanned_and_the_last_word_is_the_peoples(team):
    planned, added = team.actions(1, hours=30)[0], team.actions(1, hours=10)[0]
    first = team.started(planned)
    team.plan(first, added)
    team.complete(first)
    week(team)
    number = team.sprint(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 5))
    reserve = propose_reserve(team.session, workspace=team.workspace)
    assert (reserve.percent, reserve.proposed, reserve.sprints) == (25, 25, 1)
    assert reserve.used_last == 10
    me = person(capacity_of(team, number))
    assert (me.capacity, me.reserve, me.available) == (40, 10, 30)
    update_sprint(team.session, number=number, values={"reserve_percent": 50}, **team.who)
    capacity = capacity_of(team, number)
    assert (capacity.reserve.percent, capacity.reserve.is_set, capacity.reserve.proposed) == (50, True, 25)
    assert person(capacity).available == 20
    team.undo()
    assert not capacity_of(team, number).reserve.is_set


def test_only_the_last_five_sprints_teach(team):
    for count in range(6):
        key = team.actions(1, hours=10)[0]
        number = team.started(*([] if count else [key]))
        if count:
            team.plan(number, key)
        team.complete(number)
    reserve = propose_reserve(team.session, workspace=team.workspace)
    assert (reserve.sprints, reserve.proposed) == (5, 100)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_reserve_is_a_percentage(team, percent):
    number = team.sprint(**DATES)
    with pytest.raises(Invalid) as caught:
        update_sprint(team.session, number=number, values={"reserve_percent": percent}, **team.who)
    assert list(caught.value.errors) == ["reserve_percent"]
    with pytest.raises(Invalid):
        create_sprint(
            team.session, goal="", starts_on=date(2027, 5, 3), ends_on=date(2027, 5, 7), reserve_percent=percent,
            **team.who,
        )  # fmt: skip


def test_a_deleted_sprint_comes_back_with_its_reserve(team):
    number = team.sprint(**DATES, reserve_percent=20)
    delete_sprint(team.session, number=number, **team.who)
    team.undo()
    assert get_sprint(team.session, workspace=team.workspace, number=number).reserve_percent == 20


def test_a_sprint_with_too_much_for_somebody_starts_with_a_reason_that_stays_on_record(team):
    week(team, hours=1)
    number = team.sprint(*team.actions(1, assignee="merle@example.org", hours=13), **DATES)
    for reason in ("", "  ", "\u200b", "x" * 501):
        with pytest.raises(Invalid) as caught:
            start_sprint(team.session, number=number, reason=reason, **team.who)
        assert list(caught.value.errors) == ["reason"]
    start_sprint(team.session, number=number, reason="The fair  does\nnot wait", **team.who)
    said = {"reason": "The fair does not wait", "people": [{"name": "Merle Ohlsen", "hours": 3}]}
    sprint = get_sprint(team.session, workspace=team.workspace, number=number)
    assert get_report(team.session, workspace=team.workspace, sprint=sprint)["over_capacity"] == said
    week(team, hours=8)
    team.complete(number)
    kept = sprint.report or {}
    assert (kept["over_capacity"], kept["reserve_percent"]) == (said, 0)


def test_a_reason_nobody_needs_is_not_kept(team):
    week(team)
    number = team.sprint(*team.actions(1, assignee="merle@example.org", hours=13), **DATES)
    start_sprint(team.session, number=number, reason="Just because", **team.who)
    sprint = get_sprint(team.session, workspace=team.workspace, number=number)
    assert get_report(team.session, workspace=team.workspace, sprint=sprint)["over_capacity"] is None
