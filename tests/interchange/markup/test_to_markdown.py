import pytest
from hypothesis import given

from backlog.interchange.markup import to_markdown
from tests.support.hostile import hostile_text


@pytest.mark.parametrize(
    ("wiki", "markdown"),
    [
        ("h2. Goal", "## Goal"),
        ("*b* _i_ -s- {{c}}", "**b** _i_ ~~s~~ `c`"),
        ("un{*}frei{*}willig {_}x{_}y {{{}z{}}}", "un**frei**willig *x*y `z`"),
        ("one\ntwo\n\nthree", "one  \ntwo\n\nthree"),
        ("[label|https://example.org] [https://example.org]", "[label](https://example.org) <https://example.org>"),
        ("[label|https://example.org|smart-link]", "[label](https://example.org)"),
        ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
        ("* a\n* b\n** c\n*# d\n# e", "- a\n- b\n  - c\n  1. d\n1. e"),
        ("- a\n- b", "- a\n- b"),
        ("# a\n{code:java}\nx();\n{code}\n# b", "1. a\n   ```java\n   x();\n   ```\n2. b"),
        ("{noformat}\n*x*\n{noformat}", "```\n*x*\n```"),
        ("call {code}f(){code} now", "call `f()` now"),
        ("{quote}\na\n\n* b\n{quote}\nc", "> a\n>\n> - b\n\nc"),
        ("bq. said", "> said"),
        (
            "||a||b||\n|x|[l|https://example.org]|\n|y|",
            "| a | b |\n| --- | --- |\n| x | [l](https://example.org) |\n| y |",
        ),
        ("|a|\n|two\nlines|", "|  |\n| --- |\n| a |\n| two lines |"),
        ("----", "---"),
        ("!https://example.org/p.png|width=20!", "![](https://example.org/p.png)"),
        ("a\\\\ b \\*c\\* &#123;d&#125; &amp;", "a  \n b \\*c\\* {d} &"),
        ("* \N{BALLOT BOX} open", "- [ ] open"),
        ("look![here|https://example.org]!", "look\\![here](https://example.org)!"),
    ],
)
def test_the_subset_is_translated(wiki, markdown):
    assert to_markdown(wiki) == markdown


@pytest.mark.parametrize(
    ("wiki", "markdown"),
    [
        ("{color:red}red{color} {panel:title=x}", "{color:red}red{color} {panel:title=x}"),
        ("!image-20250821.png|thumbnail!", "!image-20250821.png|thumbnail!"),
        ("{code} without end", "{code} without end"),
        ("{{code}} and {{open", "`code` and {{open"),
        ("+u+ a^2^ H~2~O ??c??", "+u+ a^2^ H~2~O ??c??"),
        ("C:\\temp", "C:\\temp"),
        ("[Draft] snake_case 2 * 3", "[Draft] snake_case 2 * 3"),
        ("*open", "\\*open"),
        ("1. one", "1\\. one"),
        ("> no quote", "\\> no quote"),
        ("[~accountid:unknown]", "[~accountid:unknown]"),
    ],
)
def test_what_is_not_understood_stays_text(wiki, markdown):
    assert to_markdown(wiki) == markdown


def test_mentions_become_names():
    people = {"5f0000000000000000000004": "Person 03", "ada": "Ada"}
    wiki = "[~accountid:5f0000000000000000000004] and [~ada]"
    assert to_markdown(wiki, people=people) == "@Person 03 and @Ada"


@given(hostile_text())
def test_any_text_is_taken(text):
    to_markdown(text)
