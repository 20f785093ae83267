"""The way of a file: chosen, columns agreed on, tried, run."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backlog.core.permissions import Role
from backlog.interchange.models import ImportRun
from backlog.requirements.models import Requirement
from tests.factories.people import make_member, make_user, make_workspace
from tests.factories.signing_in import sign_in
from tests.support.page import Page, Shown

NEW = "/w/online-shop/imports/new"
CSV = b"Summary;Story Points;Labels;Due\nGuest checkout;3,5;shop;03.04.2027\nE-invoice;8;shop;24.04.2027\n;;;\n;5;;\n"


@pytest.fixture
def somebody(page: Page, session: Session) -> Page:
    make_workspace(session)
    session.commit()
    sign_in(page)
    return page


def upload(page: Page, raw: bytes = CSV, *, name: str = "wishes.csv", status: int = 200) -> Shown:
    return page.submit(page.get(NEW), "/imports/create", file=(io.BytesIO(raw), name, "text/csv"), status=status)


def titles(session: Session) -> list[str]:
    return list(session.scalars(select(Requirement.title).order_by(Requirement.rank)))


def test_a_file_comes_in_step_by_step(somebody: Page, session: Session) -> None:
    columns = upload(somebody)
    assert columns.heading == "What the columns mean"
    assert [option.get("value") for option in columns.all(".//select[@name='target']/option[@selected]")] == [
        "title", "points", "labels", "target_on",
    ]  # fmt: skip

    preview = somebody.submit(columns, "/update", queries=200)
    assert preview.heading == "Preview of the import"
    assert "There is no title." in preview.text
    assert preview.texts(".//*[@class='button button--primary']") == ["Import now"]
    assert titles(session) == []

    done = somebody.submit(preview, "/start", queries=200)
    assert done.heading == "The import is done"
    assert titles(session) == ["Guest checkout", "E-invoice"]
    assert "REQ-1" in done.text


def test_the_same_file_again_is_recognised_row_by_row(somebody: Page, session: Session) -> None:
    somebody.submit(somebody.submit(upload(somebody), "/update", queries=200), "/start", queries=200)
    preview = somebody.submit(upload(somebody), "/update", queries=200)
    assert "Nothing would change" in preview.text
    assert preview.texts(".//*[@class='button button--primary']") == ["To the backlog"]
    shown = somebody.submit(preview, "/start", queries=200)
    assert "Looks like REQ-1: the title is the same." in shown.text
    assert len(titles(session)) == 2


def test_a_row_with_a_known_title_stays_out_until_a_person_has_it_updated(somebody: Page, session: Session) -> None:
    somebody.submit(somebody.submit(upload(somebody), "/update", queries=200), "/start", queries=200)
    raw = CSV.replace(b"3,5", b"13")
    columns = upload(somebody, raw)
    preview = somebody.submit(columns, "/update", queries=200)
    assert "2 rows look like requirements that are here already and stay out." in preview.text
    assert any("/edit#updates_same_title" in (link.get("href") or "") for link in preview.all(".//p/span/a"))

    preview = somebody.submit(columns, "/update", updates_same_title="y", queries=200)
    assert "look like" not in preview.text
    again = somebody.get(columns.url)
    assert again.all(".//input[@name='updates_same_title'][@checked]")
    somebody.submit(preview, "/start", queries=200)
    found = session.execute(select(Requirement.title, Requirement.points).order_by(Requirement.rank)).all()
    assert [f"{title} {points}" for title, points in found] == ["Guest checkout 13.00", "E-invoice 8.00"]


def test_a_column_can_mean_something_else(somebody: Page, session: Session) -> None:
    columns = upload(somebody)
    preview = somebody.submit(columns, "/update", target=["description", "title", "ignore", "ignore"], queries=200)
    somebody.submit(preview, "/start", queries=200)
    assert titles(session) == ["3,5", "8", "5"]


def test_without_a_title_there_is_nothing_to_bring_in(somebody: Page) -> None:
    shown = somebody.submit(upload(somebody), "/update", target=["ignore"] * 4, status=422)
    assert "Choose the column that holds the title." in shown.text


def test_columns_that_do_not_fit_the_file_are_refused(somebody: Page) -> None:
    somebody.submit(upload(somebody), "/update", target=["title"], status=422)
    somebody.submit(upload(somebody), "/update", target=["no such thing"] * 4, status=422)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 [Content_Types].xml xl/workbook.xml", "This is an Excel workbook, not a CSV file."),
        (b"Summary\nwith \x00 inside\n", "Line 2"),
        (b'Summary\n"never closed\n', "Line 2"),
    ],
)
def test_a_broken_file_is_said_to_be_broken(somebody: Page, session: Session, raw: bytes, said: str) -> None:
    assert said in upload(somebody, raw, status=422).text
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 0


def test_a_text_is_no_table_unless_a_person_says_that_its_lines_are_titles(somebody: Page, session: Session) -> None:
    text = b"# Ideas\n\nWhat people said, in short:\n- Guest checkout, please\n- E-invoice\n"
    assert "Each line of the file is a title" not in somebody.get(NEW).text
    refused = upload(somebody, text, name="README.md", status=422)
    assert "This does not look like a table: its first line is “# Ideas”" in refused.text
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 0

    file = (io.BytesIO(text), "README.md", "text/markdown")
    columns = somebody.submit(refused, "/imports/create", file=file, lines_are_titles="y")
    preview = somebody.submit(columns, "/update", queries=200)
    assert preview.texts(".//tbody/tr/td[1]") == ["1", "3", "4", "5"]
    somebody.submit(preview, "/start", queries=200)
    assert titles(session) == ["Ideas", "What people said, in short:", "Guest checkout, please", "E-invoice"]


def test_no_file_is_a_message_too(somebody: Page) -> None:
    assert "Choose a file first." in somebody.submit(somebody.get(NEW), "/imports/create", status=422).text


def test_what_is_too_large_is_refused_with_the_limit(somebody: Page) -> None:
    assert "20,000" in upload(somebody, b"Summary\n" + b"x\n" * 20_001, status=413).text.replace("20000", "20,000")
    answer = somebody.client.post(
        NEW.replace("new", "create"),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(30 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "20 MB" in answer.get_data(as_text=True)


def test_an_import_of_another_workspace_is_not_there(somebody: Page, session: Session) -> None:
    url = upload(somebody).url
    make_workspace(session, "Theirs", owner=make_user(session, "Ines Harbecker"))
    session.commit()
    somebody.submit(somebody.get(NEW), "/sign-out")
    sign_in(somebody, email="ines@example.org")
    somebody.get(url.replace("online-shop", "theirs"), status=404)


@pytest.mark.parametrize("role", [Role.MARKETER, Role.VIEWER])
def test_only_who_may_import_imports(page: Page, session: Session, role: Role) -> None:
    workspace = make_workspace(session)
    person = make_member(session, workspace, role)
    session.commit()
    sign_in(page, email=person.email)
    page.get(NEW, status=403)


def test_a_run_whose_job_died_has_failed_and_can_be_started_again(
    somebody: Page, session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = somebody.submit(upload(somebody), "/update", queries=200)
    # As after kill -9: the run says it is at work, and no process gives a sign.
    run = session.scalars(select(ImportRun)).one()
    run.state, run.job_id = "importing", "dead"
    session.commit()

    failed = somebody.get(preview.url)
    assert failed.heading == "The import has failed"
    assert titles(session) == []
    assert somebody.submit(failed, "/start", queries=200).heading == "The import is done"
    assert len(titles(session)) == 2


def test_an_import_under_way_says_how_far_it_is(somebody: Page, session: Session, app: Flask) -> None:
    preview = somebody.submit(upload(somebody), "/update", queries=200)
    run = session.scalars(select(ImportRun)).one()
    run.state, run.job_id = "importing", "alive"
    session.commit()
    app.extensions["jobs"]._give_sign("alive")

    assert somebody.get(preview.url).heading == "Import under way"
    assert "%" in somebody.fragment(f"{preview.url}/progress").text
    # Pressing twice is pressing once.
    assert somebody.submit(preview, "/start").heading == "Import under way"
    assert titles(session) == []


def test_the_rows_can_be_narrowed_and_paged(somebody: Page) -> None:
    raw = b"Summary\n" + b"".join(f"Wish {number}\n".encode() for number in range(150)) + b"Wish 3\n"
    preview = somebody.submit(upload(somebody, raw), "/update", queries=400)
    assert len(preview.all(".//table/tbody/tr")) == 100
    assert len(somebody.get(f"{preview.url}?page=2").all(".//table/tbody/tr")) == 51
    assert "The same as line 5." in somebody.get(f"{preview.url}?show=skipped").text
    assert len(somebody.get(f"{preview.url}?show=nonsense&page=x").all(".//table/tbody/tr")) == 100
