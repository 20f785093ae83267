"""Real exports of real projects (beside the repository) come in whole."""

from collections import Counter

import pytest

from backlog.interchange.mapping import Rules, Source, backlog_order, decide, draft_row, propose_columns
from backlog.interchange.reading import Table, read_table
from backlog.requirements.terms import Kind, Status
from tests.support.shared import shared_folder

_shared = shared_folder()
assert _shared is not None, "collected only where the folder is (conftest.py)"
_JIRA = _shared / "data" / "jira"


def _read(name: str) -> Table:
    return read_table((_JIRA / name).read_bytes())


def _drafts(table: Table):
    columns = propose_columns(table.header)
    assert columns.source is Source.JIRA
    decisions = decide(table, columns)
    assert decisions.open_questions == ()
    return [draft_row(row, columns, decisions, Rules()) for row in table.rows()]


def test_a_company_managed_project_with_comments():
    table = _read("en-cloud-allfields-2025-planeso.csv")
    drafts = _drafts(table)
    assert (len(table.header), table.row_count, len(drafts)) == (56, 22, 22)
    assert [draft.findings for draft in drafts] == [()] * 22
    assert Counter(draft.kind for draft in drafts) == {Kind.STORY: 15, Kind.TASK: 7}
    assert Counter(draft.status for draft in drafts) == {Status.SHIPPED: 10, Status.NEW: 9, Status.HANDED_OVER: 3}
    comments = [comment for draft in drafts for comment in draft.comments]
    assert len(comments) == 17
    assert all(comment.written_at and comment.author.startswith("Person ") for comment in comments)
    assert not any("accountid" in comment.body for comment in comments)
    assert sum(draft.target_on is not None for draft in drafts) == 2
    assert '"Login"' in drafts[2].title


def test_a_project_with_epics_and_sprints():
    drafts = _drafts(_read("en-cloud-allfields-team-werkplaats.csv"))
    assert len(drafts) == 26
    assert [draft.findings for draft in drafts] == [()] * 26
    assert Counter(draft.kind for draft in drafts)[Kind.EPIC] == 3
    titles = {draft.external_id: draft.title for draft in drafts}
    families = Counter(titles[draft.parent] for draft in drafts if draft.parent)
    assert families == {"Must have": 7, "Should have": 5, "Could have": 1}
    assert sum(len(draft.sprints) for draft in drafts) == 16
    assert drafts[backlog_order(drafts)[0]].external_key == "W2-30"


@pytest.mark.parametrize("path", sorted(_JIRA.glob("*.csv")), ids=lambda path: path.stem)
def test_lines_point_to_where_a_row_begins(path):
    table = read_table(path.read_bytes())
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    for row in table.rows():
        first = row.cells[0].split("\n")[0].replace('"', "")
        assert lines[row.line - 1].replace('"', "").startswith(first)
