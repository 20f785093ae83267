"""Actions and sprints over the API: what programs may send, and what they get."""

import pytest

from backlog.core.permissions import Role
from backlog.workspaces.models import Campaign, Instrument
from backlog.workspaces.services import ensure_entries
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import member
from tests.support.api import ApiClient

TITLES = {"json": {"title": "Write the newsletter"}}


@pytest.fixture
def _lists(team):
    ensure_entries(team.session, catalogue=Instrument, names=["Newsletter"], **team.who)
    ensure_entries(team.session, catalogue=Campaign, names=["Winter"], **team.who)


@pytest.mark.usefixtures("_lists")
def test_an_action_lives_its_life_over_the_api(team, call):
    asked = RequirementFactory.create(workspace=team.workspace)
    made = call(
        "POST", "/actions", status=201, json={
            "title": "Write  the\nnewsletter", "description": "**Why**\r\n", "instrument": "Newsletter",
            "campaign": "Winter", "requirement": asked.key.lower(), "assignee": "merle", "points": 2.5, "hours": "8",
            "due_on": "2026-12-01", "checklist": [{"text": "Text"}, {"text": "Pictures", "done": True}],
        },
    )  # fmt: skip
    assert (made["key"], made["title"], made["description"]) == ("ACT-1", "Write the newsletter", "**Why**")
    assert (made["instrument"], made["campaign"], made["requirement"]) == ("Newsletter", "Winter", asked.key)
    assert made["assignee"] == {"name": "Merle Ohlsen", "handle": "merle"}
    assert (made["points"], made["hours"], made["place"], made["sprint"]) == (2.5, 8.0, "backlog", None)
    assert made["checklist"] == [{"text": "Text", "done": False}, {"text": "Pictures", "done": True}]
    changed = call("PATCH", "/actions/act-1", json={"points": None, "version": made["version"]})
    assert (changed["points"], changed["hours"], changed["version"]) == (None, 8.0, made["version"] + 1)
    assert call("PUT", "/actions/ACT-1/block", json={"reason": "No sample"})["blocked_reason"] == "No sample"
    call("DELETE", "/actions/ACT-1/block", status=204)
    call("DELETE", "/actions/ACT-1", status=204)
    assert call("GET", "/actions")["items"] == []
    assert [one["key"] for one in call("GET", "/actions?place=archived")["items"]] == ["ACT-1"]
    assert call("POST", "/actions/ACT-1/restore")["place"] == "backlog"


def test_what_two_change_apart_is_kept_and_the_same_field_is_a_conflict(team, call):
    made = call("POST", "/actions", status=201, **TITLES)
    call("PATCH", "/actions/ACT-1", json={"hours": 3, "version": made["version"]})
    assert call("PATCH", "/actions/ACT-1", json={"points": 5, "version": made["version"]})["hours"] == 3
    call("PATCH", "/actions/ACT-1", json={"assignee": "merle", "version": made["version"]})
    tarek = member(team.workspace, name="Tarek Winkelroth", email="tarek@example.org")
    other = ApiClient(call._client, team.session, team.workspace.slug, tarek)
    problem = other(
        "PATCH", "/actions/ACT-1", status=409, json={"assignee": "tarek@example.org", "version": made["version"]}
    )
    sides = {"yours": "Tarek Winkelroth", "theirs": "Merle Ohlsen", "by": "Merle Ohlsen"}
    assert problem["details"]["fields"] == {"assignee": sides}
    assert problem["details"]["version"] == call("GET", "/actions/ACT-1")["version"]


def test_the_list_goes_page_by_page_and_is_narrowed(team, call):
    keys = team.actions(5)
    team.actions(1, title="Write the newsletter", assignee="merle@example.org")
    team.sprint(keys[0])
    first = call("GET", "/actions?limit=3")
    second = call("GET", f"/actions?limit=3&cursor={first['next_cursor']}")
    assert [one["key"] for one in first["items"] + second["items"]] == [*keys, "ACT-6"]
    assert second["next_cursor"] is None
    assert [one["key"] for one in call("GET", "/actions?q=newsletters")["items"]] == ["ACT-6"]
    assert [one["key"] for one in call("GET", "/actions?q=act-2")["items"]] == ["ACT-2"]
    assert [one["key"] for one in call("GET", "/actions?assignee=merle")["items"]] == ["ACT-6"]
    assert [one["key"] for one in call("GET", "/actions?sprint=1")["items"]] == [keys[0]]
    assert [one["key"] for one in call("GET", "/actions?place=backlog&limit=1")["items"]] == [keys[1]]
    for nothing in ("blocked=true", "campaign=%00", "instrument=x", "q=%2C", "assignee=%00", "sprint=7"):
        assert call("GET", f"/actions?{nothing}")["items"] == []


