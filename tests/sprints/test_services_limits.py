"""WIP limits of columns and people: what warns, what is kept out, what a reason changes, and what is never refused."""

import pytest
from sqlalchemy import select

from backlog.activity.models import Activity
from backlog.board.services import add_column, limit_people, remove_column, update_column
from backlog.core.errors import Conflict, Forbidden, Invalid
from backlog.core.permissions import Role
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import ApprovalBy
from backlog.sprints.services import (
    Allowance,
    WipLimitReached,
    archive_actions,
    await_approval,
    create_in_sprint,
    end_waiting,
    plan_actions,
    start_sprint,
    update_action,
)
from backlog.workspaces.models import LimitMode
from tests.factories.workspaces import member

MERLE, TAREK = "merle@example.org", "tarek@example.org"


def limit(team, column, count, mode=LimitMode.BLOCK):
    values = {"wip_limit": count, "wip_mode": mode}
    update_column(team.session, column_id=team.column(column), values=values, **team.who)


def limit_each(team, count, mode=LimitMode.BLOCK):
    limit_people(team.session, limit=count, mode=mode, **team.who)


def assign(team, key, person, **more):
    return update_action(team.session, key=key, values={"assignee": person}, **more, **team.who)


def overrides(team):
    """Return the keys whose events keep a reason, with it."""
    statement = select(Activity).where(Activity.workspace_id == team.workspace.id).order_by(Activity.number)
    found = team.session.scalars(statement)
    return [(one.entity_key, one.changes["wip_override"][1]) for one in found if "wip_override" in one.changes]


@pytest.fixture
def board(team):
    """Return three cards, of which one is in progress."""
    keys = team.actions(3)
    team.started(*keys)
    team.move(keys[0], "In progress")
    return keys


@pytest.mark.parametrize("count", [0, -1, 1000])
def test_a_limit_that_is_none_is_refused_for_columns_and_people(team, board, count):
    for say in (lambda: limit(team, "To do", count), lambda: limit_each(team, count)):
        with pytest.raises(Invalid, match="from 1 to 999") as refused:
            say()
        assert refused.value.field == "wip_limit"


def test_a_full_column_that_warns_takes_the_card_and_says_so(team, board):
    limit(team, "In progress", 1, LimitMode.WARN)
    allowance = Allowance()
    team.move(board[1], "In progress", allowance=allowance)
    (excess,) = allowance.exceeded
    assert (excess.kind, excess.name, excess.count, excess.limit) == ("column", "In progress", 2, 1)
    assert overrides(team) == []


def test_a_full_column_that_blocks_keeps_the_card_out(team, board):
    limit(team, "In progress", 1)
    with pytest.raises(WipLimitReached, match=r"“In progress” holds 1 of 1 cards\. Finish one first\."):
        team.move(board[1], "In progress")
    assert team.board()["In progress"] == board[:1]


def test_a_reason_lets_the_card_in_and_is_kept(team, board):
    limit(team, "In progress", 1)
    allowance = Allowance("The press is on the phone")
    team.move(board[1], "In progress", allowance=allowance)
    assert team.board()["In progress"] == board[:2]
    assert overrides(team) == [(board[1], "The press is on the phone")]
    assert len(allowance.exceeded) == 1


def test_a_reason_that_was_not_needed_is_not_kept(team, board):
    limit(team, "In progress", 2)
    team.move(board[1], "In progress", allowance=Allowance("Just in case"))
    assert overrides(team) == []


@pytest.mark.parametrize("reason", ["   \n", "\t", "\u200b", "\u00ad \u202e", "\u2800", "\u3164"])
def test_blanks_and_what_nobody_sees_are_no_reason(team, board, reason):
    limit(team, "In progress", 1)
    with pytest.raises(WipLimitReached):
        team.move(board[1], "In progress", allowance=Allowance(reason))


def test_a_reason_has_an_end(team, board):
    limit(team, "In progress", 1)
    with pytest.raises(Invalid):
        team.move(board[1], "In progress", allowance=Allowance("x" * 501))


def test_within_a_column_and_out_of_it_cards_move_however_full_it_is(team, board):
    team.move(board[1], "In progress")
    limit(team, "In progress", 1)
    team.move(board[1], "In progress", after=None)
    assert team.board()["In progress"] == [board[1], board[0]]
    team.move(board[0], "Done")
    team.move(board[1], "To do")
    assert team.board()["In progress"] == []


def test_somebody_with_a_full_plate_takes_no_other_card(team, board):
    assign(team, board[0], MERLE)
    limit_each(team, 1)
    with pytest.raises(WipLimitReached, match="Merle Ohlsen holds 1 of 1 cards in progress"):
        assign(team, assigned_in_progress(team, board[1]), MERLE)
    assign(team, board[1], MERLE, allowance=Allowance("Nobody else can write French"))
    assert overrides(team) == [(board[1], "Nobody else can write French")]


def assigned_in_progress(team, key):
    team.move(key, "In progress")
    return key


def test_a_card_of_somebody_with_a_full_plate_stays_out_of_progress_but_not_out_of_the_rest(team, board):
    assign(team, board[0], MERLE)
    assign(team, board[1], MERLE)
    limit_each(team, 1)
    with pytest.raises(WipLimitReached):
        team.move(board[1], "In progress")
    team.move(board[1], "Done")
    assign(team, board[2], MERLE)


