"""No text costs more than its length: twice the text takes no more than about twice the steps."""

import pytest

from backlog.interchange.markup import to_markdown, to_wiki
from tests.support.hostile import FRAGMENTS
from tests.support.steps import count_steps

_TRAPS = (
    *("a*", "*a ", "[a|", "{{a", "{{a}", "|a", "!a", "{code}\n", "{quote}\n", "* a\n", "# a\n** b\n", "&#1", "h1. "),
    *("-a ", "_a", "a_ ", "*_-", "{*}", "[~a", "http://", "!http://a", "|{{", "|[", "|!a", "{code}a{noformat}"),
    *("* a\n{code}\n", "|x\n", "||\n", "{{x}}\n", "{{&#92;}}\n", "a.\n", "!a\n", "> a\n", "- a\n\n", "|a|\nb"),
)


@pytest.mark.parametrize("fragment", [*FRAGMENTS, *_TRAPS])
@pytest.mark.parametrize("convert", [to_wiki, to_markdown])
def test_twice_the_text_takes_about_twice_the_steps(convert, fragment):
    times = max(1, 300 // len(fragment))
    convert(fragment * times)
    once = count_steps(lambda: convert(fragment * times))
    twice = count_steps(lambda: convert(fragment * times * 2))
    assert twice <= 2.4 * once + 2000
