import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError

from backlog.web.converters import init_converters


@pytest.fixture
def addresses():
    app = Flask("addresses")
    init_converters(app)
    app.add_url_rule("/w/<shop>/items/<int:number>", "item", lambda shop, number: f"{shop} {number}")
    app.add_url_rule("/list", "list", lambda: "list", defaults={"page": 1})
    return app


def test_an_address_is_the_same_the_first_time_and_later(addresses):
    with addresses.test_request_context():
        for _ in range(2):
            assert url_for("item", shop="a b ü", number=3, sort="c&d") == "/w/a%20b%20%C3%BC/items/3?sort=c%26d"
            assert url_for("item", shop="self", number=3) == "/w/self/items/3"
            assert addresses.url_map.bind("").build("item", {"shop": "x", "number": 3, "y": 1}, append_unknown=False)
        with pytest.raises(BuildError):
            url_for("item", shop="x")


def test_a_number_that_no_database_holds_is_not_found(addresses):
    client = addresses.test_client()
    assert client.get("/w/x/items/999999999").text == "x 999999999"
    assert client.post("/w/x/items/1000000000").status_code == 404
