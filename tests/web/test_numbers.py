"""Numbers as no browser of ours sends them: an answer, never a fault."""

import pytest

from backlog.identity.models import User
from tests.factories.requirements import RequirementFactory
from tests.support.sign_in import sign_in

BASE = "/w/harkenau"
ODD = ["abc", "-1", "1.5", "²", "9" * 30, "9" * 5000]
WRITES = [
    ("/undo", {"first": "1"}, "last"),
    ("/undo", {}, "first"),
    ("/requirements/rank", {"keys": "REQ-1", "after": ""}, "version"),
    ("/requirements/REQ-1/change", {}, "owner_id"),
    ("/requirements/REQ-1/tick", {"text": "x"}, "position"),
    ("/requirements/REQ-1/update", {"title": "A", "kind": "story", "status": "new"}, "version"),
    ("/requirements/bulk/archive", {"keys": "REQ-1"}, "query"),
    ("/actions/rank", {"keys": "ACT-1", "after": ""}, "version"),
    ("/actions/ACT-1/update", {"title": "A"}, "version"),
    ("/sprints/1/plan/move", {"keys": "ACT-1", "column": "sprint", "after": ""}, "version"),
    ("/sprints/1/update", {"goal": "A", "starts_on": "2026-12-01", "ends_on": "2026-12-11"}, "version"),
    ("/board/move", {"keys": "ACT-1", "after": ""}, "column"),
    ("/board/move", {"keys": "ACT-1", "column": "1", "after": ""}, "version"),
]


@pytest.fixture
def visitor(app, team, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_METHODS", [])
    RequirementFactory.create(workspace=team.workspace)
    team.actions(1)
    team.sprint()
    team.session.commit()
    sign_in(client, team.session.get(User, team.actor.user_id))
    return client


@pytest.mark.parametrize("odd", ODD, ids=lambda text: text[:6])
def test_a_number_that_is_none_is_answered_in_every_form(visitor, odd):
    faults = {}
    for path, fields, name in WRITES:
        value = f"page={odd}" if name == "query" else odd
        status = visitor.post(BASE + path, data={**fields, name: value}).status_code
        if status >= 500 or status == 400:
            faults[path, name] = status
    assert faults == {}


@pytest.mark.parametrize("odd", ODD, ids=lambda text: text[:6])
def test_a_number_that_is_none_is_answered_in_every_address(visitor, odd):
    for address in (
        f"/requirements?page={odd}",
        f"/requirements/REQ-1/history?before={odd}",
        f"/live/changes?after={odd}",
    ):
        assert visitor.get(BASE + address).status_code in {200, 422}


def test_an_owner_who_is_nobody_takes_nobody_away(visitor, team):
    answer = visitor.post(f"{BASE}/requirements/REQ-1/change", data={"owner_id": "²"}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
