import sys
import tracemalloc

import pytest

from backlog.core.errors import Invalid, LimitReached
from backlog.interchange.reading import Delimiter, read_table
from backlog.interchange.reading.delimiter import find_delimiter


@pytest.mark.parametrize("delimiter", list(Delimiter))
def test_each_delimiter_is_found(delimiter):
    table = read_table(f"Titel{delimiter}Punkte{delimiter}Status\na{delimiter}1{delimiter}b\n".encode())
    assert table.delimiter is delimiter
    assert table.header == ("Titel", "Punkte", "Status")


def test_signs_inside_quotation_marks_do_not_count():
    assert read_table(b'"a, b, ""c"", d";e\n1;2\n').delimiter is Delimiter.SEMICOLON


def test_the_rows_decide_where_the_header_misleads():
    assert read_table(b"Titel;Beschreibung (kurz, knapp, klar)\na;b\nc;d\n").delimiter is Delimiter.SEMICOLON


def test_a_mark_inside_a_word_opens_nothing():
    assert read_table(b'19" rack;price\na;b\n').header == ('19" rack', "price")


def test_a_line_break_inside_quotation_marks_does_not_end_the_header():
    assert read_table(b'"a\nb;c";d;e\n1;2;3\n').header == ("a\nb;c", "d", "e")


def test_one_column_is_a_table_too():
    table = read_table(b"Titel\nGuest checkout\n")
    assert (table.delimiter, table.header) == (Delimiter.COMMA, ("Titel",))


def test_the_line_that_excel_writes_for_the_delimiter_is_obeyed_and_counted():
    table = read_table(b"sep=|\r\na;b|c\r\n1|2\r\n")
    assert table.delimiter is Delimiter.PIPE
    assert [(row.line, row.cells) for row in table.rows()] == [(3, ("1", "2"))]


def test_a_given_delimiter_is_taken_as_given():
    assert read_table(b"a,b;c\n1,2;3\n", delimiter=Delimiter.COMMA).header == ("a", "b;c")


def test_signs_without_end_are_not_walked_through_to_it():
    # It took a file of ten million commas sixteen seconds to be refused.
    with pytest.raises(LimitReached):
        find_delimiter("," * 100_000 + ";" * 200_000)


def test_a_row_of_signs_without_end_is_not_taken_apart_for_each_delimiter():
    text = "a,b;c|d\te\n1;2\n" + ",;|\t" * 250_000
    tracemalloc.start()
    try:
        assert find_delimiter(text) == (Delimiter.SEMICOLON, 0)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # The row itself is a megabyte; taken apart it is many.
    assert peak < 3_000_000


def test_rows_too_long_to_be_looked_at_count_as_little_as_those_behind_them():
    many_lines = '"' + "a, b\n" * 60_000 + '"'
    assert find_delimiter(f"a, b;c\n1;2\n{many_lines};4\n") == (Delimiter.SEMICOLON, 0)


@pytest.mark.parametrize("blank", ["\r\n", "\r", " \n"])
def test_blank_lines_before_the_header_are_no_header_however_many_they_are(blank):
    table = read_table((blank * 150_000 + "Title, short;Points\na;1\n").encode())
    assert table.header == ("Title, short", "Points")
    assert next(table.rows()).line == 150_002


@pytest.mark.parametrize("blank", ["\n", "\r\n", "\r"])
def test_blank_lines_are_passed_without_a_look_at_each(blank):
    calls = 0

    def count(_frame, event, _argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        table = read_table((blank * 100_000 + "a;b\n1;2\n" + blank * 100_000).encode())
    finally:
        sys.setprofile(None)
    assert table.row_count == 1
    assert calls < 1_000


def test_a_header_without_end_is_refused_rather_than_guessed_at():
    text = '"' + "a\n" * 120_000 + '";Title, short\n1;2\n'
    with pytest.raises(Invalid, match="does not end"):
        read_table(text.encode())
    assert read_table(text.encode(), delimiter=Delimiter.SEMICOLON).header[1] == "Title, short"


def test_quotation_marks_that_do_not_match_behind_the_first_rows_speak_against_no_delimiter():
    rows = "".join(f"{number};2\n" for number in range(60))
    assert find_delimiter(f'a, b;c\n{rows}"x" y;2\n') == (Delimiter.SEMICOLON, 0)
