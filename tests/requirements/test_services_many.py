"""Acts on many requirements at once: archiving, bulk edits, pasted lines."""

from decimal import Decimal

import pytest

from backlog.activity.queries import list_activity_after
from backlog.core.errors import Forbidden, Invalid, LimitReached, NotFound
from backlog.core.permissions import Role
from backlog.requirements.queries import Archived, RequirementFilter, get_requirement, list_requirements
from backlog.requirements.services import (
    archive_requirements,
    bulk_edit,
    create_from_lines,
    preview_lines,
    restore_requirements,
)
from backlog.requirements.services.pasting import read_lines
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, member


@pytest.fixture
def do(session, workspace, actor):
    def call(service, by=None, **how):
        return service(session, workspace=workspace, actor=by or actor, now=NOW, **how)

    return call


@pytest.fixture
def titles(session, workspace, actor):
    def read(**wanted):
        found = list_requirements(session, workspace=workspace, actor=actor, wanted=RequirementFilter(**wanted))
        return [row.title for row in found.items]

    return read


def test_what_is_archived_is_out_of_sight_and_comes_back_to_its_place(workspace, do, titles):
    for title in ("One", "Two", "Three"):
        RequirementFactory.create(workspace=workspace, title=title)
    do(archive_requirements, keys=["REQ-2", "REQ-3"])
    assert titles() == ["One"]
    assert titles(archived=Archived.ONLY) == ["Two", "Three"]
    assert [one.key for one in do(restore_requirements, keys=["REQ-1", "REQ-2"])] == ["REQ-2"]
    assert titles() == ["One", "Two"]


def test_archiving_is_all_or_nothing(workspace, do, titles):
    RequirementFactory.create(workspace=workspace, title="One")
    with pytest.raises(NotFound):
        do(archive_requirements, keys=["REQ-1", "REQ-2"])
    with pytest.raises(Forbidden):
        do(archive_requirements, keys=["REQ-1"], by=member(workspace, Role.CONTRIBUTOR))
    with pytest.raises(LimitReached):
        do(archive_requirements, keys=[f"REQ-{number}" for number in range(1, 502)])
    assert titles() == ["One"]


def test_a_bulk_edit_changes_all_alike_as_one_act(session, workspace, actor, do):
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    one = RequirementFactory.create(workspace=workspace, labels=["old", "kept"])
    two = RequirementFactory.create(workspace=workspace, status="ready")
    session.refresh(workspace)
    before = workspace.activity_number
    do(
        bulk_edit,
        keys=[two.key, one.key],
        values={
            "status": "ready", "moscow": "must", "owner_id": actor.user_id, "parent": epic.key,
            "add_labels": ["new"], "remove_labels": ["old"], "add_components": ["Shop"],
        },
    )  # fmt: skip
    found = get_requirement(session, workspace=workspace, key=one.key)
    assert (found.status, found.moscow, found.owner_id, found.parent) == ("ready", "must", actor.user_id, epic)
    assert found.label_names == ["kept", "new"]
    entries = list_activity_after(session, workspace_id=workspace.id, after=before)
    assert [(entry.number - before, entry.entity_key) for entry in entries] == [(1, one.key), (2, two.key)]
    assert "status" not in entries[1].changes


def test_a_bulk_edit_that_cannot_be_for_one_is_not_done_for_any(session, workspace, do):
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    story = RequirementFactory.create(workspace=workspace)
    subtask = RequirementFactory.create(workspace=workspace, kind="subtask", parent=story.key)
    with pytest.raises(Invalid) as caught:
        do(bulk_edit, keys=[story.key, subtask.key], values={"parent": epic.key})
    assert caught.value.details == {"key": subtask.key}
    assert get_requirement(session, workspace=workspace, key=story.key).parent is None
    assert not session.dirty


PASTED = """
Guest checkout
  Many leave at the account page.
- no password
- order by mail later

Invoice as PDF
invoice as pdf
"""


def test_pasted_lines_are_titles_and_what_is_indented_or_a_bullet_their_text(session, workspace, do, titles):
    RequirementFactory.create(workspace=workspace, title="Guest Checkout")
    found = preview_lines(session, workspace=workspace, text=PASTED)
    assert [(one.line, one.title, one.duplicate_of) for one in found] == [
        (2, "Guest checkout", "REQ-1"), (7, "Invoice as PDF", None), (8, "invoice as pdf", ""),
    ]  # fmt: skip
    assert found[0].description == "Many leave at the account page.\n- no password\n- order by mail later"
    assert [one.title for one in do(create_from_lines, text=PASTED)] == ["Invoice as PDF"]
    made = do(create_from_lines, text=PASTED, skip_duplicates=False, values={"points": 2})
    assert [(one.title, one.points) for one in made] == [
        ("Guest checkout", Decimal(2)), ("Invoice as PDF", Decimal(2)), ("invoice as pdf", Decimal(2)),
    ]  # fmt: skip
    assert len(titles()) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- one\n- two\n  - more", [("one", ""), ("two", "- more")]),
        ("1. one\n2) two", [("one", ""), ("two", "")]),
        ("+ one\n+ [] two\n• three", [("one", ""), ("two", ""), ("three", "")]),
        ("# one\n# two", [("# one", ""), ("# two", "")]),
        ("* [ ] one\r\n* [x] two", [("one", ""), ("two", "")]),
        ("\n \n", []),
        ("one\n\ttext", [("one", "text")]),
        ("  indented first", [("indented first", "")]),
    ],
)
def test_lists_are_understood_as_they_are_written(text, expected):
    assert [(one.title, one.description) for one in read_lines(text)] == expected


def test_pasted_text_has_its_limits(do):
    with pytest.raises(LimitReached):
        read_lines("\n".join(f"Line {number}" for number in range(501)))
    with pytest.raises(Invalid, match="Line 2"):
        read_lines("short\n" + "x" * 501)
    with pytest.raises(Invalid):
        do(create_from_lines, text=" \n ")
