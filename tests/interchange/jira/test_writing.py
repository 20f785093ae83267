import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from backlog.core.errors import Conflict, Invalid
from backlog.interchange.jira import (
    Criterion,
    JiraIssue,
    Shape,
    WritingOptions,
    get_preset,
    jira_files,
    write_issues,
)
from backlog.requirements.terms import Kind, Moscow
from tests.support.jira_issues import hostile_issues
from tests.support.opencsv import read_like_jira
from tests.support.steps import count_steps
from tests.support.wiki import assert_sound_wiki

_PRESET = get_preset("cloud-company")
_OPTIONS = WritingOptions(reference_url="https://backlog.example.org/w/shop/requirements/")


def _written(issues, options=_OPTIONS) -> list[str]:
    return [b"".join(file.chunks).decode() for file in jira_files(issues, preset=_PRESET, options=options)]


def _rows(text: str) -> list[dict[str, list[str]]]:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    return [
        {name: [cell for column, cell in zip(header, row, strict=True) if column == name] for name in header}
        for row in rows
    ]


def test_a_family_goes_out_as_jira_reads_it():
    epic = JiraIssue(number=7, key="REQ-7", title="Checkout", kind=Kind.EPIC)
    story = JiraIssue(
        number=42,
        key="REQ-42",
        title="Guest checkout, without account",
        description="As a *guest* I want to pay.",
        criteria=(Criterion("Pays by **card**"), Criterion("Gets a mail", is_done=True)),
        parent_number=7,
        parent_key="REQ-7",
        moscow=Moscow.MUST,
        labels=("Shop front", "mobile", "shop front"),
        components=("Shop", "Billing"),
        points=Decimal("5.00"),
        target_on=date(2026, 9, 18),
        assignee="anna.beck@example.org",
    )
    task = JiraIssue(number=9, key="REQ-9", title="Write copy", kind=Kind.SUBTASK, parent_number=42)
    (text,) = _written([task, story, epic])
    assert text == (
        "Issue ID,Issue Type,Summary,Description,Parent,Priority,Labels,Labels,Labels,Labels,Component,Component,"
        "Story Points,Due Date,Assignee,External Issue ID\r\n"
        "1,Epic,Checkout,Ref: https://backlog.example.org/w/shop/requirements/REQ-7,,,req-7,,,,,,,,,REQ-7\r\n"
        '2,Story,"Guest checkout, without account","As a _guest_ I want to pay.\n\nh3. Acceptance criteria\n'
        "* \N{BALLOT BOX} Pays by *card*\n* \N{BALLOT BOX WITH CHECK} Gets a mail\n\n"
        'Ref: https://backlog.example.org/w/shop/requirements/REQ-42",1,Highest,req-42,shop-front,mobile,,Shop,Billing,'
        "5,18/Sep/26 12:00 AM,anna.beck@example.org,REQ-42\r\n"
        "3,Sub-task,Write copy,Ref: https://backlog.example.org/w/shop/requirements/REQ-9,2,,req-9,,,,,,,,,REQ-9\r\n"
    )


def test_a_parent_that_is_in_jira_already_is_named_by_its_key():
    story = JiraIssue(number=2, key="REQ-2", title="a", parent_number=1, parent_key="REQ-1", parent_jira_key="SHOP-9")
    (row,) = _rows(_written([story])[0])
    assert row["Parent"] == ["SHOP-9"]
    assert "Belongs to" not in row["Description"][0]


def test_a_parent_that_jira_cannot_know_is_named_in_the_description():
    story = JiraIssue(number=2, key="REQ-2", title="a", parent_number=1, parent_key="REQ-1")
    (row,) = _rows(_written([story])[0])
    assert (row["Parent"], row["Description"][0].split("\n")[0]) == ([""], "*Belongs to:* REQ-1")


def test_a_subtask_without_its_parent_becomes_a_task():
    (row,) = _rows(_written([JiraIssue(number=2, key="REQ-2", title="a", kind=Kind.SUBTASK, parent_number=1)])[0])
    assert (row["Issue Type"], row["Parent"]) == (["Task"], [""])


@given(hostile_issues())
def test_every_reader_sees_the_same_cells(issues):
    for text in _written(issues):
        ordinary = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert [[cell.strip() for cell in row] for row in ordinary] == read_like_jira(text)
        assert len({len(row) for row in ordinary}) == 1
        assert len(ordinary) == len(issues) + 1


