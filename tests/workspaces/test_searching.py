"""The palette finds what features offer, and commands."""

from sqlalchemy.orm import Session

from backlog.core.permissions import Role
from tests.factories.people import make_member, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page


def test_a_command_is_found_by_the_start_of_any_of_its_words(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    shown = page.fragment("/w/online-shop/search?q=acc")
    assert "Your account" in shown.texts(".//a")


def test_every_page_is_found_and_what_is_new_stands_by_itself(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    for query, label in (
        ("board", "Board"), ("action%20backlog", "Action backlog"), ("archive", "The archive"),
        ("epics", "Epics"), ("hand", "Hand-overs"), ("reports", "Reports"), ("settings", "Settings"),
    ):  # fmt: skip
        shown = page.fragment(f"/w/online-shop/search?q={query}")
        (place,) = [one for one in shown.all(".//a") if one.get("id", "").startswith("place-")]
        assert shown.texts(".//a") == [label]
        assert page.get(str(place.get("href"))).status == 200
    shown = page.fragment("/w/online-shop/search?q=new")
    assert shown.texts(".//p") == ["Create"]
    assert shown.texts(".//a") == ["New requirement", "New action"]


def test_without_javascript_the_finds_are_a_page(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    assert "Nothing found for “zanzibar”." in page.get("/w/online-shop/search?q=zanzibar").text


def test_commands_that_the_role_cannot_run_are_not_offered(page: Page, session: Session) -> None:
    workspace = make_workspace(session)
    viewer = make_member(session, workspace, Role.VIEWER)
    session.commit()
    sign_in(page, email=viewer.email)

    assert not [text for text in page.fragment("/w/online-shop/search?q=new").texts(".//a") if text.startswith("New")]


def test_hostile_queries_are_words_like_others(page: Page, session: Session) -> None:
    make_workspace(session)
    session.commit()
    sign_in(page)

    for query in ("%22%27*%20AND%20(", "%00", "a" * 5000, "%F0%9F%98%80", "--%20%3B%20DROP"):
        page.fragment(f"/w/online-shop/search?q={query}")
