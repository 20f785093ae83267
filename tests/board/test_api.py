"""The board over the API: limits that warn or block, reasons, and what waits for approval."""

import pytest

from backlog.board.services import limit_people, update_column
from backlog.workspaces.models import LimitMode

IN_PROGRESS = {"json": {"column": "In progress"}}


@pytest.fixture
def board(team):
    """Return three cards, of which one is in progress, where the column takes one."""
    keys = team.actions(3, assignee="merle@example.org")
    team.started(*keys)
    team.move(keys[0], "In progress")
    return keys


def limit(team, mode, column="In progress"):
    values = {"wip_limit": 1, "wip_mode": mode}
    update_column(team.session, column_id=team.column(column), values=values, **team.who)


def test_a_limit_that_warns_says_what_it_let_through(team, call, board):
    limit(team, LimitMode.WARN)
    moved = call("POST", f"/actions/{board[1]}/move", **IN_PROGRESS)
    assert moved["exceeded"] == [{"kind": "column", "name": "In progress", "count": 2, "limit": 1}]
    assert (moved["over_limit"], moved["count"]) == (1, 2)
    assert call("POST", f"/actions/{board[1]}/move", json={"column": "To do"})["exceeded"] == []


def test_a_limit_that_blocks_is_a_conflict_of_its_own_kind_until_a_reason_is_given(team, call, board):
    limit(team, LimitMode.BLOCK)
    problem = call("POST", f"/actions/{board[1]}/move", status=409, **IN_PROGRESS)
    assert problem["type"] == "urn:throughline:error:wip_limit_reached"
    assert problem["detail"] == "“In progress” holds 1 of 1 cards. Finish one first."
    assert problem["details"]["limits"] == [
        {"kind": "column", "name": "In progress", "held": 1, "count": 2, "limit": 1}
    ]
    assert call("GET", f"/actions/{board[1]}")["column"] == "To do"
    sent = {"column": "In progress", "override_reason": "The press is on the phone"}
    call("POST", f"/actions/{board[1]}/move", json=sent)
    newest = call("GET", "/activity")["items"][-1]
    assert newest["changes"]["wip_override"] == [None, "The press is on the phone"]


def test_assigning_creating_planning_and_starting_take_a_reason_too(team, call, board):
    limit_people(team.session, limit=1, mode=LimitMode.BLOCK, **team.who)
    limit(team, LimitMode.BLOCK, "To do")
    why = {"override_reason": "Only today"}
    team.move(board[1], "Done")
    call("PATCH", f"/actions/{board[0]}", json={"assignee": None})
    call("POST", f"/actions/{board[0]}/move", json={"column": "To do", **why})
    number = 1
    new = {"title": "Late", "sprint": number}
    call("POST", "/actions", status=409, json=new)
    assert call("POST", "/actions", status=201, json=new | why)["exceeded"][0]["name"] == "To do"
    (planned,) = team.actions(1)
    call("POST", f"/sprints/{number}/actions", status=409, json={"keys": [planned]})
    assert call("POST", f"/sprints/{number}/actions", json={"keys": [planned], **why})["exceeded"][0]["count"] == 4
    team.complete(number)
    team.session.commit()
    following = team.sprint(planned, *board[:1])
    call("POST", f"/sprints/{following}/start", status=409)
    assert call("POST", f"/sprints/{following}/start", json=why)["exceeded"][0]["count"] == 2


def test_one_more_card_for_a_busy_person_takes_a_reason(team, call, board):
    limit_people(team.session, limit=1, mode=LimitMode.BLOCK, **team.who)
    call("PATCH", f"/actions/{board[1]}", json={"assignee": None})
    call("POST", f"/actions/{board[1]}/move", **IN_PROGRESS)
    problem = call("PATCH", f"/actions/{board[1]}", status=409, json={"assignee": "merle"})
    assert problem["detail"] == "Merle Ohlsen holds 1 of 1 cards in progress. Finish one first."
    changed = call("PATCH", f"/actions/{board[1]}", json={"assignee": "merle", "override_reason": "Nobody else can"})
    assert (changed["assignee"]["handle"], changed["exceeded"][0]["kind"]) == ("merle", "person")


def test_a_start_without_a_body_is_still_a_start(team, call):
    number = team.sprint(*team.actions(1))
    assert call("POST", f"/sprints/{number}/start")["exceeded"] == []


def test_the_board_says_how_its_limits_work(team, call, board):
    limit(team, LimitMode.BLOCK)
    limit_people(team.session, limit=3, mode=LimitMode.WARN, **team.who)
    shown = call("GET", "/board")
    assert (shown["person_wip_limit"], shown["person_wip_mode"]) == (3, "warn")
    assert {one["name"]: (one["wip_limit"], one["wip_mode"]) for one in shown["columns"]} == {
        "To do": (None, "warn"), "In progress": (1, "block"), "Done": (None, "warn")
    }  # fmt: skip


def test_an_action_waits_for_approval_over_the_api(call, board):
    waits = call("PUT", f"/actions/{board[0]}/approval", json={"by": "legal", "note": "The claim"})
    assert (waits["waiting_for"], waits["waiting_note"]) == ("legal", "The claim")
    assert waits["waiting_at"] is not None
    card = next(one for column in call("GET", "/board")["columns"] for one in column["cards"] if one["waiting_for"])
    assert (card["key"], card["waiting_note"], card["waiting_days"]) == (board[0], "The claim", 1)
    assert [one["key"] for one in call("GET", "/actions?waiting=true")["items"]] == [board[0]]
    call("DELETE", f"/actions/{board[0]}/approval", status=204)
    assert call("GET", f"/actions/{board[0]}")["waiting_for"] is None


def test_only_those_three_approve(call, board):
    assert call.refused("PUT", f"/actions/{board[0]}/approval", field="by", json={"by": "mother"})