def test_from_one_column_in_progress_to_another_nobody_holds_more(team, board):
    add_column(team.session, name="Review", category=StatusCategory.IN_PROGRESS, **team.who)
    assign(team, board[0], MERLE)
    limit_each(team, 1)
    team.move(board[0], "Review")
    assert team.board()["Review"] == board[:1]


def test_what_waits_for_approval_does_not_count_for_its_person_and_may_always_go_on(team, board):
    assign(team, board[0], MERLE)
    assign(team, board[1], MERLE)
    limit_each(team, 1)
    await_approval(team.session, key=board[0], by=ApprovalBy.LEGAL, **team.who)
    team.move(board[1], "In progress")
    end_waiting(team.session, key=board[0], **team.who)
    assert team.action(board[0]).waiting_at is None


def test_people_are_counted_apart_and_only_on_the_running_board(team, colleague, board):
    elsewhere = team.actions(1, assignee=TAREK)
    team.sprint(*elsewhere)
    limit_each(team, 1)
    assign(team, board[0], TAREK)
    team.move(board[1], "In progress")
    assign(team, board[1], MERLE)


def test_what_is_planned_or_written_into_a_running_sprint_enters_its_first_column(team):
    number = team.started(*team.actions(1))
    limit(team, "To do", 1)
    (late,) = team.actions(1)
    with pytest.raises(WipLimitReached, match=r"“To do” holds 1 of 1"):
        team.plan(number, late)
    with pytest.raises(WipLimitReached):
        create_in_sprint(team.session, number=number, values={"title": "Late"}, **team.who)
    plan_actions(team.session, number=number, keys=[late], allowance=Allowance("Urgent"), **team.who)
    assert (len(team.board()["To do"]), overrides(team)) == (2, [(late, "Urgent")])


def test_a_sprint_starts_only_with_what_its_board_takes_or_with_a_reason(team):
    keys = team.actions(3)
    number = team.sprint(*keys)
    team.start(team_first := team.sprint())
    team.complete(team_first)
    limit(team, "To do", 2)
    with pytest.raises(WipLimitReached, match=r"takes 2 cards at once; with these it would hold 3"):
        team.start(number)
    start_sprint(team.session, number=number, allowance=Allowance("The fair is on Monday"), **team.who)
    assert team.board()["To do"] == keys
    assert overrides(team) == [
        *((key, "The fair is on Monday") for key in keys),
        (str(number), "The fair is on Monday"),
    ]


def test_cards_of_a_removed_column_enter_the_next_one_under_the_same_rule(team, board):
    review = add_column(team.session, name="Review", category=StatusCategory.IN_PROGRESS, **team.who).id
    team.move(board[1], "Review")
    limit(team, "In progress", 1)
    target = {"column_id": review, "target_id": team.column("In progress")}
    with pytest.raises(WipLimitReached):
        remove_column(team.session, **target, **team.who)
    remove_column(team.session, allowance=Allowance("We give up the review"), **target, **team.who)
    assert team.board()["In progress"] == board[:2]
    assert overrides(team) == [(board[1], "We give up the review")]


def test_a_column_that_comes_to_mean_progress_counts_for_its_people(team, board):
    ready = add_column(team.session, name="Ready", category=StatusCategory.TO_DO, **team.who).id
    assign(team, board[0], MERLE)
    assign(team, board[1], MERLE)
    team.move(board[1], "Ready")
    limit_each(team, 1)
    values = {"category": StatusCategory.IN_PROGRESS}
    with pytest.raises(WipLimitReached):
        update_column(team.session, column_id=ready, values=values, **team.who)


def test_taking_back_goes_by_the_same_rule(team, board):
    limit(team, "In progress", 1)
    team.move(board[0], "Done")
    moved = team.latest()
    team.move(board[1], "In progress")
    with pytest.raises(Conflict, match="holds 1 of 1"):
        team.undo(moved)


def test_what_comes_back_from_the_archive_does_not_fill_a_column_over_its_limit(team, board):
    limit(team, "In progress", 1)
    archive_actions(team.session, keys=board[:1], **team.who)
    archived = team.latest()
    team.move(board[1], "In progress")
    with pytest.raises(Conflict, match="holds 1 of 1"):
        team.undo(archived)


def test_an_assignment_beyond_the_limit_is_taken_back(team, board):
    assign(team, board[0], MERLE)
    limit_each(team, 1)
    team.move(board[1], "In progress")
    assign(team, board[1], MERLE, allowance=Allowance("Only she can"))
    team.undo()
    assert team.action(board[1]).assignee is None


def test_taking_an_assignment_back_does_not_fill_anybody_s_plate_over_the_limit(team, colleague, board):
    assign(team, board[0], MERLE)
    assign(team, board[0], TAREK)
    given = team.latest()
    team.move(board[1], "In progress")
    assign(team, board[1], MERLE)
    limit_each(team, 1)
    with pytest.raises(Conflict, match="Merle Ohlsen holds 1 of 1"):
        team.undo(given)


def test_limits_below_one_are_refused_and_only_planners_set_them(team, board):
    for count in (0, -1):
        with pytest.raises(Invalid) as refused:
            limit_each(team, count)
        assert refused.value.field == "wip_limit"
    viewer = team.beside(member(team.workspace, role=Role.DEVELOPER))
    with pytest.raises(Forbidden):
        limit_each(viewer, 3)


def test_a_limit_that_is_set_again_is_recorded_once(team, board):
    limit_each(team, 2)
    before = team.verbs()
    limit_each(team, 2)
    assert team.verbs() == before
    assert before[-1] == "workspace.changed"
