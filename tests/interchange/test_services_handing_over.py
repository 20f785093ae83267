"""What goes out is marked and remembered."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from backlog.core.errors import Forbidden, Invalid, LimitReached, NotFound
from backlog.core.permissions import Role
from backlog.interchange import downloads
from backlog.interchange.jira import Criterion, JiraIssue, Phrases, WritingOptions, pack, unpack
from backlog.interchange.queries import (
    Selection,
    list_hand_overs,
    list_handed_over,
    list_issues,
    portion_by_filter,
    select_by_keys,
    selecting,
    with_parents,
)
from backlog.interchange.services import OutMeanwhile, Seen, hand_over
from backlog.requirements.models import Requirement
from backlog.requirements.queries import RequirementFilter
from backlog.requirements.services import archive_requirements, update_requirement
from backlog.requirements.terms import Kind, Moscow
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import WorkspaceFactory, member


@pytest.fixture
def workspace(session):
    return WorkspaceFactory.create()


@pytest.fixture
def manager(workspace):
    return member(workspace)


def rows_of(app, selection):
    with app.test_request_context():
        text = b"".join(downloads.jira_chunks(selection, preset="cloud-company")).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def test_what_is_to_do_becomes_handed_over_and_the_version_is_remembered(session, workspace, manager):
    ready = RequirementFactory.create(workspace=workspace, status="ready")
    shipped = RequirementFactory.create(workspace=workspace, status="shipped")
    ids = frozenset([ready.id, shipped.id])

    made = hand_over(session, workspace=workspace, actor=manager, ids=ids, preset="cloud-company", now=NOW)

    session.expire_all()
    rows = list_handed_over(session, workspace=workspace, hand_over=made)
    assert [(row.key, row.status, row.has_changed) for row in rows] == [
        ("REQ-1", "handed_over", False), ("REQ-2", "shipped", False),
    ]  # fmt: skip
    (listed,) = list_hand_overs(session, workspace=workspace)
    assert (listed.number, listed.by, listed.count) == (1, manager.name, 2)


def test_a_later_change_is_seen(session, workspace, manager):
    one = RequirementFactory.create(workspace=workspace)
    made = hand_over(
        session, workspace=workspace, actor=manager, ids=frozenset([one.id]), preset="cloud-company", now=NOW
    )
    session.expire_all()
    version = session.get_one(Requirement, one.id).version

    update_requirement(
        session, workspace=workspace, actor=manager, key="REQ-1", values={"title": "Another"}, version=version, now=NOW
    )

    (row,) = list_handed_over(session, workspace=workspace, hand_over=made)
    assert row.has_changed


def test_numbers_of_hand_overs_run_in_each_workspace(session, workspace, manager):
    other = WorkspaceFactory.create()
    for owner, actor in ((workspace, manager), (other, member(other)), (workspace, manager)):
        one = RequirementFactory.create(workspace=owner)
        ids = frozenset([one.id])
        hand_over(session, workspace=owner, actor=actor, ids=ids, preset="cloud-company", now=NOW)

    assert [row.number for row in list_hand_overs(session, workspace=workspace)] == [2, 1]


@pytest.mark.parametrize("role", [Role.MARKETER, Role.CONTRIBUTOR, Role.DEVELOPER, Role.VIEWER])
def test_others_do_not_hand_over(session, workspace, role):
    one = RequirementFactory.create(workspace=workspace)

    with pytest.raises(Forbidden):
        hand_over(
            session, workspace=workspace, actor=member(workspace, role), ids=frozenset([one.id]),
            preset="cloud-company", now=NOW,
        )  # fmt: skip


def test_nothing_and_nonsense_are_refused(session, workspace, manager):
    with pytest.raises(Invalid):
        hand_over(session, workspace=workspace, actor=manager, ids=frozenset(), preset="cloud-company", now=NOW)
    with pytest.raises(NotFound):
        hand_over(session, workspace=workspace, actor=manager, ids=frozenset([1]), preset="trello", now=NOW)


def test_ids_of_another_workspace_do_not_go_out(session, workspace):
    foreign = RequirementFactory.create()

    assert list_issues(session, Selection(workspace, frozenset([foreign.id]))) == []
    with pytest.raises(Invalid):
        select_by_keys(session, workspace=workspace, keys=["REQ-1"])


def test_epics_come_first_then_stories_by_rank_then_subtasks(session, workspace):
    first = RequirementFactory.create(workspace=workspace)
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    second = RequirementFactory.create(workspace=workspace, parent="REQ-2")
    RequirementFactory.create(workspace=workspace, kind="subtask", parent="REQ-3")

    issues = list_issues(session, Selection(workspace))

    assert [issue.number for issue in issues] == [epic.number, first.number, second.number, 4]
    assert [issue.parent_number for issue in issues] == [None, None, epic.number, second.number]


def test_a_subtask_whose_parent_stays_behind_goes_as_a_task(session, workspace):
    RequirementFactory.create(workspace=workspace)
    child = RequirementFactory.create(workspace=workspace, kind="subtask", parent="REQ-1")

    (issue,) = list_issues(session, Selection(workspace, frozenset([child.id])))

    assert (issue.kind, issue.parent_number, issue.parent_key) == ("task", None, "REQ-1")


def test_what_stands_above_goes_along(session, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    story = RequirementFactory.create(workspace=workspace, parent="REQ-1")
    subtask = RequirementFactory.create(workspace=workspace, kind="subtask", parent="REQ-2")

    assert with_parents(session, frozenset([subtask.id])) == {epic.id, story.id, subtask.id}


def test_archived_requirements_stay(session, workspace, manager):
    RequirementFactory.create(workspace=workspace)
    RequirementFactory.create(workspace=workspace)
    archive_requirements(session, workspace=workspace, actor=manager, keys=["REQ-1"], now=NOW)

    assert [issue.key for issue in list_issues(session, Selection(workspace))] == ["REQ-2"]
    with pytest.raises(Invalid):
        select_by_keys(session, workspace=workspace, keys=["REQ-1"])


def test_more_than_one_file_holds_goes_out_in_portions(session, workspace, manager, monkeypatch):
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 3)
    epic = RequirementFactory.create(workspace=workspace, kind="epic").id
    ids = [RequirementFactory.create(workspace=workspace, parent="REQ-1", status="ready").id for _ in range(5)]
    wanted = RequirementFilter.from_args([("kind", "story")])

    def next_portion():
        return portion_by_filter(session, workspace=workspace, actor=manager, wanted=wanted)

    first = next_portion()
    # The epic takes one of the three places.
    assert (first.ids, first.total, first.along, first.rest) == (frozenset([epic, *ids[:2]]), 5, {epic}, 3)
    hand_over(session, workspace=workspace, actor=manager, ids=first.ids, preset="cloud-company", now=NOW)
    assert next_portion().ids == frozenset([epic, *ids[2:4]])
    hand_over(session, workspace=workspace, actor=manager, ids=next_portion().ids, preset="cloud-company", now=NOW)
    last = next_portion()
    assert (last.ids, last.rest) == (frozenset([epic, ids[4]]), 0)


def test_more_ticked_than_one_file_holds_are_refused(session, workspace, monkeypatch):
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 2)
    with pytest.raises(LimitReached) as caught:
        select_by_keys(session, workspace=workspace, keys=["REQ-1", "REQ-2", "REQ-3"])
    assert caught.value.params == {"limit": 2}


def test_the_file_holds_labels_components_and_hierarchy(app, session, workspace):
    RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    RequirementFactory.create(
        workspace=workspace, title="Guest order", parent="REQ-1", labels=["quick win", "shop"], points="3.5"
    )
    session.commit()

    header, epic, story = rows_of(app, Selection(workspace))

    assert epic[header.index("Issue Type")] == "Epic"
    assert story[header.index("Parent")] == epic[header.index("Issue ID")]
    labels = [cell for name, cell in zip(header, story, strict=True) if name == "Labels"]
    assert labels == ["req-2", "quick-win", "shop"]
    assert story[header.index("Story Points")] == "3.5"
    assert f"/w/{workspace.slug}/requirements/REQ-2" in story[header.index("Description")]


def test_more_than_a_batch_goes_out_whole(app, session, workspace, monkeypatch):
    monkeypatch.setattr("backlog.interchange.queries.exporting.BATCH", 3)
    for _ in range(8):
        RequirementFactory.create(workspace=workspace)
    session.commit()

    assert len(rows_of(app, Selection(workspace))) == 9


def test_what_went_out_since_somebody_looked_does_not_go_out_twice(session, workspace, manager):
    epic = RequirementFactory.create(workspace=workspace, kind="epic").id
    one, two, three = [RequirementFactory.create(workspace=workspace, parent="REQ-1").id for _ in range(3)]

    def give(*ids, seen):
        chosen = frozenset(ids)
        return hand_over(
            session, workspace=workspace, actor=manager, ids=chosen, preset="cloud-company", now=NOW, seen=Seen(seen)
        ).number

    assert give(epic, one, two, seen=0) == 1
    with pytest.raises(OutMeanwhile) as caught:
        give(one, two, seen=0)
    assert caught.value.keys == {"REQ-2", "REQ-3"}
    # Another choice that overlaps is the same mistake, be it by an epic that goes along.
    with pytest.raises(OutMeanwhile) as caught:
        give(epic, two, three, seen=0)
    assert caught.value.keys == {"REQ-1", "REQ-3"}
    assert give(three, seen=0) == 2
    with pytest.raises(OutMeanwhile) as caught:
        give(one, three, seen=0)
    assert caught.value.keys == {"REQ-2", "REQ-4"}
    # Whoever has seen it means it.
    assert give(one, two, seen=2) == 3


def test_rows_are_kept_whole_whatever_they_hold():
    issues = [
        JiraIssue(
            7, "REQ-7", "Ä \ud83d 😀", Kind.BUG, 'a\r\n"b"', (Criterion("c", is_done=True),), 3, "REQ-3", "HK-1",
            Moscow.MUST, ("x",), ("Shop, web",), Decimal("3.50"), date(2027, 3, 1), "aylin@example.org",
        ),
        JiraIssue(8, "REQ-8", ""),
    ]  # fmt: skip
    options = WritingOptions("https://example.org/", Phrases(cut="gekürzt"))
    assert unpack(pack(issues, options)) == (issues, options)
    assert unpack(pack(issues, None)) == (issues, None)


def test_kept_rows_are_small():
    text = " ".join(f"word{number % 997} and {number * 7919 % 1009}" for number in range(2_500))
    issues = [JiraIssue(number, f"REQ-{number}", "One", description=f"{number} {text}") for number in range(500)]
    assert len(text) > 38_000
    assert len(pack(issues, None)) < 500 * len(text) // 3
