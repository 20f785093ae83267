"""The gallery: every part is drawn once, so whatever breaks the house's rules in a part shows here."""

from tests.support.html import fragment_faults, page_faults, parse_fragment, parse_page


def test_every_part_keeps_the_rules_of_a_page(make_app):
    answer = make_app(ENVIRONMENT="development").test_client().get("/dev/components")
    assert answer.status_code == 200
    assert list(page_faults(parse_page(answer.text))) == []


def test_what_opens_in_a_dialog_keeps_the_rules_of_a_fragment(make_app):
    client = make_app(ENVIRONMENT="development").test_client()
    for address in ("dialog", "menu", "results"):
        answer = client.get(f"/dev/components/{address}", headers={"HX-Request": "true"})
        assert list(fragment_faults(parse_fragment(answer.text))) == [], address


def test_the_gallery_is_there_in_development_only(make_app):
    assert make_app(ENVIRONMENT="test").test_client().get("/dev/components").status_code == 404
