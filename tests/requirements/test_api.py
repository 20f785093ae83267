"""Requirements over the API: what programs may send, and what they get."""

import pytest

from backlog.core.clock import utcnow
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.identity.services import create_api_token
from backlog.workspaces.models import Workspace
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, member

DEEP = b"[" * 100_000
HUGE = b'{"title": ' + b"9" * 10_000 + b"}"


@pytest.fixture
def call(client, session, workspace: Workspace, actor):
    """Return a function that sends a request as the product manager, or as `by`, and checks the form of errors."""
    tokens: dict[int, str] = {}

    def send(method: str, path: str = "", *, by=None, status: int = 200, slug: str | None = None, **more):
        person = by or actor
        if person.user_id not in tokens:
            user = session.get_one(User, person.user_id)
            tokens[person.user_id] = create_api_token(session, user=user, name="Test", now=utcnow())
        session.commit()
        answer = client.open(
            f"/api/v1/workspaces/{slug or workspace.slug}/requirements{path}", method=method,
            headers={"Authorization": f"Bearer {tokens[person.user_id]}"}, **more,
        )  # fmt: skip
        assert answer.status_code == status, answer.get_data(as_text=True)
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
            assert {"type", "title", "status", "detail"} <= answer.json.keys()
        return answer.json if answer.data else None

    return send


def test_a_requirement_lives_its_life_over_the_api(workspace, call, actor):
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    epic = call("POST", status=201, json={"title": "Checkout", "kind": "epic"})
    made = call(
        "POST", status=201, json={
            "title": "Guest checkout", "description": "**Why**\r\n", "points": 2.5, "moscow": "must", "status": "ready",
            "owner": "aylin", "parent": epic["key"], "labels": ["b2c"], "components": ["Shop"],
            "target_on": "2026-12-01", "acceptance_criteria": [{"text": "Works"}],
        },
    )  # fmt: skip
    assert made["owner"] == {"name": "Aylin Dorenkamp", "handle": "aylin"}
    assert made["parent"] == {"key": "REQ-1", "title": "Checkout"}
    assert (made["points"], made["description"], made["place"], made["status_category"]) == (2.5, "**Why**", 1, "to_do")
    assert made["acceptance_criteria"] == [{"text": "Works", "done": False}]
    changed = call("PATCH", "/REQ-2", json={"points": None, "version": made["version"]})
    assert (changed["points"], changed["title"], changed["version"]) == (None, "Guest checkout", 2)
    call("DELETE", "/REQ-2", status=204)
    call("DELETE", "/REQ-2", status=204)
    assert call("GET", "/REQ-2")["place"] is None
    assert [one["key"] for one in call("GET")["items"]] == ["REQ-1"]
    call("POST", "/REQ-2/restore")
    assert [one["key"] for one in call("GET")["items"]] == ["REQ-1", "REQ-2"]


def test_a_list_is_read_page_by_page(workspace, call):
    keys = [RequirementFactory.create(workspace=workspace).key for _ in range(5)]
    found, cursor = [], None
    while True:
        page = call("GET", query_string={"limit": 2, **({"cursor": cursor} if cursor else {})})
        found += [one["key"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == keys


def test_a_list_is_filtered(workspace, call, actor):
    RequirementFactory.create(workspace=workspace, title="Rechnungen", status="ready", owner_id=actor.user_id)
    RequirementFactory.create(workspace=workspace, title="Invoices", status="planned", labels=["b2b"])
    for query, expected in [
        ({"q": "rechnung"}, 1), ({"status": ["ready", "planned"]}, 2), ({"owner": "me"}, 1), ({"owner": "none"}, 1),
        ({"label": "b2b"}, 1), ({"category": "done"}, 0), ({"kind": "bug"}, 0), ({"archived": "all"}, 2),
        ({"moscow": "none"}, 2), ({"target_after": "2026-01-01"}, 0), ({"q": "\x00"}, 0), ({"owner": "aylin"}, 1),
    ]:  # fmt: skip
        assert len(call("GET", query_string=query)["items"]) == expected, query
    for query in ({"status": "open"}, {"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x"}, {"kind": ""}):
        call("GET", query_string=query, status=422)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "title"), ({"title": ""}, "title"), ({"title": "\x00"}, "title"), ({"title": 5}, "title"),
        ({"title": "x" * 501}, "title"), ({"title": None}, "title"), ({"title": "x", "status": "open"}, "status"),
        ({"title": "x", "colour": "red"}, "colour"), ({"title": "x", "version": 1}, "version"),
        ({"title": "x", "points": "many"}, "points"), ({"title": "x", "points": 1e300}, "points"),
        ({"title": "x", "points": float("nan")}, "points"), ({"title": "x", "labels": "one"}, "labels"),
        ({"title": "x", "labels": [1]}, "labels.0"), ({"title": "x", "target_on": "soon"}, "target_on"),
        ({"title": "x", "owner": "nobody-here"}, "owner"), ({"title": "x", "owner": "\x00"}, "owner"),
        ({"title": "x", "parent": "REQ-99"}, "parent"), ({"title": "x", "components": ["Unknown"]}, "components"),
        ({"title": "x", "description": "x" * 100_001}, "description"),
        ({"title": "x", "acceptance_criteria": [{"done": True}]}, "acceptance_criteria.0.text"),
        ({"title": "x", "acceptance_criteria": [{"text": "a", "done": "yes"}]}, "acceptance_criteria.0.done"),
        ([], "_schema"), ("x", "_schema"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(call, sent, field):
    assert field in call("POST", status=422, json=sent)["errors"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400), (b"\xff", "application/json", 400), (DEEP, "application/json", 400),
        (HUGE, "application/json", 400), (b"", "text/plain", 422),
        (b"title=x", "application/x-www-form-urlencoded", 415),
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(call, body, content_type, status):
    call("POST", status=status, data=body, content_type=content_type)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"a": tru}', "The body is no valid JSON: line 1, column 7."),
        (b'{\n  "title": "x",\n}', "The body is no valid JSON: line 3, column 1."),
        (b'{"title": "\xff"}', "The body is not UTF-8: byte 12."),
        (DEEP, "The body cannot be read: it is nested too deeply, or holds a number of too many digits."),
    ],
)
def test_a_body_that_is_no_json_says_what_is_wrong_and_where(call, body, said):
    assert call("POST", status=400, data=body, content_type="application/json")["detail"] == said


