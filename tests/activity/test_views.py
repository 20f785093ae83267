import pytest

from backlog.activity.models import Activity
from backlog.activity.services import write_activities
from backlog.activity.undo import register_reverter
from backlog.core.events import Event
from backlog.core.permissions import Role
from tests.factories.base import NOW
from tests.factories.workspaces import MembershipFactory
from tests.support.sign_in import sign_in


def done_by(session, membership) -> None:
    event = Event(
        workspace_id=membership.workspace_id, actor_id=membership.user_id, verb="thing.changed",
        entity_type="thing", entity_id=1, entity_key="T-1", at=NOW, changes={"name": ("a", "b")},
    )  # fmt: skip
    write_activities(session, (event,))
    session.commit()


def test_an_act_is_taken_back_and_the_page_shown_again(client, session, monkeypatch, app):
    membership = MembershipFactory.create(role=Role.MARKETER)
    done_by(session, membership)
    reverted: list[Activity] = []
    register_reverter("thing", lambda _session, reversal: reverted.extend(reversal.activities))
    sign_in(client, membership.user)
    monkeypatch.setitem(app.config, "WTF_CSRF_METHODS", [])
    base = f"/w/{membership.workspace.slug}"
    answer = client.post(
        f"{base}/undo", data={"first": "1", "last": "1"}, headers={"Referer": f"http://localhost{base}/settings?a=1"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/settings?a=1")
    assert [activity.entity_key for activity in reverted] == ["T-1"]


def test_the_way_back_leads_nowhere_else(client, session, monkeypatch, app):
    membership = MembershipFactory.create(role=Role.MARKETER)
    done_by(session, membership)
    register_reverter("thing", lambda _session, _reversal: None)
    sign_in(client, membership.user)
    monkeypatch.setitem(app.config, "WTF_CSRF_METHODS", [])
    base = f"/w/{membership.workspace.slug}"
    answer = client.post(
        f"{base}/undo", data={"first": "1", "last": "1"}, headers={"Referer": "https://elsewhere.example.org/w/x"}
    )
    assert answer.headers["Location"] == f"{base}/"


@pytest.mark.parametrize("htmx", [True, False])
def test_what_cannot_be_taken_back_is_said_where_it_was_asked_for(client, session, monkeypatch, app, htmx):
    membership = MembershipFactory.create(role=Role.MARKETER)
    done_by(session, membership)
    done_by(session, membership)
    sign_in(client, membership.user)
    monkeypatch.setitem(app.config, "WTF_CSRF_METHODS", [])
    base = f"/w/{membership.workspace.slug}"
    headers = {"Referer": f"http://localhost{base}/settings"} | ({"HX-Request": "true"} if htmx else {})
    answer = client.post(f"{base}/undo", data={"first": "1", "last": "1"}, headers=headers)
    if not htmx:
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{base}/settings")
        answer = client.get(f"{base}/settings")
    assert answer.status_code == (409 if htmx else 200)
    toasts = answer.text.split("<template", 1)[0].split('class="toast toast--stop"')[1:]
    assert ["T-1 has been changed since" in toast for toast in toasts] == [True]
