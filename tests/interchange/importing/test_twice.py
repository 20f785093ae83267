"""Whatever a table holds, bringing it in a second time changes nothing."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.errors import Invalid
from backlog.core.permissions import Actor
from backlog.interchange.models import ExternalReference
from backlog.interchange.reading import read_table
from backlog.interchange.services.importing import Reading, Verdict, import_rows, read_rows
from backlog.requirements.models import Comment, Requirement, RequirementLabel
from backlog.workspaces.models import Workspace
from tests.factories.base import NOW
from tests.support.hostile import hostile_text

HEADERS = (
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Parent", "Labels", "Labels", "Component"),
    *("Comment", "Description", "Story Points", "Due date", "Assignee", "External Issue ID", "Epic Link", "Rank"),
)
CELLS: dict[str, st.SearchStrategy[str]] = {
    "Issue key": st.sampled_from(["", "HK-1", "HK-2", "HK-3", "hk-1"]),
    "Issue id": st.sampled_from(["", "1", "2", "3"]),
    "Issue Type": st.sampled_from(["Epic", "Story", "Sub-task", "Bug", "Initiative", ""]),
    "Status": st.sampled_from(["To Do", "Done", "Somewhere", ""]),
    "Parent": st.sampled_from(["", "1", "2", "3", "4"]),
    "Epic Link": st.sampled_from(["", "HK-1", "REQ-1", "one"]),
    "External Issue ID": st.sampled_from(["", "", "REQ-1", "REQ-2"]),
    "Comment": st.one_of(st.just("22/Sep/25 9:26 AM;acc;body; more"), hostile_text()),
    "Summary": st.one_of(st.sampled_from(["one", "One ", "two", ""]), hostile_text()),
}
ROW = st.fixed_dictionaries({name: CELLS.get(name, hostile_text()) for name in HEADERS})


def file_of(headers: list[str], rows: list[dict[str, str]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headers)
    writer.writerows([row[name] for name in headers] for row in rows)
    return written.getvalue().replace("\0", "").encode("utf-8", "replace")


def everything(session: Session) -> dict[str, Any]:
    session.expire_all()
    found: dict[str, Any] = {}
    for model in (Requirement, RequirementLabel, Comment, ExternalReference):
        rows = session.execute(select(*model.__table__.columns)).all()
        found[model.__name__] = sorted(map(repr, rows))
    found["activities"] = session.scalar(select(func.count()).select_from(Activity))
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    headers=st.lists(st.sampled_from(HEADERS), max_size=12),
    rows=st.lists(ROW, min_size=1, max_size=6),
)
def test_bringing_the_same_table_in_again_changes_nothing(
    session: Session, workspace: Workspace, actor: Actor, headers: list[str], rows: list[dict[str, str]]
) -> None:
    raw = file_of(["Summary", *headers], rows)
    with session.begin_nested() as attempt:
        try:
            table = read_table(raw)
        except Invalid:
            return
        incoming = read_rows(raw, Reading.proposed(table), workspace=workspace)
        first = import_rows(session, workspace=workspace, actor=actor, rows=incoming, now=NOW)
        assert sum(first.counts.values()) == table.row_count
        before = everything(session)

        second = import_rows(session, workspace=workspace, actor=actor, rows=incoming, now=NOW)
        assert second.counts[Verdict.CREATED] == second.counts[Verdict.UPDATED] == second.comments == 0
        assert everything(session) == before

        # Rows that only a title recognises change something once.
        by_title = [replace(row, matches_title=True) for row in incoming]
        import_rows(session, workspace=workspace, actor=actor, rows=by_title, now=NOW)
        before = everything(session)
        import_rows(session, workspace=workspace, actor=actor, rows=by_title, now=NOW)
        assert everything(session) == before
        attempt.rollback()
    session.expire_all()


def test_a_key_of_another_workspace_is_not_taken_for_one_of_ours_later(
    session: Session, workspace: Workspace, actor: Actor
) -> None:
    raw = b"Summary,External Issue ID\none,\ntwo,REQ-1\n"
    incoming = read_rows(raw, Reading.proposed(read_table(raw)), workspace=workspace)
    for _ in range(2):
        import_rows(session, workspace=workspace, actor=actor, rows=incoming, now=NOW)
    assert list(session.scalars(select(Requirement.title).order_by(Requirement.number))) == ["one", "two"]


def test_a_table_without_a_title_is_refused(workspace: Workspace) -> None:
    raw = b"Colour\nred\n"
    with pytest.raises(Invalid):
        read_rows(raw, Reading.proposed(read_table(raw)), workspace=workspace)
