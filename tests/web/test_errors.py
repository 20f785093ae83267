"""Errors as pages, as parts of a page and as problem+json."""

import sqlite3

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.support.html import page_faults, parse_page


@pytest.fixture
def client_without_database(make_app, tmp_path):
    return make_app(ENVIRONMENT="test", DATABASE_URL=f"sqlite:///{tmp_path}/missing/folder.sqlite").test_client()


def test_a_missing_page_is_a_page(make_app):
    answer = make_app(ENVIRONMENT="test").test_client().get("/nothing-here")
    assert answer.status_code == 404
    assert list(page_faults(parse_page(answer.text))) == []


def test_a_part_of_a_page_gets_its_error_as_a_toast(make_app):
    answer = make_app(ENVIRONMENT="test").test_client().get("/nothing-here", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert answer.text.strip().startswith('<div class="toast')


def test_without_its_database_it_says_so_on_a_page_that_needs_none(client_without_database):
    answer = client_without_database.get("/")
    assert answer.status_code == 503
    assert list(page_faults(parse_page(answer.text))) == []


def test_without_its_database_a_program_gets_a_problem(client_without_database):
    answer = client_without_database.get("/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["status"]) == (503, 503)


def test_a_program_is_told_what_to_do_instead(make_app):
    client = make_app(ENVIRONMENT="test").test_client()
    refused = client.get("/api/v1/workspaces")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    wrong_method = client.post("/api/v1/workspaces")
    assert (wrong_method.status_code, wrong_method.mimetype) == (405, "application/problem+json")
    assert "GET" in wrong_method.headers["Allow"]
    assert client.get("/api/v1/nothing-here").mimetype == "application/problem+json"


@pytest.fixture
def client_on_a_full_disk(make_app, tmp_path):
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path}/full.sqlite")
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0

    def refuse(_connection):
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("database or disk is full"))

    event.listen(app.extensions["engine"], "commit", refuse)
    return app.test_client()


def test_a_commit_that_fails_is_an_error_of_the_database(client_on_a_full_disk):
    attempt = {"email": "grace@example.org", "password": "not a password"}
    answer = client_on_a_full_disk.post("/sign-in", data=attempt)
    assert answer.status_code == 503
    assert list(page_faults(parse_page(answer.text))) == []
    problem = client_on_a_full_disk.post("/sign-in", data=attempt, headers={"Accept": "application/json"})
    assert (problem.mimetype, problem.json["title"]) == ("application/problem+json", "unavailable")
