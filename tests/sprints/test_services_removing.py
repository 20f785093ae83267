"""A planned sprint can be deleted and brought back; one that began stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backlog.activity.models import Activity
from backlog.core.errors import Conflict, Forbidden, Invalid, NotFound
from backlog.core.permissions import Actor, Role
from backlog.sprints.models import Sprint, SprintMembership
from backlog.sprints.queries import get_sprint
from backlog.sprints.services import create_sprint, delete_sprint, update_sprint


def _delete(team, number):
    return delete_sprint(team.session, number=number, **team.who)


def _create_like(team, sprint):
    return create_sprint(team.session, goal="Another", starts_on=sprint.starts_on, ends_on=sprint.ends_on, **team.who)


def test_its_actions_go_back_to_their_places_in_the_action_backlog(team):
    keys = team.actions(5)
    number = team.sprint(keys[3], keys[1])
    assert _delete(team, number) == 2
    assert team.backlog() == keys
    with pytest.raises(NotFound):
        get_sprint(team.session, workspace=team.workspace, number=number)
    assert team.session.scalar(select(func.count()).select_from(SprintMembership)) == 0


def test_what_happened_stays_on_record(team):
    (key,) = team.actions(1)
    number = team.sprint(key)
    _delete(team, number)
    assert team.verbs()[-2:] == ["sprint.action_left", "sprint.deleted"]
    told = team.session.scalar(select(Activity).where(Activity.verb == "sprint.deleted"))
    assert told.entity_key == str(number)
    assert told.changes["starts_on"][1] is None


def test_neither_its_number_nor_its_id_is_given_again(team):
    number = team.sprint()
    sprint = get_sprint(team.session, workspace=team.workspace, number=number)
    old_id = sprint.id
    _delete(team, number)
    made = _create_like(team, sprint)
    assert made.number == number + 1
    assert made.id > old_id


def test_its_dates_are_free_again(team):
    number = team.sprint()
    sprint = get_sprint(team.session, workspace=team.workspace, number=number)
    with pytest.raises(Invalid):
        _create_like(team, sprint)
    _delete(team, number)
    _create_like(team, sprint)


@pytest.mark.parametrize("is_completed", [False, True])
def test_a_sprint_that_began_stays(team, is_completed):
    number = team.started(*team.actions(2))
    if is_completed:
        team.complete(number)
    with pytest.raises(Conflict):
        _delete(team, number)
    assert team.order(number) or is_completed


def test_who_may_not_plan_may_not_delete(team):
    number = team.sprint()
    viewer = team.beside(Actor(team.actor.user_id, "Viewer", team.workspace.id, Role.VIEWER))
    with pytest.raises(Forbidden):
        _delete(viewer, number)


def test_undo_brings_it_back_with_its_actions_in_order_and_its_version(team):
    keys = team.actions(4)
    number = team.sprint(keys[2], keys[0])
    update_sprint(team.session, number=number, values={"goal": "Seen by all"}, **team.who)
    old = get_sprint(team.session, workspace=team.workspace, number=number)
    old_id, version, dates = old.id, old.version, (old.starts_on, old.ends_on)
    _delete(team, number)
    team.undo()
    back = get_sprint(team.session, workspace=team.workspace, number=number)
    assert (back.id, back.goal, (back.starts_on, back.ends_on)) == (old_id, "Seen by all", dates)
    assert back.version > version
    assert team.order(number) == [keys[2], keys[0]]
    assert team.backlog() == [keys[1], keys[3]]


def test_taking_back_can_be_taken_back(team):
    keys = team.actions(2)
    number = team.sprint(keys[1])
    _delete(team, number)
    team.undo()
    team.undo()
    assert team.backlog() == keys
    assert team.session.scalars(select(Sprint)).all() == []


def test_a_sprint_does_not_come_back_over_one_that_took_its_dates(team):
    number = team.sprint()
    sprint = get_sprint(team.session, workspace=team.workspace, number=number)
    _delete(team, number)
    act = team.latest()
    _create_like(team, sprint)
    with pytest.raises(Invalid):
        team.undo(act)


def test_a_sprint_does_not_come_back_when_its_action_was_planned_elsewhere(team):
    (key,) = team.actions(1)
    number = team.sprint(key)
    ends_on = get_sprint(team.session, workspace=team.workspace, number=number).ends_on
    _delete(team, number)
    act = team.latest()
    day = timedelta(days=1)
    other = create_sprint(team.session, goal="", starts_on=ends_on + day, ends_on=ends_on + 7 * day, **team.who)
    team.plan(other.number, key)
    with pytest.raises(Conflict):
        team.undo(act)
