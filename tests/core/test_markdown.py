"""What people write is shown, never run."""

import re
import sys
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.core.markdown import link_words, plain_text, render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "![x](data:text/html;base64,xxxx)",
        '<a href="x" onclick="y">z</a>',
    ],
)
def test_nothing_dangerous_gets_through(text: str) -> None:
    html = render_markdown(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_headings_start_below_those_of_the_page() -> None:
    assert render_markdown("# Big") == "<h3>Big</h3>\n"


def test_words_are_linked_outside_code_and_links_only() -> None:
    html = render_markdown("See REQ-42, not `REQ-42` and [REQ-42](https://example.org).")
    linked = link_words(html, {"REQ-": lambda word: f"<b>{word}</b>"})
    assert linked.count("<b>REQ-42</b>") == 1
    assert linked.startswith("<p>See <b>REQ-42</b>, not <code>REQ-42</code>")


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("REQ-4 and\nREQ-5", "<b>REQ-4</b> and\n<b>REQ-5</b>"),
        ("(REQ-4), „REQ-5“, REQ-6’s.", "(<b>REQ-4</b>), „<b>REQ-5</b>“, <b>REQ-6</b>’s."),
        ("XREQ-4 MY-REQ-4 a/REQ-4 me@REQ-4", "XREQ-4 MY-REQ-4 a/REQ-4 me@REQ-4"),
    ],
)
def test_a_word_is_linked_wherever_it_begins(text: str, linked: str) -> None:
    html = link_words(render_markdown(text), {"REQ-": lambda word: f"<b>{word}</b>"})
    assert html == f"<p>{linked}</p>\n"


def test_plain_text_has_the_words_alone() -> None:
    assert plain_text("# Title\n\n**bold** and `code`\n\n- item") == "Title bold and code item"


@given(st.text("Az1ö .,-–:!?()'\"\n#*_>`=|&;+", max_size=40) | st.from_regex(r"\A[a-z][a-z .\n]{0,30}\Z"))
def test_plain_text_is_what_the_page_shows_however_little_markup_there_is(text: str) -> None:
    page = re.sub(r"<[^>]*>", " ", render_markdown(text))
    assert re.sub(r"\s", "", plain_text(text)) == re.sub(r"\s", "", unescape(page))


def test_plain_text_keeps_words_and_full_stops_together() -> None:
    assert plain_text("Is it **bold**?\nI *think* so.  \nYes.") == "Is it bold? I think so. Yes."


@pytest.mark.parametrize("text", ["> The words.\n> — Nursery · *Tyrol*", "> The words.\n>\n> -- Nursery · *Tyrol*"])
def test_the_last_line_of_a_quotation_says_who_spoke_when_it_begins_with_a_dash(text: str) -> None:
    html = render_markdown(text)
    assert html.replace("\n", "") == (
        '<blockquote lang="en"><p>The words.</p><footer>Nursery · <em>Tyrol</em></footer></blockquote>'
    )


@pytest.mark.parametrize("text", ["> The words.\n> - Nursery · *Tyrol*", "> The words.\n- Nursery · *Tyrol*\n\nMore."])
def test_a_hyphen_says_who_spoke_as_a_dash_does(text: str) -> None:
    html = render_markdown(text).replace("\n", "")
    assert html.startswith(
        '<blockquote lang="en"><p>The words.</p><footer>Nursery · <em>Tyrol</em></footer></blockquote>'
    )
    assert html.endswith("</blockquote>") is not text.endswith("More.")


@pytest.mark.parametrize(
    "text",
    [
        "> We need:\n> - a guest checkout",
        "> Two things\n> - one\n> - two",
        "> Words\n> - one\n>\n> and on",
        "> Words\n\n- an item far below",
        "> Words\n> — Name\n- an item",
        "> Words\n> * an item",
        "> - an item alone",
        "Words\n\n- an item",
    ],
)
def test_what_is_a_list_stays_a_list(text: str) -> None:
    assert "<ul>" in render_markdown(text)


def test_a_dash_elsewhere_stays_a_dash() -> None:
    assert "footer" not in render_markdown("— not quoted\n\n> one — two\n>\n> — three\n>\n> four")


def test_each_quotation_is_marked_with_its_own_language() -> None:
    html = render_markdown("> Ich bin es nicht.\n\nText.\n\n> This is not the case.\n\n> 42")
    assert html.count("<blockquote>") == html.count('lang="de"') == html.count('lang="en"') == 1


def test_the_language_of_a_quotation_is_that_of_its_own_words() -> None:
    html = render_markdown(
        "> Das ist nicht gut und auch nicht schnell\n\ntext\n\n> This is not good and it is not fast"
    )
    assert html.index('lang="de"') < html.index("text") < html.index('lang="en"')


def test_a_text_that_costs_much_costs_it_once() -> None:
    text = (">" * 19 + " words shown again and again\n\n") * 50
    first = _calls_of_rendering(text)
    assert _calls_of_rendering(text) < 20 < first


def _calls_of_rendering(text: str) -> int:
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        render_markdown(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "deep",
    [
        "\n".join("> " * (level + 1) + f"word{level}" for level in range(40)),
        "\n".join("  " * level + f"- word{level}" for level in range(40)),
        "\n\n".join("  " * level + f"- word{level}" for level in range(40)),
    ],
    ids=["quotations", "lists", "loose lists"],
)
def test_what_is_nested_deeper_than_is_looked_into_is_read_all_the_same(deep):
    text = f"{deep}\n\nAfterwards *this*.\n\n- and that"
    shown, plain = render_markdown(text), plain_text(text).split()
    for level in range(40):
        assert f"word{level}" in re.findall(r"word\d+", shown)
        assert f"word{level}" in plain
    assert "<p>Afterwards <em>this</em>.</p>" in shown
    assert shown.rstrip().endswith("<li>and that</li>\n</ul>")