def test_a_sprint_lives_its_life_over_the_api(team, call):
    keys = team.actions(4, hours=2)
    sprint = call(
        "POST", "/sprints", status=201, json={"goal": "Blades", "starts_on": "2026-11-16", "ends_on": "2026-11-27"}
    )
    assert (sprint["number"], sprint["state"], sprint["actions"]) == (1, "planned", [])
    placed = call("POST", "/sprints/1/actions", json={"keys": [keys[2], keys[0], keys[1]]})
    assert placed["moved"] == 3
    call("POST", "/sprints/1/actions", json={"keys": [keys[0]], "after": None, "version": placed["version"]})
    call("POST", "/sprints/1/actions", status=409, json={"keys": [keys[0]], "version": placed["version"]})
    call("DELETE", f"/sprints/1/actions/{keys[1]}", status=204)
    shown = call("PATCH", "/sprints/1", json={"goal": "Blades fit", "version": sprint["version"]})
    assert [one["key"] for one in shown["actions"]] == [keys[0], keys[2]]
    assert (shown["goal"], shown["count"], shown["hours"]) == ("Blades fit", 2, 4.0)
    assert call("POST", "/sprints/1/start")["state"] == "active"
    call("POST", f"/actions/{keys[0]}/move", json={"column": "Done"})
    late = call("POST", "/actions", status=201, json={"title": "Recall", "sprint": 1})
    assert (late["place"], late["column"]) == ("sprint", "To do")
    done = call("POST", "/sprints/1/complete", json={"unfinished": "backlog_bottom"})
    assert (done["done"], done["moved"], done["next_sprint"]) == (1, 2, None)
    assert (done["sprint"]["state"], done["sprint"]["done"], done["sprint"]["count"]) == ("completed", 1, 3)
    report = call("GET", "/sprints/1/report")
    assert report == call("GET", "/sprints/1")["report"]
    assert {name: report["sums"][name]["count"] for name in ("planned", "added", "removed", "done", "to_backlog")} == {
        "planned": 2, "added": 1, "removed": 0, "done": 1, "to_backlog": 2,
    }  # fmt: skip
    assert [one["key"] for one in call("GET", "/actions?place=backlog")["items"]] == [
        keys[1],
        keys[3],
        keys[2],
        "ACT-5",
    ]
    assert [one["number"] for one in call("GET", "/sprints?state=completed")["items"]] == [1]


def test_twice_is_a_conflict(team, call):
    to_next = {"unfinished": "next_sprint"}
    team.sprint(*team.actions(2))
    team.sprint()
    call("POST", "/sprints/1/start")
    assert "has started already" in call("POST", "/sprints/1/start", status=409)["detail"]
    assert "Sprint 1 is under way" in call("POST", "/sprints/2/start", status=409)["detail"]
    assert "not started yet" in call("POST", "/sprints/2/complete", status=409, json=to_next)["detail"]
    done = call("POST", "/sprints/1/complete", json=to_next)
    assert (done["moved"], done["next_sprint"]) == (2, 2)
    assert "is completed" in call("POST", "/sprints/1/complete", status=409, json=to_next)["detail"]
    for method, path, more in (
        ("PATCH", "", {"json": {"goal": "Other"}}),
        ("POST", "/actions", {"json": {"keys": ["ACT-1"]}}),
        ("POST", "/actions/remove", {"json": {"keys": ["ACT-1"]}}),
        ("DELETE", "/actions/ACT-1", {}),
        ("POST", "/start", {}),
    ):
        call(method, f"/sprints/1{path}", status=409, **more)


