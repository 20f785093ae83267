import io
import zipfile

import pytest

from backlog.core.errors import Invalid
from backlog.interchange.reading import Encoding, read_table


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("Titel;Größe\nä;ß\n".encode(), Encoding.UTF_8),
        ("Titel;Größe\nä;ß\n".encode("utf-8-sig"), Encoding.UTF_8_BOM),
        ("Titel;Größe\nä;ß\n".encode("utf-16"), Encoding.UTF_16),
        (b"\xfe\xff" + "Titel;Größe\nä;ß\n".encode("utf-16-be"), Encoding.UTF_16),
        ("Titel;Größe\nä;ß\n".encode("cp1252"), Encoding.WINDOWS_1252),
    ],
)
def test_it_climbs_from_byte_order_mark_over_utf_8_to_windows_1252(raw, encoding):
    table = read_table(raw)
    assert table.encoding is encoding
    assert table.header == ("Titel", "Größe")
    assert [row.cells for row in table.rows()] == [("ä", "ß")]


def test_a_given_encoding_is_taken_as_given():
    table = read_table("Größe\nß\n".encode(), encoding=Encoding.WINDOWS_1252)
    assert table.header == ("GrÃ¶ÃŸe",)


def test_a_nul_byte_is_refused_with_its_line():
    with pytest.raises(Invalid) as caught:
        read_table(b"a,b\r\n1,2\r\n3,\x00\r\n")
    assert caught.value.params == {"line": 3}


def test_bytes_that_are_no_text_are_refused_with_their_line():
    with pytest.raises(Invalid) as caught:
        read_table(b"a,b\n1,2\n\xff\x81\n")
    assert caught.value.params == {"line": 3}


def test_a_byte_order_mark_that_lies_is_refused():
    with pytest.raises(Invalid) as caught:
        read_table(b"\xef\xbb\xbfa,b\n\xe4,2\n")
    assert caught.value.params == {"line": 2}


def zipped(name, content="x"):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr(name, content)
    return archive.getvalue()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (zipped("xl/workbook.xml"), "an Excel workbook"),
        (zipped("word/document.xml"), "a Word or PowerPoint document"),
        (zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file"),
        (zipped("wishes.csv"), "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel or Word file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x1f\x8b\x08", "an archive"),
        (b'{"issues": []}', "a JSON file"),
        (b'[\n  {"key": "A-1"}]', "a JSON file"),
        (b"\n<!DOCTYPE html>\n<html>", "a web page (HTML)"),
        (b"<?xml version='1.0'?>", "an XML file"),
    ],
)
def test_other_kinds_of_files_are_called_by_their_name(raw, name):
    with pytest.raises(Invalid) as caught:
        read_table(raw)
    assert str(caught.value).startswith(f"This is {name}, not a CSV file.")


@pytest.mark.parametrize(
    "raw", [b"[Title],Points\nx,1\n", b"{Title},b\nx,1\n", b"<Title>,b\nx,1\n", b"PK,Title\n1,x\n"]
)
def test_a_header_that_only_looks_like_one_of_them_is_read(raw):
    assert read_table(raw).row_count == 1


def test_control_characters_betray_a_binary_file_without_a_nul():
    with pytest.raises(Invalid, match="Line 1"):
        read_table(b"\xe4\x01\x02\x03;b\n1;2\n")


def test_control_characters_in_real_text_are_no_reason_to_refuse_it():
    assert [row.cells for row in read_table(b"a,b\n1,\x1b[0mx\n").rows()] == [("1", "\x1b[0mx")]
