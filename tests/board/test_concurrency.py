"""Several people at one board: no two slip into the last place."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from backlog.board.queries import find_board
from backlog.board.services import limit_people, move_card, update_column
from backlog.core.db import transaction
from backlog.sprints.services import WipLimitReached, update_action
from backlog.workspaces.models import LimitMode, Workspace
from tests.factories.base import NOW

MERLE = "merle@example.org"


def at_once(engine, team, *acts):
    """Do these at the same moment, each in a transaction of its own, and return how many were kept out."""
    start = threading.Barrier(len(acts))

    def run(act) -> bool:
        start.wait()
        with transaction(engine) as own:
            mine = own.get_one(Workspace, team.workspace.id)
            try:
                act(own, workspace=mine, actor=team.actor, now=NOW)
            except WipLimitReached:
                return True
            return False

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(run, acts))


def moves(key, column):
    return lambda session, **who: move_card(session, key=key, column_id=column, **who)


def gives(key, person):
    return lambda session, **who: update_action(session, key=key, values={"assignee": person}, **who)


@pytest.mark.commits
def test_of_those_who_move_into_the_last_place_at_once_one_gets_in(engine, team):
    keys = team.actions(7)
    team.started(*keys)
    column = team.column("In progress")
    update_column(
        team.session, column_id=column, values={"wip_limit": 2, "wip_mode": LimitMode.BLOCK}, **team.who
    )  # fmt: skip
    team.move(keys[0], "In progress")
    team.session.commit()
    assert at_once(engine, team, *(moves(key, column) for key in keys[1:])) == 5
    team.session.expire_all()
    board = find_board(team.session, workspace=team.workspace, now=NOW)
    assert board is not None
    assert [len(one.cards) for one in board.columns] == [5, 2, 0]


@pytest.mark.commits
def test_of_those_who_give_somebody_a_last_card_at_once_one_succeeds(engine, team):
    keys = team.actions(6)
    team.started(*keys)
    for key in keys:
        team.move(key, "In progress")
    limit_people(team.session, limit=1, mode=LimitMode.BLOCK, **team.who)
    team.session.commit()
    assert at_once(engine, team, *(gives(key, MERLE) for key in keys)) == 5