def test_the_record_keeps_what_was_said_about_the_goal_and_where_the_unfinished_went(team, call):
    team.started(*team.actions(1))
    team.sprint(goal="")
    call("POST", "/sprints/1/complete", json={"unfinished": "next_sprint", "goal_verdict": "missed"})
    assert [one["goal_verdict"] for one in call("GET", "/sprints")["items"]] == [None, "missed"]
    report = call("GET", "/sprints/1/report")
    assert (report["goal_verdict"], report["unfinished"], report["next_sprint"]) == ("missed", "next_sprint", 2)
    call("POST", "/sprints/2/start")
    call.refused(
        "POST", "/sprints/2/complete", field="goal_verdict", json={"unfinished": "backlog_top", "goal_verdict": "met"}
    )


def test_a_next_sprint_is_made_where_none_is_planned(team, call):
    team.started(*team.actions(2))
    call.refused(
        "POST", "/sprints/1/complete", field="unfinished", json={"unfinished": "next_sprint", "create_next": False}
    )
    done = call("POST", "/sprints/1/complete", json={"unfinished": "next_sprint"})
    assert [one["key"] for one in call("GET", f"/sprints/{done['next_sprint']}")["actions"]] == ["ACT-1", "ACT-2"]


def test_a_sprint_without_dates_follows_the_last_one(call):
    call("POST", "/sprints", status=201, json={"starts_on": "2126-11-18", "ends_on": "2126-11-26"})
    following = call("POST", "/sprints", status=201, json={"goal": "Next"})
    assert (following["starts_on"], following["ends_on"]) == ("2126-11-27", "2126-12-05")


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        (("2026-11-27", "2026-11-16"), "ends_on"),
        (("2026-11-20", "2026-12-04"), "starts_on"),
        (("2026-11-01", "2026-11-16"), "starts_on"),
        (("9999-12-30", "9999-12-31"), "ends_on"),
        (("2027-01-01", "2029-01-01"), "ends_on"),
    ],
)
def test_dates_that_cannot_be_are_refused_at_their_field(call, dates, field):
    call("POST", "/sprints", status=201, json={"starts_on": "2026-11-16", "ends_on": "2026-11-27"})
    starts_on, ends_on = dates
    call.refused("POST", "/sprints", field=field, json={"starts_on": starts_on, "ends_on": ends_on})
    assert len(call("GET", "/sprints")["items"]) == 1


def test_an_overlap_names_the_other_sprint(call):
    call("POST", "/sprints", status=201, json={"starts_on": "2026-11-16", "ends_on": "2026-11-27"})
    call("POST", "/sprints", status=201, json={"starts_on": "2026-11-30", "ends_on": "2026-12-11"})
    (said,) = call.refused("PATCH", "/sprints/1", field="starts_on", json={"ends_on": "2026-12-01"})
    assert said == "These dates overlap with sprint 2."


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " \n "}, "title"),
        ({"title": "\x00"}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": 3}, "title"),
        ({"description": "x" * 100_001}, "description"),
        ({"points": -1}, "points"),
        ({"points": "many"}, "points"),
        ({"points": "1e30"}, "points"),
        ({"points": "NaN"}, "points"),
        ({"hours": 100_000}, "hours"),
        ({"due_on": "tomorrow"}, "due_on"),
        ({"due_on": "0001-01-01"}, "due_on"),
        ({"instrument": "Unknown"}, "instrument"),
        ({"campaign": "\x00"}, "campaign"),
        ({"assignee": "stranger@example.org"}, "assignee"),
        ({"assignee": "%"}, "assignee"),
        ({"requirement": "REQ-99"}, "requirement"),
        ({"requirement": "\x00"}, "requirement"),
        ({"checklist": [{"text": ""}]}, "checklist"),
        ({"checklist": [{"done": True}]}, "checklist.0.text"),
        ({"rank": "a0"}, "rank"),
    ],
)
def test_bad_values_are_refused_at_their_field(call, sent, field):
    call.refused("POST", "/actions", field=field, json={"title": "Fine"} | sent)
    call("POST", "/actions", status=201, **TITLES)
    call.refused("PATCH", "/actions/ACT-1", field=field, json=sent)
    assert len(call("GET", "/actions")["items"]) == 1


