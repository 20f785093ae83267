"""How many actions stood in each column, for any way they could go through them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from backlog.reports.days import Frame
from backlog.reports.flow import flow_of, follow_columns
from backlog.reports.history import Happening, fold

SPRINT, OTHER = 7, 8
TO_DO, DOING, DONE = 1, 2, 3
BEGUN = datetime(2026, 11, 2, 9, tzinfo=UTC)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["join", "leave", "move"]), st.integers(1, 4), st.sampled_from([TO_DO, DOING, DONE]),
        st.integers(0, 30),
    ),
    max_size=30,
)  # fmt: skip


def happened(verb, at, entity, **changes):
    return Happening(verb, at, changes, entity, f"ACT-{entity}")


def joined(at, entity, sprint=SPRINT):
    yield happened("sprint.action_joined", at, entity, sprint=(None, sprint), effort=(None, {"hours": 1, "points": 1}))
    yield happened("action.moved", at, entity, column_id=(None, TO_DO))


def left(at, entity, outcome="removed", sprint=SPRINT):
    yield happened(
        "sprint.action_left", at, entity, sprint=(sprint, None), outcome=(None, outcome), column_id=(TO_DO, None)
    )


def told(acts):
    """Return what would be recorded, and where each action truly was at the end of each day."""
    now, where, recorded, truth = BEGUN, {1: TO_DO, 2: TO_DO}, [*joined(BEGUN, 1), *joined(BEGUN, 2)], {}
    recorded.append(happened("sprint.started", now, SPRINT))
    for what, entity, column, hours in acts:
        truth[now.date()] = dict(where)
        now += timedelta(hours=hours)
        if what == "join" and entity not in where:
            where[entity] = TO_DO
            recorded += joined(now, entity)
        elif what == "leave" and entity in where:
            del where[entity]
            recorded += left(now, entity)
        elif what == "move" and entity in where:
            recorded.append(happened("action.moved", now, entity, column_id=(where[entity], column)))
            where[entity] = column
    truth[now.date()] = dict(where)
    return recorded, truth, now


def flow(recorded, now):
    history = fold(recorded, sprint=SPRINT)
    assert history is not None
    return flow_of(history, follow_columns(recorded, sprint=SPRINT), Frame(ZoneInfo("UTC"), now.date(), now))


@given(ACTS)
def test_each_day_ends_as_it_truly_did(acts):
    recorded, truth, now = told(acts)
    stood = dict(truth[BEGUN.date()])
    for day in flow(recorded, now).days:
        stood = truth.get(day.on, stood)
        counts = {column: list(stood.values()).count(column) for column in set(stood.values())}
        assert day.counts == counts


@given(ACTS)
def test_what_completing_does_is_not_seen(acts):
    recorded, _truth, now = told(acts)
    before = flow(recorded, now).days[-1].counts
    end = [*(one for entity in range(1, 5) for one in left(now, entity, "carried_over"))]
    completed = [*recorded, *end, happened("sprint.completed", now, SPRINT), *joined(now, 1, OTHER)]
    assert flow(completed, now).days[-1].counts == before


def test_the_start_is_what_was_committed_and_columns_are_those_that_held_anything():
    recorded, _truth, now = told([("move", 1, DOING, 1), ("move", 1, TO_DO, 1)])
    found = flow(recorded, now)
    assert found.start == {TO_DO: 2}
    assert found.held([DONE, TO_DO, DOING]) == [TO_DO]


def test_a_day_to_come_has_no_figures():
    recorded, _truth, now = told([])
    history = fold(recorded, sprint=SPRINT)
    assert history is not None
    frame = Frame(ZoneInfo("UTC"), now.date() + timedelta(days=1), now)
    days = flow_of(history, follow_columns(recorded, sprint=SPRINT), frame).days
    assert [day.counts for day in days] == [{TO_DO: 2}, None]
