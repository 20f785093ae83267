from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.interchange.mapping.numbers import DecimalMark, NumberDecision, decide_numbers, read_number

_POINT, _COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        *(("5", _POINT, "5"), ("5.0", _POINT, "5.0"), ("3,5", _COMMA, "3.5"), ("3,5", _POINT, "3.5")),
        *(
            ("1.000", _COMMA, "1000"),
            ("1.000", _POINT, "1.000"),
            ("1,000", _POINT, "1000"),
            ("1.234,5", _POINT, "1234.5"),
        ),
        *(
            ("1'000.5", _POINT, "1000.5"),
            ("1\u202f000,5", _COMMA, "1000.5"),
            ("8 SP", _POINT, "8"),
            ("13 Punkte", _COMMA, "13"),
        ),
    ],
)
def test_numbers_are_read_with_their_columns_mark(text, mark, number):
    assert read_number(text, mark=mark) == Decimal(number)


@pytest.mark.parametrize("text", ["", "viele", "-1", "1e5", "١٢", "1,2,3", "12.34.5", "1.0000,5", "NaN", "9" * 40])
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("texts", "default", "decision"),
    [
        (["1.000", "3,5"], _POINT, NumberDecision(_COMMA)),
        (["1,000", "3.5"], _COMMA, NumberDecision(_POINT)),
        (["1.000", "8"], _COMMA, NumberDecision(_COMMA, is_certain=False)),
        (["3.5", "3,5"], _POINT, NumberDecision(_POINT, is_certain=False)),
        (["8", "13", "?"], _POINT, NumberDecision(_POINT)),
    ],
)
def test_the_mark_is_decided_by_what_a_column_shows(texts, default, decision):
    assert decide_numbers(texts, default=default) == decision


@given(st.text(alphabet="0123456789.,' ", max_size=12), st.sampled_from(DecimalMark))
def test_no_text_is_more_than_no_number(text, mark):
    number = read_number(text, mark=mark)
    assert number is None or number >= 0
