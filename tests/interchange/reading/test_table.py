import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlog.core.errors import Invalid, LimitReached
from backlog.interchange.reading import ReadingLimits, Row, read_limited, read_table


def test_rows_know_the_line_they_begin_on():
    table = read_table(b'a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\n5,"x\ry"\r7,8')
    assert [row.line for row in table.rows()] == [2, 5, 6, 8]
    assert table.row_count == 4


def test_a_short_row_is_filled_and_a_long_one_keeps_its_surplus():
    table = read_table(b"a,b\n1\n1,2,3\n1,2,,\n")
    assert list(table.rows()) == [
        Row(2, ("1", ""), missing=1),
        Row(3, ("1", "2"), surplus=("3",)),
        Row(4, ("1", "2")),
    ]


def test_repeated_headers_stay_apart():
    table = read_table(b"Label,Label,Label\nx,y,z\n")
    assert table.header == ("Label", "Label", "Label")
    assert next(table.rows()).cells == ("x", "y", "z")


def test_rows_without_any_word_are_passed_over():
    assert [row.line for row in read_table(b"a;b\n;\n  ; \n1;2\n;;;\n").rows()] == [4]


def test_rows_can_be_walked_again():
    table = read_table(b"a\n1\n2\n")
    assert list(table.rows()) == list(table.rows())


@pytest.mark.parametrize("raw", [b"", b"\n\n", b" , ,\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(raw):
    with pytest.raises(Invalid, match="empty"):
        read_table(raw)


@pytest.mark.parametrize("raw", [b'a,b\n1,2\n3,"x\n4,5\n', b'a,b\n1,2\n3,"x"y\n4,5\n'])
def test_quotation_marks_that_do_not_match_are_refused_with_the_line(raw):
    with pytest.raises(Invalid) as caught:
        read_table(raw)
    assert caught.value.params == {"line": 3}


def test_a_table_at_the_limits_is_fine_and_one_beyond_is_refused():
    limits = ReadingLimits(rows=3, columns=2)
    assert read_table(b"a,b\n1,2\n3,4\n5,6\n", limits=limits).row_count == 3
    with pytest.raises(LimitReached, match="more than 3 rows"):
        read_table(b"a,b\n1,2\n3,4\n5,6\n7,8\n", limits=limits)
    with pytest.raises(LimitReached, match="more than 2 columns"):
        read_table(b"a,b,c\n", limits=limits)
    with pytest.raises(LimitReached, match="larger than 0 MB"):
        read_table(b"a", limits=ReadingLimits(megabytes=0))


def test_a_row_wider_than_any_header_may_be_is_refused():
    limits = ReadingLimits(columns=3)
    assert read_table(b"Title,Status\na,b,c\n", limits=limits).row_count == 1
    with pytest.raises(LimitReached, match="more than 3 columns"):
        read_table(b"Title,Status\na,b,c,d\n", limits=limits)


def test_more_lines_than_any_table_has_are_refused_and_a_sheets_million_of_blank_rows_is_not():
    with pytest.raises(LimitReached, match="more than 2000000 lines"):
        read_table(b"Title\n" + b"\n" * 2_000_000)
    assert read_table(b"Title,Status\r\nOne,new\r\n" + b",\r\n" * 1_048_574).row_count == 1


def test_a_stream_beyond_the_limit_is_not_read_to_its_end():
    stream = io.BytesIO(b"x" * (3 * 1024 * 1024))
    with pytest.raises(LimitReached, match="larger than 1 MB"):
        read_limited(stream, limits=ReadingLimits(megabytes=1))
    assert stream.tell() <= 1024 * 1024 + 1
    assert read_limited(io.BytesIO(b"abc")) == b"abc"


def test_a_cell_may_be_as_long_as_its_file():
    long = "x" * 300_000
    assert next(read_table(f"a,b\n1,{long}\n".encode()).rows()).cells[1] == long


_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8).filter(
    lambda cell: cell == cell.strip()
)


@given(st.lists(st.tuples(st.just("x"), _CELL, _CELL), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([("one", "two", "three"), *rows])
    table = read_table(out.getvalue().encode())
    assert table.header == ("one", "two", "three")
    assert [row.cells for row in table.rows()] == rows


@given(st.binary(max_size=60))
def test_no_bytes_cause_anything_but_a_table_or_a_reason(raw):
    with suppress(Invalid):
        list(read_table(raw).rows())
