"""A file that is no table is said to be none; what may be one is not."""

import pytest

from backlog.interchange.mapping import NoTable, propose_columns, require_table
from backlog.interchange.reading import read_table


def check(raw: bytes) -> None:
    table = read_table(raw)
    require_table(table, propose_columns(table.header))


@pytest.mark.parametrize(
    "raw",
    [
        b"Summary\nGuest checkout\n",
        b"Title\nGuest checkout, please\nx\n",
        b"\xef\xbb\xbfTitel\nx\n",
        b'"Titel"\n"x"\n',
        b"Titel\n",
        b"Datum\n1.2.2027\n",
        b"Wishes;Who\nx;y\n",
        b"a,b\n1\n2,3\n4,5\n",
        b"# Title,Points\nx,3\n",
    ],
)
def test_what_may_be_a_table_is_one(raw):
    check(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"# Throughline\n\nKeeps one thread, unbroken.\n",
        b"# Summary\n\nWhat it does\n",
        b"Wishes\nGuest checkout\n",
        b"Dear all, hello\n\nthis is, like, a letter\nfoo\n",
        b"just one line of text",
    ],
)
def test_a_text_is_none(raw):
    with pytest.raises(NoTable):
        check(raw)


def test_the_first_line_is_shown():
    with pytest.raises(NoTable) as caught:
        check(b"Dear all, hello\n\nfoo\n")
    assert "“Dear all, hello”" in str(caught.value)
