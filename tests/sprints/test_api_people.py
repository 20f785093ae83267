"""People over the API: the same object wherever somebody stands."""

import copy
from typing import Any

from backlog.sprints.queries import get_sprint


def test_a_person_is_the_same_object_wherever_an_action_stands(team, call):
    team.started(*team.actions(1, assignee="merle"), *team.actions(1))
    merle = {"name": "Merle Ohlsen", "handle": "merle"}
    cards = [card for column in call("GET", "/board")["columns"] for card in column["cards"]]
    assert [card["assignee"] for card in cards] == [merle, None]
    assert [one["assignee"] for one in call("GET", "/sprints/1")["actions"]] == [merle, None]
    assert [one["assignee"] for one in call("GET", "/sprints/1/report")["actions"]] == [merle, None]
    team.complete(1)
    assert [one["assignee"] for one in call("GET", "/sprints/1/report")["actions"]] == [merle, None]
    assert [one["assignee"] for one in call("GET", "/sprints/1")["report"]["actions"]] == [merle, None]


def test_a_record_frozen_before_handles_were_kept_has_the_name(team, call):
    team.started(*team.actions(1, assignee="merle"))
    team.complete(1)
    sprint = get_sprint(team.session, workspace=team.workspace, number=1)
    record: dict[str, Any] = copy.deepcopy(sprint.report or {})
    for entry in record["actions"]:
        del entry["assignee_handle"]
    del record["goal_verdict_at"], record["goal_verdict_by"]
    sprint.report = record
    report = call("GET", "/sprints/1/report")
    assert report["actions"][0]["assignee"] == {"name": "Merle Ohlsen", "handle": None}
    assert (report["goal_verdict_at"], report["goal_verdict_by"]) == (None, None)
