"""There and back: what Markdown shows is shown again after a journey through wiki markup."""

import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from backlog.core.markdown import render_markdown
from backlog.interchange.markup import clean_text, to_markdown, to_wiki
from tests.support.hostile import hostile_text

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_WORDS = (
    *("alpha", "Größe", "e-mail", "a_b", "5 * 3", "x{y}", "C:\\temp", "[draft]", "h1. no", "'=x", "50%", "1. eins"),
    *("- x", "*kein*", "#tag", "|pipe|", "~3~", "!bang!", "a&amp;b", "\N{ROCKET}", "<b>", "`tick`"),
)


def _escaped(text: str) -> str:
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _shown_words(markdown: str) -> str:
    """Return the words a reader sees."""
    words = []
    for token in _MARKDOWN.parse(markdown):
        shown = token.children or [token]
        words += ["\n" if child.type in {"softbreak", "hardbreak"} else child.content for child in shown]
        words.append("\n")
    return " ".join("".join(words).split())


def _html(markdown: str) -> str:
    """Return the HTML without what a list's looseness and line breaks make of it."""
    html = re.sub(r'<p>|</p>|\n| start="\d+"', "", _MARKDOWN.render(markdown))
    return re.sub(r"\s*(<br />)\s*", r"\1", html)


def _indented(parts: tuple[str, str, str]) -> str:
    marker, head, rest = parts
    return f"{marker} {head}\n" + "\n".join(" " * (len(marker) + 1) + line for line in rest.split("\n"))


def _listed(parts: tuple[bool, list[str]]) -> str:
    numbered, items = parts
    return "\n".join(f"{number}. {item}" if numbered else f"- {item}" for number, item in enumerate(items, 1))


def _tabulated(rows: list[tuple[str, str]]) -> str:
    head, *body = [f"| {left} | {right} |" for left, right in rows]
    return "\n".join([head, "| --- | --- |", *body])


def _quoted(block: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in block.split("\n"))


_text = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join).map(_escaped)
_formatted = st.one_of(
    _text,
    st.tuples(st.sampled_from(["**{}**", "_{}_", "~~{}~~", "**_{}_**", "_**{}** x_"]), _text).map(
        lambda pair: pair[0].replace("{}", pair[1])
    ),
    _text.map(lambda text: f"[{text}](https://example.org/a_b)"),
    _text.map(lambda text: f"**[{text}](https://example.org/a_b)**"),
    st.sampled_from(["ab**alpha**cd", "`code`", "`a*b`", "`x{y}`", "see `C:\\x`", "`panel`"]),
)
_inline = st.lists(_formatted, min_size=1, max_size=3).map(" ".join)
_paragraph = st.lists(_inline, min_size=1, max_size=2).map("  \n".join)
_items = st.tuples(st.booleans(), st.lists(_inline, min_size=1, max_size=3)).map(_listed)
_nested = st.recursive(
    _items, lambda inner: st.tuples(st.sampled_from(["-", "1."]), _inline, inner).map(_indented), max_leaves=3
)
_code_lines = st.lists(st.sampled_from(["x = 1", "  y", "{a: 1}", "**no**", "# c", "* i"]), min_size=1, max_size=3)
_code = st.tuples(st.sampled_from(["", "python", "json"]), _code_lines).map(
    lambda pair: f"```{pair[0]}\n" + "\n".join(pair[1]).strip() + "\n```"
)
_table = st.lists(st.tuples(_inline, _inline), min_size=1, max_size=3).map(_tabulated)
_heading = st.tuples(st.integers(1, 6), _inline).map(lambda pair: "#" * pair[0] + " " + pair[1])
_quote = st.lists(st.one_of(_paragraph, _code), min_size=1, max_size=2).map("\n\n".join).map(_quoted)
_document = st.lists(
    st.one_of(_paragraph, _nested, _code, _table, _heading, _quote, st.just("---")), min_size=1, max_size=4
).map("\n\n".join)


@given(_document)
def test_a_text_of_the_subset_looks_the_same_afterwards(markdown):
    assert _html(to_markdown(to_wiki(markdown))) == _html(markdown)


@given(hostile_text(max_size=7))
def test_literal_text_of_any_kind_keeps_its_words(text):
    markdown = _escaped(" ".join(clean_text(text).split()))
    assert _shown_words(to_markdown(to_wiki(markdown))) == _shown_words(markdown)


def test_who_spoke_is_still_known_after_the_journey():
    assert "<footer>Name, Graz</footer>" in render_markdown(to_markdown(to_wiki("> Words\n> - Name, Graz")))
