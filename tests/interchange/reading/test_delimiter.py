import pytest

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
    assert find_delimiter("," * 100_000 + ";" * 200_000) == (Delimiter.COMMA, 0)
