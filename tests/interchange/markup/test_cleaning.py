from hypothesis import given

from backlog.interchange.markup import clean_line, clean_text
from tests.support.hostile import hostile_text


def test_every_line_end_becomes_one_kind():
    assert clean_text("a\r\nb\rc\x0bd\u2028e\x85f") == "a\nb\nc\nd\ne\nf"


def test_what_no_reader_can_show_is_taken_out():
    assert clean_text("a\x00b\x07c\ufeffd\ufffee\uffff\ud800\U0001ffff") == "abcde"


def test_a_letter_that_was_lost_stays_visible_as_a_question_mark():
    assert clean_text("Gr\ufffd\ufffde") == "Gr??e"


def test_a_line_is_one_line_without_blanks_at_its_ends():
    assert clean_line("  a \r\n\t b\xa0 ") == "a b"


def test_a_line_that_nobody_can_see_is_empty():
    assert clean_line("\u200b \u2060\n") == ""


@given(hostile_text())
def test_cleaning_twice_changes_nothing(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    clean_text(text).encode("utf-8")
