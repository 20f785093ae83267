from datetime import date
from decimal import Decimal

import pytest

from backlog.interchange.jira.cells import component, due_date, email, key_label, points, slug, summary, utf16_units


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Guest checkout", ("Guest checkout", True)),
        ("  Two\r\nlines\t ", ("Two lines", True)),
        ("=cmd|' /C calc'!A0", ("“=cmd|' /C calc'!A0”", True)),
        ("-5 % Rabatt", ("“-5 % Rabatt”", True)),
        ("'=1", ("“'=1”", True)),
        ("'tis fine", ("'tis fine", True)),
        ("<<!clear!>>", ("“<<!clear!>>”", True)),
        ("C:\\temp", ("C:\N{SET MINUS}temp", False)),
        ("\u200b ", ("REQ-1", True)),
        ("", ("REQ-1", True)),
    ],
)
def test_a_title_is_written_so_that_nothing_takes_it_for_an_order(title, written):
    assert summary(title, key="REQ-1") == written


def test_a_long_title_is_cut_between_words_and_says_so():
    text, is_whole = summary("word " * 80, key="REQ-1")
    assert not is_whole
    assert text == "word " * 50 + "wor…" or text.endswith("word…")
    assert utf16_units(text) <= 254


def test_a_long_title_of_emoji_is_not_cut_within_one():
    text, _ = summary("😀" * 200, key="REQ-1")
    assert text == "😀" * 126 + "…"


def test_a_long_title_is_not_cut_before_an_accent():
    text, _ = summary("x" * 252 + "e\u0301e\u0301", key="REQ-1")
    assert text == "x" * 252 + "…"


@pytest.mark.parametrize(
    ("label", "word"),
    [
        ("Shop front", "shop-front"),
        ("  a,b; c ", "a-b-c"),
        ("Größe", "größe"),
        ("c++ & c#", "c++-&-c#"),
        ("=cmd", "cmd"),
        ("\\ , ;", ""),
        ("x" * 300, "x" * 255),
    ],
)
def test_a_label_is_one_word(label, word):
    assert slug(label) == word


def test_our_key_is_a_label_in_small_letters():
    assert key_label("REQ-42") == "req-42"
    assert key_label("ÄRG 1-2") == "ärg-1-2"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ("5.00", "5"), ("3.50", "3.5"), ("1E+2", "100"), ("0", "0"), ("-1", ""), ("NaN", ""), ("9e99", "")],
)
def test_points_are_plain_numbers(value, text):
    assert points(None if value is None else Decimal(value)) == text


def test_due_dates_are_english_whatever_the_language():
    assert due_date(date(2026, 3, 5)) == "05/Mar/26 12:00 AM"
    assert due_date(None) == due_date(date(1999, 1, 1)) == due_date(date(2099, 1, 1)) == ""


def test_components_keep_their_name_on_one_line():
    assert component(" Shop\nfront ") == "Shop front"
    assert component("-x") == "“-x”"
    assert component("\u200b") == ""
    assert utf16_units(component("y" * 400)) == 255


def test_only_an_address_is_an_assignee():
    assert email("anna.beck@example.org") == "anna.beck@example.org"
    assert email("Anna Beck") == email("=a@example.org") == email(None) == ""
