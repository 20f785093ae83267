"""Whom a comment names hears of it by mail."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from backlog.core.clock import utcnow
from backlog.core.permissions import Role
from backlog.identity import throttling
from backlog.identity.models import User
from backlog.identity.services import create_api_token
from backlog.workspaces.services import remove_member
from tests.factories.base import NOW
from tests.factories.workspaces import WorkspaceFactory, member

pytestmark = pytest.mark.commits


@pytest.fixture
def people(session, workspace, talk):
    """Return Merle, who writes, and Tarek and Anna, who read; Tarek in German."""
    merle = member(workspace, name="Merle Ohlsen", email="merle@example.org")
    tarek = member(workspace, Role.VIEWER, name="Tarek Yildiz", email="tarek@example.org")
    anna = member(workspace, name="Anna Blum", email="anna@example.org")
    found = [session.get(User, one.user_id) for one in (merle, tarek, anna)]
    found[1].locale, found[2].locale = "de", "en"
    session.commit()
    return found


@pytest.fixture
def mails(app):
    """Return a function that empties the post box and returns what was in it, by address."""
    folder = Path(app.config["SETTINGS"].instance_path) / "mail"

    def take():
        found = []
        for path in folder.glob("*.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            found.append((mail["To"], mail["Subject"], mail.get_content()))
            path.unlink()
        return sorted(found)

    take()
    return take


def test_each_who_is_named_gets_one_mail_in_their_own_language(page, talk, people, mails):
    page.sign_in(people[0])
    said = "@tarek and @anna, @tarek again, @merle and @nobody:\n\nis **this** ready?"
    page.submit(page.get(talk.page), "/comments/create", body=said)
    (to_anna, in_english, english), (to_tarek, in_german, german) = mails()
    assert (to_anna, to_tarek) == ("anna@example.org", "tarek@example.org")
    assert "\n> is **this** ready?\n\nhttp" in english
    assert in_english == f"Merle Ohlsen mentions you: {talk.key} Guest checkout"
    assert in_german == f"Merle Ohlsen erwähnt dich: {talk.key} Guest checkout"
    assert "> is **this** ready?" in english
    for text in (english, german):
        assert re.search(rf"http://localhost{talk.page}\?comment=(\d+)#comment-\1\n", text)
        assert "http://localhost/account" in text
    assert "Hallo Tarek Yildiz," in german
    assert "Hello" not in german


def test_a_change_tells_only_who_is_named_for_the_first_time(page, talk, session, people, mails):
    page.sign_in(people[0])
    page.submit(page.get(talk.page), "/comments/create", body="@tarek")
    mails()
    form = page.get(f"{talk.page}/comments/{session.query(talk.on.comment.id).scalar()}/edit")
    page.submit(form, "/update", body="@tarek @anna")
    assert [to for to, _, _ in mails()] == ["anna@example.org"]


def test_what_is_refused_tells_nobody(page, talk, people, mails):
    page.sign_in(people[0])
    page.submit(page.get(talk.page), "/comments/create", body="@tarek " + "x" * 20_000, status=422)
    assert mails() == []


def test_who_is_no_member_any_more_hears_nothing(page, talk, session, workspace, people, mails):
    chief = member(workspace, Role.ADMINISTRATOR)
    remove_member(session, workspace=workspace, actor=chief, user_id=people[1].id, now=utcnow())
    session.commit()
    page.sign_in(people[0])
    page.submit(page.get(talk.page), "/comments/create", body="@tarek @anna")
    assert [to for to, _, _ in mails()] == ["anna@example.org"]


def test_who_is_switched_off_or_never_was_a_member_hears_nothing(page, talk, session, people, mails):
    member(WorkspaceFactory.create(), email="else@example.org")
    people[1].active = False
    session.commit()
    page.sign_in(people[0])
    page.submit(page.get(talk.page), "/comments/create", body="@else @tarek")
    assert mails() == []


def test_who_has_switched_the_mails_off_gets_none(page, talk, people, mails):
    page.sign_in(people[1])
    account = page.get("/account")
    assert account.find(".//input[@id='mention_mails']").get("checked") is not None
    page.submit(account, "/preferences", mention_mails=None)
    page.sign_in(people[0])
    page.submit(page.get(talk.page), "/comments/create", body="@tarek @anna")
    assert [to for to, _, _ in mails()] == ["anna@example.org"]


def test_programs_mention_people_too(client, session, talk, people, mails):
    token = create_api_token(session, user=people[0], name="Test", now=utcnow())
    session.commit()
    url = f"/api/v1/workspaces/harkenau{talk.address}/comments"
    sent = {"json": {"body": "@tarek"}, "headers": {"Authorization": f"Bearer {token}"}}
    assert client.post(url, **sent).status_code == 201
    ((to, subject, _),) = mails()
    assert (to, subject) == ("tarek@example.org", f"Merle Ohlsen erwähnt dich: {talk.key} Guest checkout")
    assert client.post(url, **sent).json["mails_held_back"] == 0


def test_who_was_named_once_hears_nothing_more_of_this_comment(page, session, talk, people, mails):
    page.sign_in(people[0])
    page.submit(page.get(talk.page), "/comments/create", body="@tarek")
    edit = f"{talk.page}/comments/{session.query(talk.on.comment.id).scalar()}/edit"
    for words in ("@tarek, look", "Nobody", "@tarek again", "@anna @tarek", "@anna"):
        page.submit(page.get(edit), "/update", body=words)
    assert [to for to, _, _ in mails()] == ["anna@example.org", "tarek@example.org"]


def test_a_comment_that_mails_too_many_is_kept_and_says_so(page, talk, people, mails, monkeypatch):
    monkeypatch.setattr(throttling, "MOST_MAILS_BY_ONE", 4)
    page.sign_in(people[0])
    for _ in range(2):
        shown = page.submit(page.get(talk.page), "/comments/create", body="@tarek")
        assert "held back" not in shown.text
    shown = page.submit(page.get(talk.page), "/comments/create", body="@tarek and @anna once more")
    assert "held back" not in shown.text
    assert len(mails()) == 4

    shown = page.submit(page.get(talk.page), "/comments/create", body="@tarek and @anna for good")
    assert "2 mails about it were held back" in shown.text
    assert "for good" in shown.text
    assert mails() == []
    shown = page.submit(page.get(talk.page), "/comments/create", body="@tarek at once", htmx=True)
    assert "one mail about it was held back" in shown.source
    page.sign_in(people[1])
    assert "for good" in page.get("/w/harkenau/requirements/today").text


def test_each_author_has_a_count_of_their_own_and_programs_are_told_theirs(
    client, page, session, talk, people, mails, monkeypatch
):
    monkeypatch.setattr(throttling, "MOST_MAILS_BY_ONE", 1)
    token = create_api_token(session, user=people[0], name="Test", now=utcnow())
    session.commit()
    url = f"/api/v1/workspaces/harkenau{talk.address}/comments"
    sent = {"json": {"body": "@tarek @anna"}, "headers": {"Authorization": f"Bearer {token}"}}
    answers = [client.post(url, **sent).json for _ in range(2)]
    assert [one["mails_held_back"] for one in answers] == [1, 2]
    mails()
    page.sign_in(people[2])
    page.submit(page.get(talk.page), "/comments/create", body="@tarek")
    assert [to for to, _, _ in mails()] == ["tarek@example.org"]


def test_an_hour_later_mails_go_out_again(session):
    common: dict[str, Any] = {"sender_id": 1, "kind": "mention"}
    assert throttling.count_mails(session, wanted=49, now=NOW, **common) == 49
    assert throttling.count_mails(session, wanted=3, now=NOW + timedelta(minutes=59), **common) == 1
    assert throttling.count_mails(session, wanted=3, now=NOW + timedelta(minutes=59), **common) == 0
    assert throttling.count_mails(session, wanted=3, now=NOW + timedelta(minutes=60), **common) == 3
