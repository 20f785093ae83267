"""What a text is before it is kept."""

import pytest

from backlog.core.types import clean_text, one_line

# Blank, zero width, soft hyphen, right to left, Braille without dots, Hangul fillers, a lone accent, a tag, a selector.
UNSEEN = " \u00a0\u200b\u00ad\u202e\u2800\u3164\u115f\uffa0\u2060\u0301\U000e0041\ufe0f"


@pytest.mark.parametrize("clean", [clean_text, one_line])
def test_a_text_of_which_nothing_is_seen_is_empty(clean):
    assert [letter for letter in UNSEEN if clean(letter)] == []
    assert clean(f"\n{UNSEEN}\r\n") == ""


@pytest.mark.parametrize("text", ["a", "?", "日", "ﷺ", "é", "e\u0301", "👩\u200d💻", "\U0001fae8", "a\u200bb", "क्षि"])
def test_a_text_of_which_something_is_seen_stays_as_it_is(text):
    assert (clean_text(text), one_line(text)) == (text, text)


def test_a_text_loses_control_characters_and_keeps_its_lines():
    assert clean_text(" a\x00\r\nb\rc ") == " a\nb\nc "
    assert one_line(" a\x00\r\nb\rc ") == "a b c"
