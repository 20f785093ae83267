"""An act is taken back whole, unless somebody has built upon it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from backlog.activity.services import Act
from backlog.board.services import add_column, remove_column
from backlog.core.errors import Conflict, Forbidden
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import Place, SprintMembership
from backlog.sprints.queries import get_sprint
from backlog.sprints.services import (
    add_checklist_items,
    archive_actions,
    block_action,
    create_action,
    create_actions_from_lines,
    create_in_sprint,
    rank_actions,
    restore_actions,
    update_action,
    update_sprint,
)


def test_an_edit_is_taken_back(team):
    (key,) = team.actions(1, points=3, due_on=date(2026, 12, 1), assignee="merle@example.org")
    values = {"title": "New", "points": "5.5", "due_on": None, "assignee": None}
    update_action(team.session, key=key, values=values, **team.who)
    team.undo()
    action = team.action(key)
    assert (action.points, action.due_on, action.assignee.name) == (3, date(2026, 12, 1), "Merle Ohlsen")
    assert action.title.startswith("Action")
    assert team.verbs()[-1] == "action.changed"


def test_taking_back_can_be_taken_back(team):
    (key,) = team.actions(1)
    update_action(team.session, key=key, values={"title": "New"}, **team.who)
    team.undo()
    team.undo()
    assert team.action(key).title == "New"


def test_a_checklist_is_put_back(team):
    (key,) = team.actions(1)
    add_checklist_items(team.session, key=key, text="Text\nPictures", **team.who)
    team.undo()
    assert team.action(key).checklist == []


@pytest.mark.parametrize("after", [None, 1, 4])
def test_a_ranked_block_goes_back_to_where_it_was(team, after):
    keys = team.actions(6)
    rank_actions(team.session, keys=[keys[2], keys[3]], after=keys[after] if after else None, **team.who)
    team.undo()
    assert team.backlog() == keys


def test_a_rank_that_is_taken_meanwhile_gives_way_to_the_next_place(team, colleague):
    keys = team.actions(4)
    rank_actions(team.session, keys=[keys[1]], after=keys[3], **team.who)
    team.undo()
    assert team.backlog() == keys
    rank_actions(team.session, keys=[keys[0]], after=keys[3], **team.who)
    numbers = team.latest()
    rank_actions(colleague.session, keys=[keys[3]], after=None, **colleague.who)
    team.undo(numbers)
    assert team.backlog() == [keys[3], keys[0], keys[1], keys[2]]


def test_planned_actions_leave_again(team):
    keys = team.actions(3)
    number = team.sprint(keys[0])
    team.plan(number, keys[2], keys[1], after=None)
    team.undo()
    assert (team.order(number), team.backlog()) == ([keys[0]], [keys[1], keys[2]])


def test_a_block_that_joined_and_moved_within_goes_back(team):
    keys = team.actions(4)
    number = team.sprint(*keys[:3])
    team.plan(number, keys[3], keys[0], after=keys[1])
    team.undo()
    assert (team.order(number), team.backlog()) == (keys[:3], [keys[3]])


def test_what_came_from_another_sprint_goes_back_to_its_place_there(team):
    keys = team.actions(4)
    first, second = team.sprint(*keys[:3]), team.sprint(keys[3])
    team.plan(second, keys[1], after=None)
    team.undo()
    assert (team.order(first), team.order(second)) == (keys[:3], [keys[3]])


def test_what_was_taken_out_of_a_running_sprint_comes_back_to_its_column_and_place(team):
    keys = team.actions(4)
    number = team.started(*keys)
    for key in keys[:3]:
        team.move(key, "In progress")
    team.unplan(number, keys[1])
    team.undo()
    assert team.order(number) == keys
    assert team.board()["In progress"] == keys[:3]
    assert team.session.query(SprintMembership).count() == 4


def test_a_done_card_that_was_taken_out_comes_back_as_done(team):
    keys = team.actions(2)
    number = team.started(*keys)
    team.move(keys[0], "Done")
    done_at = team.action(keys[0]).done_at
    team.unplan(number, keys[0])
    team.undo()
    assert team.action(keys[0]).done_at == done_at
    assert team.board()["Done"] == [keys[0]]


def test_a_moved_card_goes_back(team):
    keys = team.actions(3)
    team.started(*keys)
    block_action(team.session, key=keys[1], reason="No sample", **team.who)
    team.move(keys[1], "Done", after=None)
    assert team.action(keys[1]).blocked_reason is None
    team.undo()
    action = team.action(keys[1])
    assert team.board()["To do"] == keys
    assert (action.started_at, action.done_at, action.blocked_reason) == (None, None, "No sample")


def test_archiving_out_of_a_sprint_is_taken_back_whole(team):
    keys = team.actions(3)
    number = team.sprint(*keys)
    archive_actions(team.session, keys=keys[:2], **team.who)
    assert team.order(number) == [keys[2]]
    team.undo()
    assert team.order(number) == keys


def test_an_action_may_have_the_number_in_the_database_that_a_stay_in_the_sprint_has(team):
    number = team.sprint(*team.actions(1))
    last_stay = team.session.scalar(select(func.max(SprintMembership.id)))
    keys = team.actions(2)
    while (ahead := team.action(keys[0]).id - last_stay - 2) < 0:
        keys = team.actions(2)
    if ahead:
        team.plan(number, *team.actions(ahead))
    following = team.sprint(*keys)
    first, second = (team.action(key) for key in keys)
    stays = team.session.scalars(select(SprintMembership.id).where(SprintMembership.action_id == second.id))
    assert list(stays) == [first.id]
    archive_actions(team.session, keys=keys, **team.who)
    team.undo()
    assert team.order(following) == keys


def test_restoring_and_creating_are_taken_back_by_archiving(team):
    (key,) = team.actions(1)
    archive_actions(team.session, keys=[key], **team.who)
    restore_actions(team.session, keys=[key], **team.who)
    team.undo()
    assert team.place(key) is Place.ARCHIVED
    made = create_actions_from_lines(team.session, text="One\nTwo", shared={}, **team.who)
    team.undo()
    assert {team.place(action.key) for action in made} == {Place.ARCHIVED}


def test_a_blocked_action_can_go_on_again(team):
    (key,) = team.actions(1)
    block_action(team.session, key=key, reason="No sample", **team.who)
    team.undo()
    assert team.action(key).blocked_at is None


def test_the_dates_of_a_sprint_go_back(team):
    number = team.sprint()
    old = get_sprint(team.session, workspace=team.workspace, number=number).ends_on
    values = {"ends_on": old - timedelta(days=1), "goal": "Another"}
    update_sprint(team.session, number=number, values=values, **team.who)
    team.undo()
    assert get_sprint(team.session, workspace=team.workspace, number=number).ends_on == old


def test_starting_and_completing_are_final(team):
    number = team.started(*team.actions(1))
    with pytest.raises(Conflict, match="cannot be undone"):
        team.undo()
    team.complete(number)
    with pytest.raises(Conflict, match="cannot be undone"):
        team.undo()


def test_a_part_of_completing_cannot_be_taken_back_either(team):
    number = team.started(*team.actions(1))
    team.complete(number)
    first = team.latest().first
    with pytest.raises(Conflict, match="completed"):
        team.undo(Act(first, first))


def test_what_somebody_has_built_upon_stays(team, colleague):
    (key,) = team.actions(1)
    update_action(team.session, key=key, values={"title": "Mine", "points": 3}, **team.who)
    numbers = team.latest()
    update_action(colleague.session, key=key, values={"points": 5}, **colleague.who)
    with pytest.raises(Conflict, match="ACT-1 has been changed since"):
        team.undo(numbers)


def test_nobody_takes_back_what_another_did(team, colleague):
    create_action(team.session, values={"title": "Mine"}, **team.who)
    with pytest.raises(Forbidden):
        colleague.undo(team.latest())


def test_a_card_does_not_go_back_to_a_column_that_was_removed(team):
    (key,) = team.actions(1)
    team.started(key)
    column = add_column(team.session, name="Approval", category=StatusCategory.IN_PROGRESS, **team.who)
    team.move(key, "Approval")
    team.move(key, "Done")
    numbers = team.latest()
    remove_column(team.session, column_id=column.id, **team.who)
    with pytest.raises(Conflict, match="columns have changed"):
        team.undo(numbers)


def test_an_action_written_into_a_sprint_is_taken_back_at_once(team):
    number = team.sprint()
    made = create_in_sprint(team.session, number=number, values={"title": "One more idea"}, **team.who)
    team.undo()
    assert team.order(number) == []
    assert team.place(made.key) == Place.ARCHIVED
