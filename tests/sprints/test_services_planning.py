"""Actions go into a sprint in an order, and out of it again."""

import pytest

from backlog.core.errors import Conflict, Invalid, LimitReached, NotFound
from backlog.sprints.models import Outcome, Place, SprintMembership
from backlog.sprints.services import END, plan_actions


def test_planned_actions_stand_at_the_end_in_the_given_order(team):
    one, two, three = team.actions(3)
    number = team.sprint(three)
    team.plan(number, two, one)
    assert team.order(number) == [three, two, one]
    assert team.backlog() == []


@pytest.mark.parametrize(
    ("after", "expected"),
    [(None, "4 1 2 3"), ("1", "1 4 2 3"), ("3", "1 2 3 4"), (END, "1 2 3 4")],
)
def test_an_action_comes_right_after_another(team, after, expected):
    keys = team.actions(4)
    number = team.sprint(*keys[:3])
    team.plan(number, keys[3], after=f"ACT-{after}" if after and after != END else after)
    assert team.order(number) == [f"ACT-{part}" for part in expected.split()]


def test_what_is_in_the_sprint_already_gets_another_place_together_with_what_joins(team):
    keys = team.actions(5)
    number = team.sprint(*keys[:4])
    team.plan(number, keys[3], keys[4], keys[0], after=keys[1])
    assert team.order(number) == [keys[1], keys[3], keys[4], keys[0], keys[2]]


def test_an_action_is_in_one_sprint_at_a_time(team):
    (key,) = team.actions(1)
    first, second = team.sprint(key), team.sprint()
    team.plan(second, key)
    assert (team.order(first), team.order(second)) == ([], [key])
    assert team.verbs()[-2:] == ["sprint.action_left", "sprint.action_joined"]


def test_a_block_goes_back_to_its_old_places(team):
    keys = team.actions(4)
    number = team.sprint(keys[1], keys[2])
    team.unplan(number, keys[2], keys[1])
    assert team.backlog() == keys


def test_a_block_goes_back_to_where_it_is_put(team):
    keys = team.actions(4)
    number = team.sprint(keys[0], keys[1])
    team.unplan(number, keys[1], keys[0], after=keys[2])
    assert team.backlog() == [keys[2], keys[1], keys[0], keys[3]]


def test_what_joins_a_running_sprint_is_unplanned_and_comes_to_the_end_of_the_first_column(team):
    keys = team.actions(2)
    number = team.started(keys[0])
    team.plan(number, keys[1], after=None)
    assert team.order(number) == [keys[1], keys[0]]
    assert team.board()["To do"] == keys
    stays = team.session.query(SprintMembership).order_by(SprintMembership.id).all()
    assert [stay.joined_after_start for stay in stays] == [False, True]


def test_who_leaves_a_running_sprint_and_comes_back_takes_the_old_stay_up_again(team):
    (key,) = team.actions(1)
    number = team.started(key)
    team.unplan(number, key)
    team.plan(number, key)
    stay = team.session.query(SprintMembership).one()
    assert (stay.left_at, stay.outcome, stay.joined_after_start) == (None, None, False)


def test_who_left_before_the_start_and_comes_after_it_was_not_planned(team):
    keys = team.actions(2)
    number = team.sprint(*keys)
    team.unplan(number, keys[0])
    assert team.session.query(SprintMembership).filter_by(outcome=Outcome.REMOVED).count() == 1
    team.start(number)
    team.plan(number, keys[0])
    assert team.session.query(SprintMembership).filter_by(joined_after_start=True).count() == 1


def test_a_done_card_that_is_put_back_is_open_again(team):
    (key,) = team.actions(1)
    number = team.started(key)
    team.move(key, "Done")
    team.unplan(number, key)
    assert team.place(key) is Place.BACKLOG


def test_the_place_has_to_be_there_still(team):
    keys = team.actions(3)
    number = team.sprint(keys[0])
    with pytest.raises(Conflict, match="list has changed"):
        team.plan(number, keys[1], after=keys[2])
    with pytest.raises(Conflict, match="list has changed"):
        team.unplan(number, keys[1])
    with pytest.raises(Invalid, match="after itself"):
        team.plan(number, keys[1], after=keys[1].lower())


def test_a_place_that_somebody_else_changed_meanwhile_is_not_guessed(team, colleague):
    keys = team.actions(3)
    number = team.sprint(*keys[:2])
    seen = team.seen()
    colleague.plan(number, keys[0], after=keys[1])
    with pytest.raises(Conflict, match="list has changed"):
        team.plan(number, keys[2], after=keys[0], seen=seen)
    team.plan(number, keys[2], after=keys[1], seen=seen)
    assert team.order(number) == [keys[1], keys[2], keys[0]]


def test_what_cannot_be_planned_says_why(team):
    keys = team.actions(2)
    number = team.started(keys[0])
    team.move(keys[0], "Done")
    team.complete(number)
    following = team.sprint()
    with pytest.raises(Conflict, match="ACT-1 is done"):
        team.plan(following, keys[0])
    with pytest.raises(Conflict, match="Sprint 1 is completed"):
        team.plan(number, keys[1])
    with pytest.raises(NotFound):
        team.plan(following, "ACT-99")
    with pytest.raises(NotFound):
        team.plan(99, keys[1])
    with pytest.raises(LimitReached):
        team.plan(following, *[f"ACT-{place}" for place in range(501)])


def test_a_block_of_hundreds_keeps_its_order_between_two(team):
    keys = team.actions(2)
    more = team.actions(120)
    number = team.sprint(*keys)
    plan_actions(team.session, number=number, keys=more, after=keys[0], **team.who)
    assert team.order(number) == [keys[0], *more, keys[1]]


def test_the_record_says_how_much_joined_and_left(team):
    (key,) = team.actions(1, points=3, hours="2.5")
    number = team.sprint(key)
    team.unplan(number, key)
    joined, left = (entry.changes for entry in _last(team, 2))
    assert joined["sprint"] == [None, 1]
    assert joined["effort"] == [None, {"points": 3, "hours": 2.5}]
    assert left["sprint"] == [1, None]
    assert left["effort"] == [{"points": 3, "hours": 2.5}, None]


def _last(team, count):
    from backlog.activity.queries import list_activity_after

    return list_activity_after(team.session, workspace_id=team.workspace.id, after=0)[-count:]