def test_whatever_can_be_typed_comes_back_as_it_was(call):
    title = '"=cmd"; \\ 😀 Ä{x}ß ' + "x" * 300
    made = call("POST", "/actions", status=201, json={"title": title, "description": "x" * 40_000})
    assert (made["title"], len(made["description"])) == (title, 40_000)


def test_what_does_not_exist_or_belongs_to_others_is_not_found(team, call):
    team.actions(1)
    for path in ("/actions/ACT-2", "/actions/REQ-1", "/actions/ACT-0", "/actions/ACT-99999999999", "/actions/%00"):
        call("GET", path, status=404)
        call("PATCH", path, status=404, json={"title": "x"})
        call("POST", f"{path}/move", status=422, json={"column": "To do"})
    for number in (1, 0, 2**31, 2**70):
        call("GET", f"/sprints/{number}", status=404)
        call("PATCH", f"/sprints/{number}", status=404, json={"goal": "x"})
        call("DELETE", f"/sprints/{number}/actions/ACT-1", status=404)
        call("POST", f"/sprints/{number}/start", status=404)
    team.sprint()
    call("POST", "/sprints/1/actions", status=404, json={"keys": ["ACT-1", "ACT-2"]})
    assert call("GET", "/sprints/1")["actions"] == []
    call("POST", "/actions/rank", status=413, json={"keys": [f"ACT-{n}" for n in range(501)], "after": None})
    call("POST", "/actions/rank", status=422, json={"keys": [], "after": None})
    call.refused("POST", "/sprints", field="body")


def test_ranking_says_when_the_list_has_changed(team, call):
    keys = team.actions(4)
    seen = team.seen()
    placed = call("POST", "/actions/rank", json={"keys": [keys[3], keys[2]], "after": keys[0], "version": seen})
    assert [one["key"] for one in call("GET", "/actions")["items"]] == [keys[0], keys[3], keys[2], keys[1]]
    assert placed == {"moved": 2, "version": team.seen()}
    call("POST", "/actions/rank", status=409, json={"keys": [keys[1]], "after": keys[3], "version": seen})
    team.sprint(keys[3])
    call("POST", "/actions/rank", status=409, json={"keys": [keys[1]], "after": keys[3]})
    call("POST", "/actions/rank", status=409, json={"keys": [keys[3]], "after": None})
    call("POST", "/actions/rank", status=422, json={"keys": [keys[1]], "after": keys[1]})


def test_a_version_that_is_still_to_come_is_refused_at_its_field(team, call):
    one, two = team.actions(2)
    team.started(one)
    action, sprint = call("GET", f"/actions/{one}")["version"], call("GET", "/sprints/1")["version"]
    for method, path, sent in (
        ("PATCH", f"/actions/{one}", {"hours": 3, "version": action + 1}),
        ("PATCH", "/sprints/1", {"goal": "Mine", "version": sprint + 1}),
        ("POST", f"/actions/{one}/move", {"column": "Done", "after": None, "version": action + 1}),
        ("POST", "/actions/rank", {"keys": [two], "after": None, "version": team.seen() + 1}),
        ("POST", "/sprints/1/actions", {"keys": [two], "version": team.seen() + 1}),
    ):
        call.refused(method, path, field="version", json=sent)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR, Role.DEVELOPER])
def test_who_may_only_look_changes_nothing(team, call, role):
    (key,) = team.actions(1)
    team.sprint()
    other = ApiClient(call._client, team.session, team.workspace.slug, member(team.workspace, role=role))
    assert len(other("GET", "/actions")["items"]) == 1
    other("POST", "/actions", status=403, **TITLES)
    other("PATCH", f"/actions/{key}", status=403, json={"title": "x"})
    other("POST", "/sprints/1/actions", status=403, json={"keys": [key]})
    other("POST", "/sprints/1/start", status=403)


def test_a_planned_sprint_is_deleted_and_one_that_began_is_not(team, call):
    keys = team.actions(2)
    number = team.sprint(keys[1])
    call("DELETE", f"/sprints/{number}", status=204)
    call("GET", f"/sprints/{number}", status=404)
    assert [one["key"] for one in call("GET", "/actions?place=backlog")["items"]] == keys
    begun = team.started(keys[0])
    call("DELETE", f"/sprints/{begun}", status=409)
    team.complete(begun)
    call("DELETE", f"/sprints/{begun}", status=409)
