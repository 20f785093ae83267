"""A card that changes hands with its column: limits see one step, from how it stood to how it stands in the end."""

import pytest

from backlog.board.services import Giving, add_column, give_card, limit_people, update_column
from backlog.core.errors import Conflict, Forbidden, Invalid
from backlog.core.permissions import Role
from backlog.requirements.terms import StatusCategory
from backlog.sprints.services import Allowance, WipLimitReached, archive_actions
from backlog.workspaces.models import LimitMode
from tests.factories.workspaces import member

MERLE, TAREK = "merle@example.org", "tarek@example.org"


def limit_each(team, count, mode=LimitMode.BLOCK):
    limit_people(team.session, limit=count, mode=mode, **team.who)


@pytest.fixture
def cards(team, colleague):
    """Return Merle's card and Tarek's, both in progress, and one of hers to do."""
    keys = [
        *team.actions(1, assignee=MERLE),
        *team.actions(1, assignee=TAREK),
        *team.actions(1, assignee=MERLE),
    ]
    team.started(*keys)
    for key in keys[:2]:
        team.move(key, "In progress")
    return keys


@pytest.fixture
def give(team, colleague):
    """Return a way to carry a card of Merle's into Tarek's lane."""
    giving = Giving(team.actor.user_id, colleague.actor.user_id)

    def carry(key, column, **more):
        there = {"column_id": team.column(column), "giving": giving}
        return give_card(team.session, key=key, **there, **more, **team.who)

    return carry


@pytest.mark.parametrize("column", ["To do", "Done"])
@pytest.mark.parametrize("mode", LimitMode)
def test_out_of_progress_into_the_lane_of_somebody_with_a_full_plate_counts_for_nobody(team, cards, give, column, mode):
    limit_each(team, 1, mode)
    allowance = Allowance()
    give(cards[0], column, allowance=allowance)
    assert (team.action(cards[0]).assignee.email, allowance.exceeded) == (TAREK, [])
    assert cards[0] in team.board()[column]


@pytest.mark.parametrize("card", [0, 2])
def test_into_progress_of_somebody_with_a_full_plate_a_card_comes_only_with_a_reason(team, cards, give, card):
    limit_each(team, 1)
    with pytest.raises(WipLimitReached, match=r"Tarek Winkelroth holds 1 of 1 cards in progress"):
        give(cards[card], "In progress")


def test_beyond_the_limit_of_a_person_one_excess_is_told_and_the_reason_kept_once(team, cards, give):
    limit_each(team, 1)
    allowance = Allowance("Only he can")
    give(cards[2], "In progress", allowance=allowance)
    assert [(one.name, one.held, one.count) for one in allowance.exceeded] == [("Tarek Winkelroth", 1, 2)]
    assert team.verbs()[-2:] == ["action.changed", "action.moved"]


def test_within_progress_the_one_who_takes_a_card_holds_one_more(team, cards, give):
    add_column(team.session, name="Review", category=StatusCategory.IN_PROGRESS, **team.who)
    limit_each(team, 1)
    with pytest.raises(WipLimitReached):
        give(cards[0], "Review")


def test_a_full_column_keeps_out_what_is_carried_as_well(team, cards, give):
    values = {"wip_limit": 2, "wip_mode": LimitMode.BLOCK}
    update_column(team.session, column_id=team.column("In progress"), values=values, **team.who)
    with pytest.raises(WipLimitReached, match="“In progress” holds 2 of 2"):
        give(cards[2], "In progress")


def test_what_is_taken_back_goes_by_whose_it_comes_to_be(team, cards, give):
    limit_each(team, 1)
    give(cards[0], "To do")
    team.undo()
    assert (team.action(cards[0]).assignee.email, team.board()["In progress"]) == (MERLE, cards[:2])


def test_what_is_taken_back_does_not_fill_the_plate_of_whoever_had_it(team, cards, give):
    limit_each(team, 1)
    give(cards[0], "To do")
    given = team.latest()
    team.move(cards[2], "In progress")
    with pytest.raises(Conflict, match="Merle Ohlsen holds 1 of 1"):
        team.undo(given)


def test_only_what_is_still_whose_it_was_is_given(team, colleague, cards):
    there = {"key": cards[0], "column_id": team.column("Done")}
    for before in (None, colleague.actor.user_id):
        with pytest.raises(Conflict, match=f"{cards[0]} has changed hands"):
            give_card(team.session, giving=Giving(before, None), **there, **team.who)
    assert team.action(cards[0]).assignee.email == MERLE


def test_a_card_is_given_to_members_only_and_by_those_who_may_edit(team, cards):
    there = {"key": cards[0], "column_id": team.column("Done")}
    with pytest.raises(Invalid):
        give_card(team.session, giving=Giving(team.actor.user_id, 0), **there, **team.who)
    viewer = team.beside(member(team.workspace, role=Role.VIEWER))
    with pytest.raises(Forbidden):
        give_card(team.session, giving=Giving(team.actor.user_id, None), **there, **viewer.who)


def test_an_archived_card_is_not_given(team, cards, give):
    archive_actions(team.session, keys=cards[:1], **team.who)
    with pytest.raises(Conflict, match="is archived"):
        give(cards[0], "Done")
