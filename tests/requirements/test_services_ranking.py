"""The order: where things go, what is refused, and that a list kept in Python agrees."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from backlog.activity.queries import list_history
from backlog.core.errors import Conflict, Forbidden, Invalid, LimitReached, NotFound
from backlog.core.ordering import ranks_after, write_ranks
from backlog.core.permissions import Role
from backlog.core.rank import COMFORTABLE_LENGTH
from backlog.requirements.models import ENTITY, Requirement
from backlog.requirements.queries import RequirementFilter, list_requirements
from backlog.requirements.queries.order import ordering_of
from backlog.requirements.services import (
    create_requirements,
    move_before,
    move_requirements,
    move_to_bottom,
    move_to_place,
    update_requirement,
)
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import WorkspaceFactory, member
from tests.support.statements import statements_on


@pytest.fixture
def backlog_of(session, workspace, actor):
    """Return a function that fills the backlog and returns the keys in order."""

    def fill(count, **values):
        rows = [{"title": f"Requirement {number}", **values} for number in range(1, count + 1)]
        return [one.key for one in create_requirements(session, workspace=workspace, actor=actor, rows=rows, now=NOW)]

    return fill


@pytest.fixture
def order(session, workspace, actor):
    def read(**wanted):
        found = RequirementFilter(**wanted)
        rows = list_requirements(session, workspace=workspace, actor=actor, wanted=found, per_page=1000).items
        return [row.key for row in rows]

    return read


@pytest.fixture
def rank(session, workspace, actor):
    """Return a function that calls one of the moving services as the product manager."""

    def call(service=move_requirements, by=None, **how):
        return service(session, workspace=workspace, actor=by or actor, now=NOW, **how)

    return call


def test_one_goes_right_after_another(backlog_of, order, rank):
    a, b, c, d = backlog_of(4)
    move = rank(keys=[d], after=a)
    assert order() == [a, d, b, c]
    assert move.keys == (d,)


def test_none_is_the_top(backlog_of, order, rank):
    a, b, c = backlog_of(3)
    rank(keys=[c], after=None)
    assert order() == [c, a, b]


def test_a_block_stays_together_in_its_present_order(backlog_of, order, rank):
    a, b, c, d, e = backlog_of(5)
    assert rank(keys=[e, b, b], after=c).keys == (b, e)
    assert order() == [a, c, b, e, d]


def test_a_place_counts_from_one(backlog_of, order, rank):
    a, b, c, d = backlog_of(4)
    rank(move_to_place, keys=[d], place=2)
    assert order() == [a, d, b, c]
    rank(move_to_place, keys=[a], place=1)
    rank(move_to_place, keys=[d, b], place=99)
    assert order() == [a, c, d, b]


def test_the_bottom_is_after_all_others(backlog_of, order, rank):
    a, b, c = backlog_of(3)
    rank(move_to_bottom, keys=[a, b])
    assert order() == [c, a, b]


def test_with_a_filter_on_the_first_shown_may_follow_hidden_ones(session, workspace, actor, backlog_of, order, rank):
    a, b, c, d = backlog_of(4)
    for key in (b, d):
        update_requirement(session, workspace=workspace, actor=actor, key=key, values={"status": "ready"}, now=NOW)
    rank(move_before, keys=[d], before=b)
    assert order(status=("ready",)) == [d, b]
    assert order() == [a, d, b, c]


def test_where_it_stands_already_nothing_is_written(session, workspace, backlog_of, order, rank):
    a, b, c = backlog_of(3)
    before = workspace_number(session, workspace)
    assert rank(keys=[b, c], after=a).version == before
    assert workspace_number(session, workspace) == before


def test_epics_have_an_order_of_their_own(workspace, backlog_of, order, rank):
    (story,) = backlog_of(1)
    one, two = (RequirementFactory.create(workspace=workspace, kind="epic").key for _ in range(2))
    rank(keys=[two], after=None)
    assert order(kind=("epic",)) == [two, one]
    with pytest.raises(Invalid):
        rank(keys=[story], after=one)
    with pytest.raises(Invalid):
        rank(keys=[story, one], after=None)


def test_a_move_is_refused_as_a_whole(session, workspace, actor, backlog_of, order, rank):
    a, b, c = backlog_of(3)
    for error, how in [
        (Invalid, {"keys": [a, b], "after": b}),
        (Invalid, {"keys": [], "after": None}),
        (NotFound, {"keys": [a, "REQ-99"], "after": b}),
        (NotFound, {"keys": ["rubbish"], "after": b}),
        (Conflict, {"keys": [a], "after": "REQ-99"}),
        (Conflict, {"keys": [a], "after": "\x00"}),
        (LimitReached, {"keys": [f"REQ-{n}" for n in range(1, 502)], "after": None}),
        (Forbidden, {"keys": [a], "after": b, "by": member(workspace, Role.CONTRIBUTOR)}),
        (Invalid, {"service": move_to_place, "keys": [a], "place": 0}),
    ]:
        with pytest.raises(error):
            rank(**how)
    assert order() == [a, b, c]


def test_a_key_of_another_workspace_is_unknown(backlog_of, rank):
    (a,) = backlog_of(1)
    RequirementFactory.create(workspace=WorkspaceFactory.create(requirement_prefix="SHOP"))
    with pytest.raises(NotFound):
        rank(keys=["SHOP-1"], after=a)


def test_what_was_moved_since_the_list_was_seen_is_a_conflict(session, workspace, backlog_of, order, rank):
    a, b, c, d = backlog_of(4)
    seen = workspace_number(session, workspace)
    moved = rank(keys=[b], after=d, version=seen)
    for how in ({"keys": [a], "after": b}, {"keys": [b], "after": a}, {"keys": [a, b], "after": None}):
        with pytest.raises(Conflict, match="list has changed"):
            rank(**how, version=seen)
    rank(keys=[c], after=None, version=seen)
    rank(keys=[b], after=a, version=moved.version)
    assert order() == [c, a, b, d]


def test_a_move_is_recorded_with_what_stood_before_it(session, workspace, backlog_of, rank):
    a, b, c = backlog_of(3)
    rank(keys=[c], after=a)
    moved = session.scalar(select(Requirement).where(Requirement.number == 3, Requirement.workspace_id == workspace.id))
    entry = list_history(session, workspace_id=workspace.id, entity_type=ENTITY, entity_id=moved.id)[0]
    assert (entry.verb, entry.changes["after"], entry.entity_version) == ("requirement.ranked", [b, a], None)


def test_a_move_needs_few_statements_and_writes_one_row(session, backlog_of, rank):
    keys = backlog_of(20)
    with statements_on(session.connection()) as sent:
        rank(keys=[keys[15]], after=keys[3])
    assert len(sent) <= 7, "\n".join(sent)
    assert sum(statement.startswith("UPDATE requirements") for statement in sent) == 1


Block = st.lists(st.integers(0, 11), min_size=1, max_size=5)
Moves = st.lists(st.tuples(Block, st.none() | st.integers(0, 11), st.booleans()), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=Moves)
def test_any_moves_leave_what_a_list_in_python_would_hold(session, moves):
    workspace = WorkspaceFactory.create()
    actor = member(workspace)
    rows = [{"title": f"{n}", "status": "ready" if n % 3 else "new"} for n in range(12)]
    model = [one.key for one in create_requirements(session, workspace=workspace, actor=actor, rows=rows, now=NOW)]
    shown = set(model[1::3]) | set(model[2::3])
    for chosen, place, is_filtered in moves:
        visible = [key for key in model if key in shown or not is_filtered]
        keys = {visible[index % len(visible)] for index in chosen}
        target = None if place is None else visible[place % len(visible)]
        if target in keys:
            continue
        move_requirements(session, workspace=workspace, actor=actor, keys=sorted(keys), after=target, now=NOW)
        block = [key for key in model if key in keys]
        model = [key for key in model if key not in keys]
        at = 0 if target is None else model.index(target) + 1
        model[at:at] = block
    for wanted, expected in (
        (RequirementFilter(), model),
        (RequirementFilter(status=("ready",)), [k for k in model if k in shown]),
    ):
        found = list_requirements(session, workspace=workspace, actor=actor, wanted=wanted).items
        assert [row.key for row in found] == expected
        assert [row.place for row in found] == [model.index(key) + 1 for key in expected]
    ranks = session.scalars(select(Requirement.rank).where(Requirement.workspace_id == workspace.id)).all()
    assert len(set(ranks)) == 12


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["same place", "inwards from both sides", "two by turns"])
def test_ranks_stay_short_however_one_moves(session, workspace, backlog_of, order, pattern):
    keys = backlog_of(150)
    ordering = ordering_of(workspace)
    rows = session.execute(select(Requirement.number, Requirement.id).order_by(Requirement.number)).all()
    ids = [row.id for row in rows if f"REQ-{row.number}" in keys]
    model = list(ids)
    for turn in range(800):
        moved = {"same place": ids[2 + turn % 148], "two by turns": ids[10 + turn % 2]}.get(
            pattern, ids[2 + turn % 148]
        )
        model.remove(moved)
        middle = len(model) // 2 if pattern.startswith("inwards") else 1
        target = model[middle - 1]
        before = session.scalar(select(Requirement.rank).where(Requirement.id == target))
        (free,) = ranks_after(session, ordering, before, 1)
        write_ranks(session, ordering, {moved: free})
        model.insert(middle, moved)
    longest = session.scalar(
        select(func.max(func.length(Requirement.rank))).where(Requirement.workspace_id == workspace.id)
    )
    assert longest <= COMFORTABLE_LENGTH
    of_workspace = select(Requirement.id).where(Requirement.workspace_id == workspace.id)
    assert session.scalars(of_workspace.order_by(Requirement.rank)).all() == model


def workspace_number(session, workspace):
    session.refresh(workspace)
    return workspace.activity_number
