"""The two sides of planning: the pool in groups, the sprint in order, each with its sums."""

from decimal import Decimal

import pytest

from backlog.sprints.queries import Effort, get_plan, get_pool, get_sprint
from backlog.sprints.services import Unfinished
from backlog.workspaces.models import Campaign, Instrument
from backlog.workspaces.services import ensure_entries
from tests.factories.workspaces import member


@pytest.fixture
def campaigns(team):
    names = ["Winter", "Trade"]
    return ensure_entries(team.session, catalogue=Campaign, names=names, **team.who)


@pytest.mark.usefixtures("campaigns")
def test_the_pool_is_grouped_by_campaign_with_its_sums(team):
    team.actions(1)
    winter = team.actions(2, campaign="Winter", hours=4, points=1)
    trade = team.actions(1, campaign="Trade", hours="1.5")
    pool = get_pool(team.session, workspace=team.workspace)
    assert [(group.name, [row.key for row in group.rows]) for group in pool.groups] == [
        ("Winter", winter),
        ("Trade", trade),
        (None, ["ACT-1"]),
    ]
    assert pool.groups[0].effort == Effort(2, Decimal(2), Decimal(8))
    assert pool.effort == Effort(4, Decimal(2), Decimal("9.5"))
    assert not pool.is_cut


def test_the_pool_is_grouped_by_instrument_and_narrowed_by_words(team):
    made = ensure_entries(team.session, catalogue=Instrument, names=["Newsletter", "Video"], **team.who)
    made["Video"].icon = "clapperboard"
    team.actions(1, title="Write the newsletter", instrument="Newsletter")
    team.actions(1, title="Show how to sharpen", instrument="Video")
    pool = get_pool(team.session, workspace=team.workspace, group_by="instrument", query="newsletters")
    assert [(group.name, group.effort.count) for group in pool.groups] == [("Newsletter", 1)]
    assert get_pool(team.session, workspace=team.workspace, group_by="instrument").groups[1].icon == "clapperboard"


def test_the_pool_holds_neither_planned_nor_done_nor_archived_actions(team):
    keys = team.actions(3)
    number = team.started(keys[0], keys[1])
    team.move(keys[1], "Done")
    assert [row.key for group in get_pool(team.session, workspace=team.workspace).groups for row in group.rows] == [
        keys[2]
    ]
    team.complete(number)
    assert get_pool(team.session, workspace=team.workspace).effort.count == 2


def test_the_plan_says_what_everybody_has_taken_on(team):
    zoe = member(team.workspace, name="Zoe Zander", email="zoe@example.org")
    mine = team.actions(2, assignee="merle@example.org", hours=3)
    hers = team.actions(1, assignee="zoe@example.org", hours=5, points=2)
    free = team.actions(1, hours=1)
    number = team.sprint(*free, *hers, *mine)
    plan = get_plan(
        team.session,
        workspace=team.workspace,
        sprint=get_sprint(team.session, workspace=team.workspace, number=number),
    )
    assert [planned.action.key for planned in plan.actions] == [*free, *hers, *mine]
    assert plan.effort == Effort(4, Decimal(2), Decimal(12))
    assert [(load.name, load.effort.hours) for load in plan.loads] == [
        ("Merle Ohlsen", Decimal(6)),
        ("Zoe Zander", Decimal(5)),
        (None, Decimal(1)),
    ]
    assert plan.loads[1].user_id == zoe.user_id


def test_the_plan_shows_what_came_unplanned_and_how_often_something_was_carried_over(team):
    keys = team.actions(2)
    first = team.started(keys[0])
    second = team.sprint()
    team.complete(first, Unfinished.NEXT_SPRINT)
    team.start(second)
    team.plan(second, keys[1])
    plan = get_plan(
        team.session,
        workspace=team.workspace,
        sprint=get_sprint(team.session, workspace=team.workspace, number=second),
    )
    assert [(one.action.key, one.is_unplanned, one.times_carried_over) for one in plan.actions] == [
        (keys[0], False, 1),
        (keys[1], True, 0),
    ]