@given(hostile_issues())
def test_every_row_keeps_the_rules_of_the_importer(issues):
    (text,) = _written(issues)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\\\ufeff\ufffd-\uffff\ud800-\udfff]", text)
    kinds: dict[str, str] = {}
    for row in _rows(text):
        _check_hierarchy(row, kinds)
        _check_texts(row)
        assert re.fullmatch(r"|\d+(\.\d+)?", row["Story Points"][0])
        assert re.fullmatch(r"|\d\d/[A-Z][a-z]{2}/\d\d 12:00 AM", row["Due Date"][0])
        assert re.fullmatch(r"|[\w.%+-]+@[\w.-]+", row["Assignee"][0])
        assert row["Labels"][0] == row["External Issue ID"][0].lower()


def _check_hierarchy(row: dict[str, list[str]], kinds: dict[str, str]) -> None:
    """Assert that the parent stands above, one level higher, and that no sub-task has none."""
    kind, parent = row["Issue Type"][0], row["Parent"][0]
    if parent:
        assert (kinds[parent] == "Epic") == (kind != "Sub-task")
        assert kinds[parent] != "Sub-task"
        assert kind != "Epic"
    else:
        assert kind != "Sub-task"
    kinds[row["Issue ID"][0]] = kind


def _check_texts(row: dict[str, list[str]]) -> None:
    assert_sound_wiki(row["Description"][0])
    assert row["Summary"][0].strip()
    assert row["Summary"][0] == row["Summary"][0].strip()
    assert "\n" not in row["Summary"][0]
    assert len(row["Summary"][0].encode("utf-16-le")) <= 2 * 254
    for cell in (cell for cells in row.values() for cell in cells):
        assert not re.match(r" *(?:[=+@\t\r]|-[^\s\d-]|'[=+@-])", cell)
        assert cell != "<<!clear!>>"
    for label in row["Labels"]:
        assert not re.search(r"[\s,;]", label)


def test_more_than_a_file_holds_becomes_several():
    issues = [JiraIssue(number=number, key=f"REQ-{number}", title="a") for number in range(1, 2502)]
    files = jira_files(issues, preset=_PRESET)
    assert [(file.number, len(file.issues)) for file in files] == [(1, 1000), (2, 1000), (3, 501)]
    assert [_rows(b"".join(file.chunks).decode())[0]["Issue ID"] for file in files] == [["1"]] * 3


def test_nothing_to_write_is_said_before_a_byte_is_written():
    with pytest.raises(Invalid, match="nothing"):
        jira_files([], preset=_PRESET)
    with pytest.raises(Invalid, match="nothing"):
        next(write_issues([], preset=_PRESET, shape=Shape()))


def test_the_first_bytes_come_with_the_first_issue():
    def endless():
        yield JiraIssue(number=1, key="REQ-1", title="a")
        message = "asked for a second one"
        raise AssertionError(message)

    assert next(write_issues(endless(), preset=_PRESET, shape=Shape())).count(b"\r\n") == 2


def test_a_row_costs_the_same_wherever_it_stands():
    def steps(count):
        issues = (JiraIssue(number=number, key=f"REQ-{number}", title="a") for number in range(1, count + 1))
        return count_steps(lambda: sum(map(len, write_issues(issues, preset=_PRESET, shape=Shape()))))

    assert steps(4000) <= 2.1 * steps(2000)


def test_an_issue_with_more_labels_than_the_header_is_a_conflict():
    issue = JiraIssue(number=1, key="REQ-1", title="a", labels=("x", "y"))
    with pytest.raises(Conflict):
        next(write_issues([issue], preset=_PRESET, shape=Shape(labels=1)))


def test_rows_out_of_order_are_refused():
    story = JiraIssue(number=1, key="REQ-1", title="a")
    epic = JiraIssue(number=2, key="REQ-2", title="b", kind=Kind.EPIC)
    orphan = JiraIssue(number=3, key="REQ-3", title="c", kind=Kind.SUBTASK)
    with pytest.raises(ValueError, match="REQ-2 comes after"):
        list(write_issues([story, epic], preset=_PRESET, shape=Shape()))
    with pytest.raises(ValueError, match="REQ-3 is a sub-task without"):
        list(write_issues([story, orphan], preset=_PRESET, shape=Shape()))
