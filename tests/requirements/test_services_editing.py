"""Changing requirements: what is taken, what is refused, what is written down."""

from datetime import date
from decimal import Decimal

import pytest

from backlog.activity.queries import list_history
from backlog.core.errors import Conflict, Forbidden, Invalid, NotFound
from backlog.core.permissions import Role
from backlog.requirements.models import ENTITY
from backlog.requirements.queries import get_requirement
from backlog.requirements.services import create_requirement, tick_criterion, update_requirement
from backlog.requirements.terms import Kind, Status
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, member


@pytest.fixture
def edit(session, workspace, actor):
    def call(key, version=None, by=None, **values):
        return update_requirement(
            session, workspace=workspace, actor=by or actor, key=key, values=values, now=NOW, version=version
        )

    return call


def changes_of(session, requirement):
    entries = list_history(session, workspace_id=requirement.workspace_id, entity_type=ENTITY, entity_id=requirement.id)
    return [(entry.verb, entry.changes) for entry in entries]


def test_a_title_is_all_a_requirement_needs(session, workspace, actor):
    made = create_requirement(
        session, workspace=workspace, actor=actor, values={"title": " Guest\x00 checkout "}, now=NOW
    )
    found = get_requirement(session, workspace=workspace, key="req-1")
    assert found is made
    assert (found.key, found.title, found.kind, found.status, found.version) == (
        "REQ-1", "Guest checkout", Kind.STORY, Status.NEW, 1,
    )  # fmt: skip


def test_every_field_can_be_changed_and_is_recorded(session, workspace, actor, edit):
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    story = RequirementFactory.create(workspace=workspace, title="Guest checkout")
    edit(
        story.key, title="Checkout without account", description="**Why**", status="ready", moscow="must",
        points=Decimal("2.5"), owner_id=actor.user_id, target_on=date(2026, 12, 1), parent=epic.key,
        labels=["b2c", "a", "b2c"], components=["Shop"], acceptance_criteria=[{"text": "Works", "done": False}],
    )  # fmt: skip
    session.expire_all()
    found = get_requirement(session, workspace=workspace, key=story.key)
    assert found.points == Decimal("2.5")
    assert found.parent is epic
    assert found.label_names == ["a", "b2c"]
    assert found.component_names == ["Shop"]
    assert found.version == 2
    verb, changes = changes_of(session, found)[0]
    assert verb == "requirement.changed"
    assert changes["points"] == [None, 2.5]
    assert changes["parent"] == [None, "REQ-1"]
    assert changes["labels"] == [[], ["a", "b2c"]]


def test_a_change_that_changes_nothing_leaves_no_trace(session, workspace, edit):
    story = RequirementFactory.create(workspace=workspace)
    edit(story.key, title=story.title)
    assert story.version == 1
    assert len(changes_of(session, story)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " \x00 "), ("title", "x" * 501), ("description", "x" * 100_001), ("status", "done"),
        ("kind", "saga"), ("points", "many"), ("points", -1), ("points", 100_000), ("points", "NaN"),
        ("owner_id", 999_999), ("parent", "REQ-99"), ("parent", "nonsense"), ("components", ["Unknown"]),
        ("labels", ["x" * 101]), ("labels", [str(n) for n in range(101)]),
        ("acceptance_criteria", [{"text": "x" * 2001, "done": False}]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(workspace, edit, field, value):
    story = RequirementFactory.create(workspace=workspace)
    with pytest.raises(Invalid) as caught:
        edit(story.key, **{field: value})
    assert list(caught.value.errors) == [field]


def test_somebody_of_another_workspace_cannot_own_it(workspace, edit):
    stranger = member(RequirementFactory.create().workspace)
    with pytest.raises(Invalid):
        edit(RequirementFactory.create(workspace=workspace).key, owner_id=stranger.user_id)


def test_a_requirement_of_another_workspace_does_not_exist(workspace, edit):
    RequirementFactory.create(workspace=workspace)
    other = RequirementFactory.create()
    second = RequirementFactory.create(workspace=other.workspace)
    with pytest.raises(NotFound):
        edit(second.key, title="Mine now")


@pytest.mark.parametrize(
    ("kind", "parent_kind", "fits"),
    [
        ("story", "epic", True), ("task", "epic", True), ("bug", "epic", True), ("subtask", "story", True),
        ("epic", "epic", False), ("story", "story", False), ("subtask", "epic", False), ("subtask", None, False),
        ("epic", None, True),
    ],
)  # fmt: skip
def test_what_may_stand_under_what(workspace, kind, parent_kind, fits):
    parent = RequirementFactory.create(workspace=workspace, kind=parent_kind).key if parent_kind else None
    if fits:
        assert RequirementFactory.create(workspace=workspace, kind=kind, parent=parent).kind == kind
    else:
        with pytest.raises(Invalid):
            RequirementFactory.create(workspace=workspace, kind=kind, parent=parent)


def test_what_holds_others_cannot_change_its_level(workspace, edit):
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    RequirementFactory.create(workspace=workspace, parent=epic.key)
    with pytest.raises(Invalid, match="stand under"):
        edit(epic.key, kind="story")


def test_a_viewer_may_neither_add_nor_edit(session, workspace, edit):
    viewer = member(workspace, Role.VIEWER)
    story = RequirementFactory.create(workspace=workspace)
    with pytest.raises(Forbidden):
        create_requirement(session, workspace=workspace, actor=viewer, values={"title": "x"}, now=NOW)
    with pytest.raises(Forbidden):
        edit(story.key, by=viewer, title="x")


def test_changes_of_two_people_to_different_fields_are_both_kept(workspace, edit):
    story = RequirementFactory.create(workspace=workspace, title="Old", labels=["a", "b"])
    edit(story.key, version=1, title="Mine", labels=["a", "b", "mine"])
    both = edit(story.key, version=1, title="Old", points=3, labels=["b", "theirs"])
    assert (both.title, both.points, both.version) == ("Mine", 3, 3)
    assert both.label_names == ["b", "mine", "theirs"]


def test_the_same_field_changed_by_two_is_a_conflict_that_shows_both(workspace, actor, edit):
    story = RequirementFactory.create(workspace=workspace, title="Old")
    edit(story.key, version=1, title="Theirs", owner_id=actor.user_id)
    with pytest.raises(Conflict) as caught:
        edit(story.key, version=1, title="Mine", status="ready")
    assert caught.value.details == {
        "fields": {"title": {"yours": "Mine", "theirs": "Theirs", "by": "Aylin Dorenkamp"}},
        "merged": {"status": "ready"}, "version": 2,
    }  # fmt: skip
    assert story.status == "new"


def test_both_writing_the_same_is_no_conflict(workspace, edit):
    story = RequirementFactory.create(workspace=workspace)
    edit(story.key, version=1, title="Same")
    assert edit(story.key, version=1, title="Same").version == 2


def test_a_criterion_is_ticked_where_it_still_stands(session, workspace, actor):
    story = RequirementFactory.create(workspace=workspace, acceptance_criteria=[{"text": "Works", "done": False}])
    tick = {"workspace": workspace, "actor": actor, "key": story.key, "is_done": True, "now": NOW}
    assert tick_criterion(session, position=0, text="Works", **tick).acceptance_criteria[0]["done"]
    with pytest.raises(Conflict):
        tick_criterion(session, position=0, text="Is fast", **tick)
    with pytest.raises(Conflict):
        tick_criterion(session, position=1, text="Works", **tick)
