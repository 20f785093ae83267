"""Comments on the pages of things of each kind."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backlog.activity.services import add_comment
from backlog.core.clock import utcnow
from backlog.core.permissions import Role
from backlog.identity.models import User
from tests.factories.base import NOW
from tests.factories.workspaces import MembershipFactory, member
from tests.support import html


@pytest.fixture
def reader(page, workspace):
    """Sign a product manager in."""
    user = MembershipFactory.create(
        workspace=workspace, role=Role.PRODUCT_MANAGER, user__name="Merle Ohlsen", user__email="merle@example.org"
    ).user
    page.sign_in(user)
    return page


def test_a_comment_is_written_changed_and_deleted(reader, session, talk):
    shown = reader.submit(reader.get(talk.page), "/comments/create", body=f"Fine, @merle: see {talk.key} <b>now</b>")
    assert shown.texts(".//strong[@class='mention']") == ["@merle"]
    assert "<b>now</b>" in shown.text
    edit = next(link.get("href") for link in shown.all(".//a") if "/comments/" in link.get("href", ""))
    shown = reader.submit(reader.get(edit), "/update", body="Better")
    assert "Better" in shown.text
    assert session.scalars(select(talk.on.comment.body)).all() == ["Better"]
    shown = reader.press(reader.get(edit), edit.removesuffix("/edit") + "/delete")
    assert "The comment is deleted." in shown.text
    assert "Better" not in shown.text


def test_a_refused_comment_keeps_its_words_and_an_answer_to_htmx_is_the_thing_again(reader, talk):
    shown = reader.submit(reader.get(talk.page), "/comments/create", body="x" * 20_001, status=422)
    assert len(shown.find(".//textarea[@id='comment-body']").text) == 20_001
    shown = reader.submit(reader.get(talk.page), "/comments/create", body="Short", htmx=True)
    assert shown.find(".//div[@data-live]").get("data-live") == f"{talk.on.entity_type}:{talk.key}"
    assert "Short" in shown.texts(".//div[@class='comment__text prose']")


def test_each_step_with_a_comment_stands_in_the_history(reader, session, talk):
    shown = reader.submit(reader.get(talk.page), "/comments/create", body="First")
    edit = f"{talk.page}/comments/{session.scalar(select(talk.on.comment.id))}/edit"
    reader.submit(reader.get(edit), "/update", body="Second")
    shown = reader.press(reader.get(edit), edit.removesuffix("/edit") + "/delete")
    reader.submit(shown, "/undo")
    shown = reader.get(talk.page)
    history = " ".join(shown.texts(".//li[@class='history__item']"))
    for done in ("brought a comment back", "deleted a comment", "changed a comment", "wrote a comment"):
        assert f"Merle Ohlsen {done}." in history
    assert shown.texts(".//div[@class='comment__text prose']") == ["Second"]


def test_who_is_named_finds_it_on_the_first_page_until_they_react(reader, session, workspace, actor, talk):
    add_comment(
        session, on=talk.on, workspace=workspace, actor=actor, key=talk.key, body="@merle, is it?", now=utcnow()
    )  # fmt: skip
    session.commit()
    front, part = "/w/harkenau/", "/w/harkenau/requirements/today"
    assert reader.get(front).heading == "One thing is waiting for you, Merle"
    shown = reader.fragment(part)
    assert "@merle, is it?" in shown.text
    comment_id = session.scalar(select(talk.on.comment.id))
    assert f"{talk.page}?comment={comment_id}#comment-{comment_id}" in [
        link.get("href") for link in shown.all(".//a[@class='task__title']")
    ]
    reader.submit(reader.get(talk.page), "/comments/create", body="It is.")
    assert reader.get(front).heading == "Nothing is waiting for you, Merle"


def test_who_may_not_write_reads_and_finds_no_form(page, session, workspace, actor, talk):
    add_comment(session, on=talk.on, workspace=workspace, actor=actor, key=talk.key, body="Read me", now=NOW)
    page.sign_in(session.get(User, member(workspace, Role.VIEWER).user_id))
    shown = page.get(talk.page)
    assert "Read me" in shown.text
    assert shown.root.find(".//textarea[@id='comment-body']") is None


def test_an_empty_comment_is_refused_where_it_stands(reader, talk):
    shown = reader.submit(reader.get(talk.page), "/comments/create", body=" ", status=422)
    assert "Write something first." in shown.find(".//p[@id='comment-error']").find(".//span[2]").text


def test_only_the_author_edits_a_comment(reader, workspace, session, actor, talk):
    comment, _ = add_comment(session, on=talk.on, workspace=workspace, actor=actor, key=talk.key, body="Mine", now=NOW)
    reader.get(f"{talk.page}/comments/{comment.id}/edit", status=404)


def test_names_are_offered_while_an_at_sign_is_written(reader, workspace):
    member(workspace, name="Tarek Winkelroth", email="tarek@example.org")
    shown = reader.fragment("/w/harkenau/mentions?q=wink")
    assert [option.get("data-name") for option in shown.all(".//*[@role='option']")] == ["tarek"]


def test_nobody_is_offered_whom_a_comment_would_not_name(reader, workspace):
    for address in ("anna-lena@example.org", "anna-@example.org", "anna+@example.org", "o'anna@example.org"):
        member(workspace, name="Anna Ohm", email=address)
    shown = reader.fragment("/w/harkenau/mentions?q=anna")
    assert [option.get("data-name") for option in shown.all(".//*[@role='option']")] == ["anna-lena"]


@pytest.fixture
def many(session, workspace, actor, talk):
    """Return the ids of 120 comments, oldest first, each numbered from 0; the first ten at the same moment."""
    for number in range(120):
        at = NOW + timedelta(minutes=max(0, number - 10))
        add_comment(session, on=talk.on, workspace=workspace, actor=actor, key=talk.key, body=f"Say {number}", now=at)
    session.commit()
    return session.scalars(select(talk.on.comment.id).order_by(talk.on.comment.id)).all()


def said_on(shown):
    return [int(text.removeprefix("Say ")) for text in shown.texts(".//div[@class='comment__text prose']")]


def test_the_newest_comments_are_shown_and_links_lead_to_the_others(reader, talk, many):
    shown = reader.get(talk.page)
    assert said_on(shown) == list(range(70, 120))
    assert "120" in shown.find(".//section[@id='comments']//span[@class='section__count']").text
    (link,) = [one for one in shown.all(".//p[@class='comments__more']/a") if "earlier" in html.text_of(one)]
    assert html.text_of(link) == "70 earlier comments"
    assert link.get("href") == f"{talk.page}?comment={many[70]}#comment-{many[70]}"

    shown = reader.get(link.get("href"))
    assert said_on(shown) == list(range(20, 120))
    shown = reader.get(shown.find(".//p[@class='comments__more']/a").get("href"))
    assert said_on(shown) == list(range(70))
    later, newest = shown.all(".//p[@class='comments__more']/a")
    assert html.text_of(later) == "50 later comments"
    assert newest.get("href") == f"{talk.page}#comments"
    assert said_on(reader.get(later.get("href"))) == list(range(19, 119))


def test_a_link_to_a_comment_leads_to_it_however_many_came_after(reader, session, talk, many):
    for number in (0, 5, 40, 119):
        shown = reader.get(f"{talk.page}?comment={many[number]}")
        assert f"comment-{many[number]}" in {one.get("id") for one in shown.all(".//div[@class='comment']")}
    session.get_one(talk.on.comment, many[40]).deleted_at = NOW
    around = said_on(reader.get(f"{talk.page}?comment={many[40]}"))
    assert around == [*range(40), *range(41, 91)]
    for unknown in ("9999999", "x", "-1", "9" * 400, ""):
        assert said_on(reader.get(f"{talk.page}?comment={unknown}")) == list(range(70, 120))


def test_a_part_of_a_page_shows_the_comments_that_its_page_shows(reader, talk, many):
    address = f"http://localhost{talk.page}?comment={many[0]}"
    headers = {"HX-Request": "true", "HX-Current-URL": address}
    answer = reader.client.get(talk.page, headers=headers)
    assert f'id="comment-{many[0]}"' in answer.text or answer.headers.get("HX-Refresh")
    # What is written anew would not be seen there.
    token = reader.get(talk.page).find(".//input[@name='csrf_token']").get("value")
    sent = {"csrf_token": token, "body": "New"}
    answer = reader.client.post(f"{talk.page}/comments/create", data=sent, headers=headers)
    assert answer.headers["HX-Redirect"] == f"{talk.page}#comments"
    assert "New" in reader.get(talk.page).text


def test_comments_on_another_thing_are_not_counted(reader, session, workspace, actor, talk, many):
    other = talk.make(workspace=workspace).key
    add_comment(session, on=talk.on, workspace=workspace, actor=actor, key=other, body="Say 7", now=NOW)
    session.commit()
    shown = reader.get(f"{talk.page.rpartition('/')[0]}/{other}?comment={many[3]}")
    assert said_on(shown) == [7]
    assert "70 earlier comments" in reader.get(talk.page).text


def test_an_old_comment_is_changed_and_shown_again(reader, session, workspace, talk, many):
    session.get_one(talk.on.comment, many[2]).author_id = session.scalar(
        select(User.id).where(User.email == "merle@example.org")
    )
    session.commit()
    shown = reader.submit(reader.get(f"{talk.page}/comments/{many[2]}/edit"), "/update", body="Say 2000")
    assert 2000 in said_on(shown)
