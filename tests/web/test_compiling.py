"""Markup that is drawn once: kept under all that it depends on, and not for ever."""

from threading import Thread

from flask import render_template
from markupsafe import escape

from backlog.board.views.looks import Face
from backlog.web.compiling import Kept

CARD = Face(
    key="ACT-1", title="<b>Mail", icon="mail", instrument="", assignee="", initials="", state="", blocked="",
    waiting="", day="", is_public_day=False, is_late=False, age="", days=0, is_old=False, checked=0, total=0,
    is_unplanned=True,
)  # fmt: skip


def draw(app, *cards: Face, base: str = "/w/one", titles: str = "/actions", language: str = "en") -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return render_template("board/_cards.html", cards=cards, base=base, titles=titles)


def test_a_row_is_drawn_anew_when_what_it_says_changes(app):
    other = CARD._replace(title="Letter")
    assert "&lt;b&gt;Mail" in draw(app, CARD)
    assert draw(app, CARD, other).index("Mail") < draw(app, CARD, other).index("Letter")
    assert "Letter" not in draw(app, CARD)


def test_a_row_is_kept_for_each_language_and_each_place_by_itself(app):
    assert "unplanned" in draw(app, CARD)
    assert "ungeplant" in draw(app, CARD, language="de")
    assert 'href="/w/one/ACT-1/menu"' in draw(app, CARD)
    assert 'href="/w/two/ACT-1/menu"' in draw(app, CARD, base="/w/two")


def test_rows_stay_apart_by_every_word_their_template_sees(app):
    assert 'href="/actions/ACT-1"' in draw(app, CARD)
    assert 'href="/campaigns/ACT-1"' in draw(app, CARD, titles="/campaigns")


def test_when_it_is_full_the_older_half_goes():
    kept = Kept(most=4)
    for number in range(5):
        kept.add(number, escape(number))
    assert [kept.find(number) for number in range(5)] == [None, None, "2", "3", "4"]


def test_many_may_add_at_once():
    kept, failed = Kept(most=10), []

    def fill(start: int) -> None:
        try:
            for number in range(start, start + 5000):
                kept.add(number, escape(number))
        except RuntimeError as error:
            failed.append(error)

    threads = [Thread(target=fill, args=(start,)) for start in range(0, 40_000, 10_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
