"""A form of words is refused where it is as large as a file; whatever people can write is not."""

import io

import pytest

from backlog.web.bodies import FORM_LIMIT
from tests.factories.people import make_workspace
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


def test_the_longest_list_and_many_keys_are_taken(somebody, session):
    lines = "\n".join(f"{number:03}" + "\N{GRINNING FACE}" * 397 for number in range(498))
    assert 199_000 < len(lines) <= 200_000
    shown = somebody.get("/w/online-shop/requirements/new-many")
    assert "498" in somebody.submit(shown, "/requirements/preview-many", lines=lines, queries=100).text
