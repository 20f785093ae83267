"""Where a successful write leads."""

from flask import Flask

from backlog.web.htmx import see_other


def test_a_browser_is_sent_on_by_303():
    with Flask("test").test_request_context(method="POST"):
        answer = see_other("/there")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/there")


def test_htmx_leads_the_whole_page_there():
    with Flask("test").test_request_context(method="POST", headers={"HX-Request": "true"}):
        answer = see_other("/there")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/there")