def test_text_that_no_database_can_hold_is_cleaned(call):
    made = call("POST", status=201, data=rb'{"title": "a\u0000b\ud800c"}', content_type="application/json")
    assert made["title"] == "abc"


def test_what_both_changed_is_a_conflict_with_both_texts(workspace, call):
    other = member(workspace, name="Tarek")
    call("POST", status=201, json={"title": "Old"})
    call("PATCH", "/REQ-1", by=other, json={"title": "Theirs", "owner": "aylin", "version": 1})
    call("PATCH", "/REQ-1", json={"points": 3, "version": 1})
    problem = call("PATCH", "/REQ-1", status=409, json={"title": "Mine", "owner": None, "moscow": "must", "version": 1})
    assert problem["details"]["fields"] == {"title": {"yours": "Mine", "theirs": "Theirs", "by": "Tarek"}}
    assert problem["details"]["version"] == 3
    assert call("GET", "/REQ-1")["moscow"] is None


def test_a_block_is_ranked_and_stale_lists_are_refused(workspace, call):
    for _ in range(4):
        RequirementFactory.create(workspace=workspace)
    moved = call("POST", "/rank", json={"keys": ["REQ-4", "REQ-3"], "after": None})
    assert moved["moved"] == 2
    assert [one["key"] for one in call("GET")["items"]] == ["REQ-3", "REQ-4", "REQ-1", "REQ-2"]
    call("POST", "/rank", status=409, json={"keys": ["REQ-1"], "after": "REQ-3", "version": moved["version"] - 2})
    call("POST", "/rank", json={"keys": ["REQ-1"], "after": "REQ-3", "version": moved["version"]})
    for status, sent in [
        (422, {"keys": [], "after": None}), (422, {"keys": ["REQ-1"]}), (422, {"keys": ["REQ-1"], "after": "REQ-1"}),
        (422, {"keys": "REQ-1", "after": None}), (422, {"keys": [1], "after": None}),
        (422, {"keys": ["REQ-1"], "after": 2}), (422, {"keys": ["REQ-1"], "after": None, "version": "1"}),
        (409, {"keys": ["REQ-1"], "after": "REQ-99"}), (409, {"keys": ["REQ-1"], "after": "\x00"}),
        (404, {"keys": ["REQ-99"], "after": None}), (404, {"keys": ["\x00"], "after": None}),
        (413, {"keys": [f"REQ-{number}" for number in range(1, 502)], "after": None}),
    ]:  # fmt: skip
        call("POST", "/rank", status=status, json=sent)
    assert [one["key"] for one in call("GET")["items"]] == ["REQ-3", "REQ-1", "REQ-4", "REQ-2"]


def test_a_version_that_is_still_to_come_is_refused_at_its_field(workspace, call):
    call("POST", status=201, json={"title": "Old"})
    moved = call("POST", "/rank", json={"keys": ["REQ-1"], "after": None})
    for method, path, sent in (
        ("PATCH", "/REQ-1", {"title": "Mine", "version": 2}),
        ("PATCH", "/REQ-1", {"title": "Old", "version": 2**31 - 1}),
        ("POST", "/rank", {"keys": ["REQ-1"], "after": None, "version": moved["version"] + 1}),
    ):
        assert list(call(method, path, status=422, json=sent)["errors"]) == ["version"]
    assert call("GET", "/REQ-1")["title"] == "Old"


def test_roles_and_foreign_workspaces(workspace, call):
    story = RequirementFactory.create(workspace=workspace)
    foreign = RequirementFactory.create()
    viewer, contributor = member(workspace, Role.VIEWER), member(workspace, Role.CONTRIBUTOR)
    call("GET", f"/{story.key}", by=viewer)
    call("POST", by=viewer, status=403, json={"title": "x"})
    call("POST", by=contributor, status=201, json={"title": "x"})
    call("PATCH", f"/{story.key}", by=contributor, status=403, json={"title": "x"})
    call("POST", "/rank", by=contributor, status=403, json={"keys": [story.key], "after": None})
    call("DELETE", f"/{story.key}", by=contributor, status=403)
    call("GET", slug=foreign.workspace.slug, status=404)
    call("PATCH", "/REQ-1", slug=foreign.workspace.slug, status=404, json={"title": "x"})
    call("GET", slug="%00", status=404)
    for key in ("REQ-99", "REQ-0", "REQ-01", "SHOP-1", "1", "%00", "REQ-99999999999"):
        call("GET", f"/{key}", status=404)
    assert call("GET", "/req-1")["key"] == "REQ-1"
