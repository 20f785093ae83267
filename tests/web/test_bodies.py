"""A form of words is refused where it is as large as a file; whatever people can write is not."""

import io
import json

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from backlog.identity.models import User
from backlog.identity.services import create_api_token
from backlog.requirements.services import create_requirements
from backlog.web.bodies import FORM_LIMIT
from backlog.workspaces.models import Workspace
from tests.factories.people import NOW, actor_of, make_user, make_workspace
from tests.factories.signing_in import sign_in

WORDS = "application/x-www-form-urlencoded"


@pytest.fixture
def somebody(page, session):
    make_workspace(session)
    session.commit()
    sign_in(page)
    return page


def test_a_form_larger_than_people_write_is_refused(somebody):
    body = b"title=" + b"x" * FORM_LIMIT
    answer = somebody.client.post("/w/online-shop/requirements/create", data=body, content_type=WORDS)
    assert answer.status_code == 413
    assert "larger than what can be taken at once" in answer.text


def test_a_form_that_does_not_say_how_large_it_is_is_refused_too(somebody):
    stream = io.BytesIO(b"title=" + b"x" * 3 * FORM_LIMIT)
    answer = somebody.client.post(
        "/w/online-shop/requirements/create",
        input_stream=stream,
        content_type=WORDS,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    # It is not even read: what is beyond the limit would be cut off, and the rest done.
    assert answer.status_code == 413
    assert stream.tell() == 0


def test_the_longest_list_is_taken(somebody, session):
    lines = "\n".join(f"{number:03}" + "\N{GRINNING FACE}" * 397 for number in range(498))
    assert 199_000 < len(lines) <= 200_000
    shown = somebody.get("/w/online-shop/requirements/new-many")
    preview = somebody.submit(shown, "/requirements/preview-many", lines=lines, queries=100)
    assert len(preview.all(".//li[@class='pasted__line']")) == 498


@pytest.fixture
def moved(somebody, session):
    """Return a function that moves the first so many of 502 requirements to the end and returns the answer's status."""
    workspace = session.scalars(select(Workspace)).one()
    actor = actor_of(session, workspace, session.scalars(select(User)).one())
    rows = [{"title": f"Requirement {number}"} for number in range(502)]
    keys = [one.key for one in create_requirements(session, workspace=workspace, actor=actor, rows=rows, now=NOW)]
    shown = somebody.get("/w/online-shop/requirements")
    token = shown.find(".//input[@name='csrf_token']").get("value")

    def move(count, **how):
        fields = MultiDict([("csrf_token", token), ("place", "bottom"), *(("keys", key) for key in keys[:count])])
        return somebody.client.post("/w/online-shop/requirements/rank", data=fields, **how).status_code

    return move


@pytest.mark.parametrize("kind", [WORDS, "multipart/form-data"])
def test_a_block_of_five_hundred_keys_is_moved_and_one_more_is_refused(somebody, moved, kind):
    assert moved(501, content_type=kind) == 413
    assert moved(500, content_type=kind) == 303
    rows = somebody.get("/w/online-shop/requirements").all(".//li[@data-key]")
    assert [row.get("data-key") for row in rows[:3]] == ["REQ-501", "REQ-502", "REQ-1"]


def test_a_form_of_more_parts_than_any_has_is_refused(somebody):
    boundary, body = encode_multipart({"keys": [f"REQ-{number}" for number in range(20_001)]})
    kind = f"multipart/form-data; boundary={boundary}"
    answer = somebody.client.post("/w/online-shop/requirements/rank", data=body, content_type=kind)
    assert answer.status_code == 413


@pytest.fixture
def program(client, session):
    """Return a function that posts a body to the API as JSON."""
    owner = make_user(session)
    make_workspace(session, owner=owner)
    token = create_api_token(session, user=owner, name="Test", now=NOW)
    session.commit()

    def post(body, **how):
        headers = {"Authorization": f"Bearer {token}", **how.pop("headers", {})}
        url = "/api/v1/workspaces/online-shop/requirements"
        return client.post(url, data=body, content_type="application/json", headers=headers, **how)

    return post


def test_the_longest_text_is_taken_as_json_however_it_is_written(program):
    body = json.dumps({"title": "Guest checkout", "description": "\N{GRINNING FACE}" * 100_000})
    assert len(body) > 1_200_000
    assert program(body).status_code == 201


def test_json_larger_than_programs_write_is_refused(program):
    answer = program(json.dumps({"title": "Guest checkout", "description": "x" * FORM_LIMIT}))
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_json_that_does_not_say_how_large_it_is_is_read_to_the_limit_alone(program):
    stream = io.BytesIO(b'{"title": "' + b"x" * 3 * FORM_LIMIT + b'"}')
    answer = program(
        None, input_stream=stream, headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )  # fmt: skip
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
    assert stream.tell() < 2 * FORM_LIMIT
