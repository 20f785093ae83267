"""Files and pages come compressed to whoever takes them so, and mean the same."""

import gzip

import pytest

from backlog.web.templating import asset
from tests.support.repository import ROOT


@pytest.fixture
def stylesheet(app):
    with app.test_request_context():
        return asset("main.css")


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None)])
def test_a_built_file_is_sent_as_it_was_compressed_when_built(client, stylesheet, accepted, encoding):
    answer = client.get(stylesheet, buffered=True, headers={"Accept-Encoding": accepted})
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, encoding)
    assert answer.mimetype == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert "Accept-Encoding" in answer.headers["Vary"]
    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert answer.data == (ROOT / "static" / f"{stylesheet.removeprefix('/static/')}{ending}").read_bytes()


def test_a_built_file_that_is_known_is_not_sent_again(client, stylesheet):
    known = client.get(stylesheet, buffered=True, headers={"Accept-Encoding": "br"}).headers["ETag"]
    answer = client.get(stylesheet, buffered=True, headers={"Accept-Encoding": "br", "If-None-Match": known})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/dist/none.css", "/static/dist/../../config.py", "/static/dist/%2e%2e/%2e%2e/x"]
)
def test_there_is_no_way_out_of_the_folder(client, path):
    assert client.get(path, headers={"Accept-Encoding": "br"}).status_code == 404


def test_a_page_is_compressed_for_whoever_takes_it_so(client):
    plain = client.get("/sign-in")
    small = client.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(small.data).count(b"<h1") == 1
    assert len(small.data) < len(plain.data) / 2
