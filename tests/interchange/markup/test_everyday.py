import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backlog.interchange.markup.everyday import everyday_to_wiki
from backlog.interchange.markup.to_wiki import _convert
from tests.support.hostile import hostile_text

_EVERYDAY = [
    *("word", "Größe", "3", "e-mail", "(a", "b)", "wow!", "why?", "&", "-", "+", "„so“", "=", "#5", "h1.", "bq.", "2."),
    *("**b c**", "*i*", "_s_t_", "_s t_", "~~gone~~", "`c_d-e`", "`code`", "(**b**)", "**b**,", "**h1. x**"),
    *("[l a](https://example.org/p_q-r?x)", "[l](http://example.org/p_q-)", "http://example.org/!", '"q"'),
]
_HEADS = ["", "", "- ", "* ", "1. ", "2. ", "# ", "### ", "- [ ] ", "- - ", "1) ", "    ", "---", "> ", "| "]
_lines = st.builds(
    lambda head, words, end: head + " ".join(words) + end,
    st.sampled_from(_HEADS),
    st.lists(st.sampled_from(_EVERYDAY), max_size=4),
    st.sampled_from(["", "", "", ".", " ", "  ", " #", "|", "\\"]),
)
_texts = st.lists(st.tuples(_lines, st.sampled_from(["\n", "\n", "\n\n", "\n\n\n"])), max_size=6).map(
    lambda parts: "".join(line + end for line, end in parts).strip()
)


@given(st.one_of(_texts, hostile_text(max_size=5), st.text(alphabet="ab *_-#1.`~[]()\n!h:/", max_size=25)))
@example("- a\n\n- b\n* c\n\n1. d")
@example("a\n2. b")
@example("- a\nb")
@example("1" * 120 + " **b**")
def test_everyday_markdown_reads_the_same_with_the_parser(markdown):
    wiki = everyday_to_wiki(markdown)
    if wiki is not None:
        assert wiki == _convert(markdown).strip("\n")


@pytest.mark.parametrize(
    ("markdown", "wiki"),
    [
        ("## Goal\nText **so**, _not_ so.", "h2. Goal\n\nText *so*, _not_ so."),
        ("a:\n- one\n- ~~two~~ `x_y`", "a:\n\n* one\n* {-}two{-} {{x_y}}"),
        ("a\nb\n\n1. c ~~d~~\n2. [e](https://example.org/f)", "a\nb\n\n# c -d-\n# [e|https://example.org/f]"),
    ],
)  # fmt: skip
def test_what_descriptions_are_made_of_needs_no_parser(markdown, wiki):
    assert everyday_to_wiki(markdown) == wiki == _convert(markdown)


@pytest.mark.parametrize(
    "markdown",
    ["a\n===", "- a\nb", "- a\n  - b", "**a", "a **b**c", "![a](https://example.org)", "a <b>", "a  \nb", "see http://x.y"],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_needs_the_parser(markdown):
    assert everyday_to_wiki(markdown) is None
