"""Where a successful write leads."""

from flask import Flask

from backlog.web.htmx import init_htmx, see_other


def test_a_browser_is_sent_on_by_303():
    with Flask("test").test_request_context(method="POST"):
        answer = see_other("/there")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/there")


def test_htmx_leads_the_whole_page_there():
    with Flask("test").test_request_context(method="POST", headers={"HX-Request": "true"}):
        answer = see_other("/there")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/there")


def test_a_whole_page_is_never_put_inside_another():
    app = Flask("test")
    init_htmx(app)
    app.add_url_rule("/page", "page", view_func=lambda: "<!doctype html><title>There</title>")
    app.add_url_rule("/part", "part", view_func=lambda: "<p>Here</p>")
    client, asked = app.test_client(), {"HX-Request": "true", "HX-Current-URL": "http://localhost/page?x=1"}
    assert client.get("/part", headers=asked).text == "<p>Here</p>"
    assert client.get("/page").text.endswith("<title>There</title>")
    assert client.get("/page", headers=asked).headers["HX-Refresh"] == "true"
    elsewhere = client.get("/page?y=2", headers={"HX-Request": "true"})
    assert (elsewhere.text, elsewhere.headers["HX-Redirect"]) == ("", "/page?y=2")
