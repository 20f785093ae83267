import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.interchange.markup import clean_text, to_markdown, to_wiki
from backlog.interchange.markup.to_wiki import _PLAIN, _convert
from tests.support.hostile import hostile_text
from tests.support.wiki import assert_sound_wiki


@pytest.mark.parametrize(
    ("markdown", "wiki"),
    [
        ("# One\n\n### Three", "h1. One\n\nh3. Three"),
        ("Two\n===", "h1. Two"),
        ("**bold** *italic* ~~gone~~ `x()`", "*bold* _italic_ -gone- {{x()}}"),
        ("***both*** **a *b* c**", "_*both*_ *a _b_ c*"),
        ("un**frei**willig", "un{*}frei{*}willig"),
        ("„**so**“", "„{*}so{*}“"),
        ("**one\ntwo** three", "*one*\n*two* three"),
        ("[label](https://example.org/a_b?c=d)", "[label|https://example.org/a_b?c=d]"),
        ("<https://example.org>", "[https://example.org|https://example.org]"),
        ("[a|b](https://example.org/{x}|y)", "[a&#124;b|https://example.org/%7Bx%7D%7Cy]"),
        ("[here](/w/shop)", "here (/w/shop)"),
        ("![plan](https://example.org/p.png)", "[plan|https://example.org/p.png]"),
        ("- a\n- b\n  1. c\n  2. d", "* a\n* b\n*# c\n*# d"),
        ("1. a\n   1. b\n\npara", "# a\n ## b\n\npara"),
        ("- [ ] open\n- [x] done", "* \N{BALLOT BOX} open\n* \N{BALLOT BOX WITH CHECK} done"),
        ("- a\n\n  more\n\n  > quoted", "* a\nmore\nquoted"),
        ("> a\n>\n> > b", "{quote}\na\n\nb\n{quote}"),
        ("> a\n> - *Name*, Graz", "{quote}\na\n— _Name_, Graz\n{quote}"),
        ("> a\n- Name\n\n# Head", "{quote}\na\n— Name\n{quote}\nh1. Head"),
        ("> a\n> - b\n> - c", "{quote}\na\n\n* b\n* c\n{quote}"),
        ("```py\nx = {1: '**'}\n```", "{code:python}\nx = {1: '**'}\n{code}"),
        ("```klingon\nx\n```", "{code}\nx\n{code}"),
        ("```\na\\b\n  {code}\n```", "{{a&#92;b}}\n{{\xa0 &#123;code&#125;}}"),
        ("| a | b |\n|---|---|\n| x \\| y | |", "||a||b||\n|x &#124; y| |"),
        ("a\n\n---\n\nb", "a\n\n----\n\nb"),
    ],
)
def test_the_subset_is_translated(markdown, wiki):
    assert to_wiki(markdown) == wiki


@pytest.mark.parametrize(
    ("markdown", "wiki"),
    [
        ("{a: 1} C:\\temp", "&#123;a: 1&#125; C:&#92;temp"),
        ("\\*not bold\\*", "&#42;not bold&#42;"),
        ("2 * 3 * 4 and a_b_c and e-mail", "2 * 3 * 4 and a_b_c and e-mail"),
        ("-5 °C", "-5 °C"),
        ("from -a- to", "from &#45;a&#45; to"),
        ("[Draft] title", "&#91;Draft] title"),
        ("&amp;#123;", "&amp;#123;"),
        ("h1. is no heading", "h1&#46; is no heading"),
        ("bq. is no quote", "bq&#46; is no quote"),
        ("\\# is no item", "&#35; is no item"),
        ("**\\- x**", "*&#45; x*"),
        ("\\`\\`\\` is no fence", "&#96;&#96;&#96; is no fence"),
        ("`code` and `panel:x`", "{{&#99;ode}} and {{&#112;anel:x}}"),
        ("\\!x\\! y", "&#33;x&#33; y"),
        ("https://example.org/**/{id}", "https://example.org/%2A%2A/%7Bid%7D"),
    ],
)
def test_what_only_looks_like_markup_comes_out_as_typed(markdown, wiki):
    assert to_wiki(markdown) == wiki


@given(hostile_text(), hostile_text(max_size=3))
def test_any_text_becomes_sound_wiki(text, more):
    assert_sound_wiki(to_wiki(text))
    assert_sound_wiki(to_wiki(f"{text}\n\n{more}"))


@given(st.one_of(st.text(alphabet="ab ,.:?!-&=>#1h.bq()\n@'+ü", max_size=30), hostile_text(max_size=5)))
def test_the_short_cut_for_plain_text_changes_nothing(text):
    if _PLAIN.match(text):
        assert _convert(clean_text(text)) == text


def test_a_text_nested_beyond_reason_loses_nothing():
    for sign in ("> ", "- "):
        wiki = to_wiki(sign * 150 + "kept")
        assert "kept" in wiki
        assert "kept" in to_markdown(wiki)
