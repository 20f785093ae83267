"""`flask import-csv`."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.requirements.models import Requirement
from backlog.workspaces.models import Workspace


@pytest.fixture
def run(app: Flask, workspace: Workspace, session: Session, tmp_path: Path):
    session.commit()

    def run(raw: bytes, *options: str, slug: str = "harkenau") -> Result:
        (tmp_path / "wishes.csv").write_bytes(raw)
        arguments = ["import-csv", "--workspace", slug, str(tmp_path / "wishes.csv"), *options]
        return app.test_cli_runner().invoke(args=arguments)

    return run


def titles(session: Session) -> list[str]:
    return list(session.scalars(select(Requirement.title).order_by(Requirement.rank)))


def test_it_brings_a_file_in_and_counts(run, session):
    done = run(b"Summary,Label\nGuest checkout,shop\n,x\n")
    assert done.exit_code == 0, done.output
    assert "1 created, 0 updated, 0 unchanged, 1 skipped" in done.output
    assert "Line 3 skipped: There is no title." in done.output
    assert titles(session) == ["Guest checkout"]


def test_a_dry_run_writes_nothing(run, session):
    done = run(b"Summary\nGuest checkout\n", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "Would be: 1 created" in done.output
    assert titles(session) == []


@pytest.mark.parametrize(
    ("raw", "slug", "said"),
    [
        (b"", "harkenau", "Error: The file is empty."),
        (b"What,Who\nGuest checkout,x\n", "harkenau", "Error: Choose the column that holds the title."),
        (b"# Read me\nGuest checkout\n", "harkenau", "Error: This does not look like a table"),
        (b'Summary\n"open\n', "harkenau", "Error: Line 2"),
        (b"Summary\nx\n", "elsewhere", "Error: "),
    ],
)
def test_bad_input_is_one_clear_line(run, session, raw, slug, said):
    done = run(raw, slug=slug)
    assert done.exit_code == 1
    assert done.output.startswith(said)
    assert done.output.count("\n") == 1
    assert titles(session) == []


def test_a_row_with_the_title_of_a_requirement_stays_out(run, session):
    run(b"Title,Points\nGuest checkout,3\n")
    done = run(b"Title,Points\nGuest checkout,5\n")
    assert "Line 2 skipped: Looks like REQ-1: the title is the same." in done.output
    assert "0 updated" in done.output


def test_a_list_comes_in_line_by_line_where_that_is_said(run, session):
    done = run(b'# Ideas\n\n1. Guest checkout\n* "E-invoice", soon\n', "--lines")
    assert "3 created" in done.output
    assert titles(session) == ["Ideas", "Guest checkout", '"E-invoice", soon']
