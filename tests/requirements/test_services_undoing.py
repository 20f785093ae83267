"""Taking acts back, where nobody has built upon them."""

from decimal import Decimal

import pytest

from backlog.activity.services import latest_act
from backlog.activity.undo import undo
from backlog.core.errors import Conflict, Forbidden
from backlog.requirements.queries import RequirementFilter, get_requirement, list_requirements
from backlog.requirements.services import (
    archive_requirements,
    bulk_edit,
    create_requirement,
    move_requirements,
    update_requirement,
)
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, member


@pytest.fixture
def do(session, workspace, actor):
    def call(service, by=None, **how):
        result = service(session, workspace=workspace, actor=by or actor, now=NOW, **how)
        return result, latest_act(session)

    return call


@pytest.fixture
def take_back(session, workspace, actor):
    def call(act, by=None):
        undo(session, workspace=workspace, actor=by or actor, first=act.first, last=act.last, now=NOW)

    return call


@pytest.fixture
def order(session, workspace, actor):
    def read():
        rows = list_requirements(session, workspace=workspace, actor=actor, wanted=RequirementFilter()).items
        return [row.key for row in rows]

    return read


def test_an_edit_is_taken_back_field_by_field(session, workspace, do, take_back):
    ComponentFactory.create(workspace_id=workspace.id, name="Shop")
    story = RequirementFactory.create(workspace=workspace, title="Old", labels=["a"], points=3)
    values = {"title": "New", "points": None, "labels": ["b"], "components": ["Shop"], "status": "ready"}
    _, act = do(update_requirement, key=story.key, values=values)
    do(update_requirement, key=story.key, values={"moscow": "must"})
    take_back(act)
    found = get_requirement(session, workspace=workspace, key=story.key)
    assert (found.title, found.points, found.status, found.moscow) == ("Old", Decimal(3), "new", "must")
    assert found.label_names == ["a"]
    assert found.components == []
    take_back(latest_act(session))
    assert get_requirement(session, workspace=workspace, key=story.key).title == "New"


def test_what_others_have_built_upon_stays(workspace, do, take_back):
    story = RequirementFactory.create(workspace=workspace)
    _, act = do(update_requirement, key=story.key, values={"title": "Mine"})
    do(update_requirement, key=story.key, values={"title": "Theirs"}, by=member(workspace))
    with pytest.raises(Conflict):
        take_back(act)
    assert story.title == "Theirs"


def test_what_others_have_worked_on_is_not_made_undone(workspace, do, take_back):
    story, act = do(create_requirement, values={"title": "Mine"})
    do(update_requirement, key=story.key, values={"points": 3}, by=member(workspace))
    with pytest.raises(Conflict):
        take_back(act)
    assert story.archived_at is None


def test_only_ones_own_acts_can_be_taken_back(workspace, do, take_back):
    story = RequirementFactory.create(workspace=workspace)
    _, act = do(update_requirement, key=story.key, values={"title": "Mine"})
    with pytest.raises(Forbidden):
        take_back(act, by=member(workspace))


def test_a_block_goes_back_to_where_each_stood(workspace, do, take_back, order):
    keys = [RequirementFactory.create(workspace=workspace).key for _ in range(6)]
    _, act = do(move_requirements, keys=[keys[1], keys[3], keys[5]], after=None)
    assert order() != keys
    take_back(act)
    assert order() == keys


def test_a_place_that_is_taken_meanwhile_is_followed(workspace, do, take_back, order):
    a, b, c, d = (RequirementFactory.create(workspace=workspace).key for _ in range(4))
    _, act = do(move_requirements, keys=[b], after=d)
    do(move_requirements, keys=[c], after=a)
    take_back(act)
    assert order() in ([a, c, b, d], [a, b, c, d])


def test_archiving_creating_and_bulk_edits_are_taken_back(session, workspace, do, take_back, order):
    one, two = (RequirementFactory.create(workspace=workspace) for _ in range(2))
    _, act = do(archive_requirements, keys=[one.key, two.key])
    take_back(act)
    assert order() == [one.key, two.key]
    _, act = do(create_requirement, values={"title": "By mistake"})
    take_back(act)
    assert order() == [one.key, two.key]
    _, act = do(bulk_edit, keys=[one.key, two.key], values={"status": "ready", "add_labels": ["x"]})
    take_back(act)
    found = get_requirement(session, workspace=workspace, key=two.key)
    assert (found.status, found.labels) == ("new", [])
