"""Files that are broken, huge or something else: a clear message with line or limit, and nothing half-written."""

import gzip
import io
import zipfile

import pytest
from sqlalchemy import func, select

from backlog.interchange.models import ImportRun
from backlog.requirements.models import Requirement
from tests.factories.people import make_workspace
from tests.factories.signing_in import sign_in

NEW = "/w/online-shop/imports/new"
MEGABYTE = 1024 * 1024


def zip_bomb() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("wishes.csv", b"Summary\n" + b"x" * (8 * MEGABYTE))
    return raw.getvalue()


REFUSED = {
    "empty": (b"", 422, "The file is empty."),
    "blank lines": (b"\r\n \r\n\n", 422, "The file is empty."),
    "zip bomb": (zip_bomb(), 422, "This is a ZIP archive, not a CSV file."),
    "gzip": (gzip.compress(b"Summary\nx\n"), 422, "This is an archive, not a CSV file."),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 422, "This is a picture, not a CSV file."),
    "program": (b"\x7fELF\x02\x01\x01" + b"\0" * 64, 422, "Line 1"),
    "control characters": (b"Summary\nfine\n\xff\x02\n", 422, "Line 3"),
    "NUL": (b"Summary\nfine\nwith \x00 inside\n", 422, "Line 3"),
    "quote never closed": (b'Summary,Labels\nfine,a\n"open,b\nc,d\n', 422, "Line 3"),
    "quote in the middle": (b'Summary,Labels\n"a" b,c\n', 422, "Line 2"),
    "1,001 columns": (b",".join([b"Summary", *[b"x"] * 1000]) + b"\n" + b"," * 1000 + b"\n", 413, "1000 columns"),
    "20,001 rows": (b"Summary\n" + b"x\n" * 20_001, 413, "20000 rows"),
}
# The test client leaves bodies of this size open; over HTTP, test_views.py asks with the length alone.
TOO_LARGE = {"21 MB": (b"Summary\n" + b"x" * 21 * MEGABYTE, 413, "20 MB")}
# What looks bad and is taken, with the titles that come in and what is said of the rows.
TAKEN = {
    "UTF-16 with BOM": ("Summary\nGröße 5\n".encode("utf-16"), ["Größe 5"], ""),
    "UTF-8 with BOM": (b"\xef\xbb\xbfSummary\nx\n", ["x"], ""),
    "Windows-1252": ("Summary\nGröße 5\n".encode("cp1252"), ["Größe 5"], ""),
    "CR alone": (b"Summary\rone\rtwo\r", ["one", "two"], ""),
    "header alone": (b"Summary,Labels\n", [], ""),
    "1,000 columns": (b",".join([b"Summary", *[b"x"] * 999]) + b"\none\n", ["one"], "Cells that this row lacks"),
    "repeated headers": (b"Summary,Summary,Labels,Labels\none,two,a,b\n", ["one"], ""),
    "rows longer than the header": (b"Summary\none,two,three\n", ["one"], "left out: two, three"),
    "wrong types": (
        b"Summary,Story Points,Due date,Status,Issue Type\nx,many,31/Feb/26,Somewhere,Thing\n",
        ["x"],
        "is no number of story points",
    ),
    "formula": (b"Summary\n=cmd|'/c calc'!A0\n'=1+1\n", ["=cmd|'/c calc'!A0", "=1+1"], "The apostrophe before"),
    "a cell of 300 kB": (b"Summary,Description\nx," + b"y" * 300_000 + b"\n", ["x"], "at most 100,000 characters"),
    "a title of 4,000 letters": (b"Summary\n" + b"t" * 4000 + b"\n", ["t" * 499 + "…"], "is longer than 500"),
}


@pytest.fixture
def somebody(page, session):
    make_workspace(session)
    session.commit()
    sign_in(page)
    return page


@pytest.fixture
def command(app, session, tmp_path):
    make_workspace(session)
    session.commit()

    def run(raw):
        (tmp_path / "wishes.csv").write_bytes(raw)
        return app.test_cli_runner().invoke(
            args=["import-csv", "--workspace", "online-shop", str(tmp_path / "wishes.csv")]
        )

    return run


def upload(page, raw, *, status=200):
    return page.submit(
        page.get(NEW), "/imports/create", file=(io.BytesIO(raw), "wishes.csv", "text/csv"), status=status
    )


def titles(session):
    return list(session.scalars(select(Requirement.title).order_by(Requirement.rank)))


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason(somebody, session, name):
    raw, status, said = REFUSED[name]
    assert said in upload(somebody, raw, status=status).text.replace("\N{NO-BREAK SPACE}", " ").replace(",000", "000")
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 0


@pytest.mark.parametrize("name", [*REFUSED, *TOO_LARGE])
def test_the_command_refuses_it_in_one_line(command, session, name):
    raw, _, said = (REFUSED | TOO_LARGE)[name]
    result = command(raw)
    assert (result.exit_code, result.output.count("\n")) == (1, 1), result.output
    assert result.output.startswith("Error: ")
    assert said in result.output
    assert titles(session) == []


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_read_comes_in_and_each_fault_stands_at_its_row(somebody, session, name):
    raw, brought, said = TAKEN[name]
    preview = somebody.submit(upload(somebody, raw), "/update", queries=200)
    assert preview.heading == "Preview of the import"
    assert said in preview.text
    assert titles(session) == []
    somebody.submit(preview, "/start", queries=200)
    assert titles(session) == brought


@pytest.mark.parametrize("name", TAKEN)
def test_the_command_brings_it_in(command, session, name):
    raw, brought, _ = TAKEN[name]
    result = command(raw)
    assert result.exit_code == 0, result.output
    assert titles(session) == brought


def test_a_cell_of_20_mb_is_read_and_only_itself_left_out(command, session):
    result = command(b'Summary,Description\nx,"' + b"y" * (20 * MEGABYTE - 100) + b'"\n')
    assert result.exit_code == 0, result.output
    assert titles(session) == ["x"]


def test_a_broken_file_leaves_nothing_behind(somebody, app):
    folder = app.config["SETTINGS"].instance_path / "imports"
    before = set(folder.glob("*")) if folder.exists() else set()
    upload(somebody, REFUSED["NUL"][0], status=422)
    assert (set(folder.glob("*")) if folder.exists() else set()) == before
