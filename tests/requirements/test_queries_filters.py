"""Filters: what they show, and that they survive every address."""

from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

import hypothesis.strategies as st
import pytest
from hypothesis import given

from backlog.activity.services import add_comment
from backlog.requirements.models import COMMENTED, Requirement
from backlog.requirements.queries import (
    Archived,
    RequirementFilter,
    Sort,
    Standing,
    Surroundings,
    get_surroundings,
    list_children,
    list_epic_titles,
    list_epics,
    list_labels,
    list_requirements,
    list_requirements_after,
)
from backlog.requirements.services import archive_requirements, update_requirement
from backlog.requirements.terms import Kind, Moscow, Status, StatusCategory
from tests.factories.base import NOW
from tests.factories.requirements import RequirementFactory
from tests.factories.workspaces import ComponentFactory, member

Words = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), unique=True, max_size=3).map(
    tuple
)
Days = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))


def some(values):
    return st.lists(st.sampled_from([str(value) for value in values]), unique=True).map(tuple)


Filters = st.builds(
    RequirementFilter, text=st.text(st.characters(categories=["L", "N"]), max_size=20), epic=Words, component=Words,
    label=Words, status=some(Status), category=some(StatusCategory), moscow=some([*Moscow, "none"]), owner=Words,
    kind=some(Kind), target_after=Days, target_before=Days, archived=st.sampled_from(Archived),
    sort=st.sampled_from(Sort), descending=st.booleans(),
)  # fmt: skip


@given(wanted=Filters)
def test_a_filter_comes_back_from_its_address(wanted):
    query = urlencode(wanted.to_args())
    assert RequirementFilter.from_args(parse_qsl(query)) == wanted


@given(
    args=st.lists(
        st.tuples(st.sampled_from(["q", "status", "sort", "target_after", "archived", "epic", "x"]), st.text())
    )
)
def test_any_address_makes_a_filter(args):
    wanted = RequirementFilter.from_args(args)
    assert RequirementFilter.from_args(wanted.to_args()) == wanted


@pytest.fixture
def filled(session, workspace, actor):
    """Fill the backlog with one of each; return the titles a filter shows."""
    tarek = member(workspace, name="Tarek", email="tarek@example.org")
    for name in ("Shop", "Billing"):
        ComponentFactory.create(workspace_id=workspace.id, name=name)
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout").key
    story = RequirementFactory.create(
        workspace=workspace, title="b story", parent=epic, labels=["x", "y"], components=["Shop"], status="ready",
        moscow="must", points=3, owner_id=actor.user_id, target_on=date(2026, 12, 1),
    ).key  # fmt: skip
    RequirementFactory.create(workspace=workspace, kind="subtask", title="c subtask", parent=story, points=1)
    RequirementFactory.create(
        workspace=workspace, kind="bug", title="A bug", labels=["y"], components=["Billing"], status="shipped",
        moscow="could", owner_id=tarek.user_id, target_on=date(2026, 11, 1),
    )  # fmt: skip
    RequirementFactory.create(workspace=workspace, title="old", labels=["gone"])
    archive_requirements(session, workspace=workspace, actor=actor, keys=["REQ-5"], now=NOW)
    foreign = RequirementFactory.create(title="foreign", labels=["x", "theirs"], kind="epic")
    RequirementFactory.create(workspace=foreign.workspace, title="foreign", labels=["x"], parent=foreign.key)

    def show(**wanted):
        found = RequirementFilter(**wanted)
        return [row.title for row in list_requirements(session, workspace=workspace, actor=actor, wanted=found).items]

    return show


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["b story", "c subtask", "A bug"]),
        ({"status": ("ready", "shipped")}, ["b story", "A bug"]),
        ({"category": ("done",)}, ["A bug"]),
        ({"category": ("done",), "status": ("new",)}, ["c subtask", "A bug"]),
        ({"moscow": ("must",)}, ["b story"]),
        ({"moscow": ("none",)}, ["c subtask"]),
        ({"moscow": ("none", "must")}, ["b story", "c subtask"]),
        ({"epic": ("REQ-1",)}, ["b story", "c subtask"]),
        ({"epic": ("req-1", "rubbish")}, ["b story", "c subtask"]),
        ({"epic": ("none",)}, ["A bug"]),
        ({"epic": ("REQ-1", "none")}, ["b story", "c subtask", "A bug"]),
        ({"epic": ("REQ-99",)}, []),
        ({"label": ("x",)}, ["b story"]),
        ({"label": ("x", "y")}, ["b story", "A bug"]),
        ({"component": ("Shop",)}, ["b story"]),
        ({"label": ("y",), "component": ("Billing",), "text": "bug"}, ["A bug"]),
        ({"owner": ("me",)}, ["b story"]),
        ({"owner": ("none",)}, ["c subtask"]),
        ({"owner": ("Tarek", "me")}, ["b story", "A bug"]),
        ({"owner": ("%",)}, []),
        ({"kind": ("bug", "epic")}, ["Checkout", "A bug"]),
        ({"target_after": date(2026, 12, 1)}, ["b story"]),
        ({"target_before": date(2026, 11, 30)}, ["A bug"]),
        ({"archived": Archived.ONLY}, ["old"]),
        ({"archived": Archived.ALL, "label": ("gone",)}, ["old"]),
        ({"descending": True}, ["A bug", "c subtask", "b story"]),
        ({"sort": Sort.TITLE}, ["A bug", "b story", "c subtask"]),
        ({"sort": Sort.TITLE, "descending": True}, ["c subtask", "b story", "A bug"]),
        ({"sort": Sort.STATUS}, ["c subtask", "b story", "A bug"]),
        ({"sort": Sort.POINTS}, ["c subtask", "b story", "A bug"]),
        ({"sort": Sort.POINTS, "descending": True}, ["b story", "c subtask", "A bug"]),
        ({"sort": Sort.MOSCOW}, ["b story", "A bug", "c subtask"]),
        ({"sort": Sort.TARGET}, ["A bug", "b story", "c subtask"]),
        ({"sort": Sort.CREATED}, ["A bug", "c subtask", "b story"]),
        ({"sort": Sort.CREATED, "descending": True}, ["b story", "c subtask", "A bug"]),
    ],
)
def test_each_filter_shows_what_it_says(filled, wanted, expected):
    assert filled(**wanted) == expected


def test_the_last_change_sorts_first(session, workspace, actor, filled):
    later = NOW.replace(hour=12)
    update_requirement(session, workspace=workspace, actor=actor, key="REQ-3", values={"points": 8}, now=later)
    assert filled(sort=Sort.UPDATED) == ["c subtask", "b story", "A bug"]


def test_a_program_reads_on_behind_a_rank(session, workspace, actor, filled):
    wanted = RequirementFilter(kind=tuple(str(kind) for kind in Kind))
    read = {"workspace": workspace, "actor": actor, "wanted": wanted}
    first = list_requirements_after(session, after_rank=None, limit=2, **read)
    rest = list_requirements_after(session, after_rank=first[-1].rank, limit=9, **read)
    assert [row.title for row in (*first, *rest)] == ["Checkout", "b story", "c subtask", "A bug"]
    assert [row.place for row in (*first, *rest)] == [None, 1, 2, 3]


def test_choices_are_those_of_the_workspace(session, workspace, filled):
    assert list_labels(session, workspace=workspace) == ["gone", "x", "y"]
    assert [(epic.key, epic.title) for epic in list_epic_titles(session, workspace=workspace)] == [
        ("REQ-1", "Checkout")
    ]


def test_epics_say_how_far_they_are(session, workspace, filled):
    RequirementFactory.create(workspace=workspace, parent="REQ-1", status="shipped", points=2)
    RequirementFactory.create(workspace=workspace, kind="epic", title="Empty")
    rows = [
        (epic.title, epic.children, epic.children_done, epic.points, epic.points_done)
        for epic in list_epics(session, workspace=workspace)
    ]
    assert rows == [("Checkout", 2, 1, Decimal(5), Decimal(2)), ("Empty", 0, 0, Decimal(0), Decimal(0))]


def test_neighbours_are_those_in_the_backlog(session, workspace, filled):
    rows = list_requirements_after(
        session, workspace=workspace, actor=member(workspace), wanted=RequirementFilter(), after_rank=None, limit=9
    )
    places = [
        get_surroundings(session, workspace=workspace, requirement=session.get_one(Requirement, row.id)).standing
        for row in rows[1:3]
    ]
    assert places == [Standing(2, "REQ-2", "REQ-4"), Standing(3, "REQ-3", None)]


def test_a_page_says_what_stands_above_it(session, workspace, filled):
    def above(page=1, **narrowed):
        return list_requirements(
            session, workspace=workspace, actor=member(workspace), wanted=RequirementFilter(**narrowed), page=page,
            per_page=2,
        ).before  # fmt: skip

    assert above() is None
    assert above(page=2) == "REQ-3"
    assert above(text="REQ-4") == "REQ-3"
    assert above(text="no such words") is None


def test_what_words_find_is_counted_and_goes_on_over_pages(session, workspace):
    for number in range(5):
        RequirementFactory.create(workspace=workspace, title=f"Gift card {number}")
    RequirementFactory.create(workspace=workspace, title="Something else")
    found = list_requirements(
        session, workspace=workspace, actor=member(workspace), wanted=RequirementFilter(text="gift"), page=3,
        per_page=2, counts_whole=True,
    )  # fmt: skip
    assert [row.title for row in found.items] == ["Gift card 4"]
    assert (found.total, found.whole, found.before) == (5, 6, "REQ-4")


def test_children_stand_right_below(session, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    story = RequirementFactory.create(workspace=workspace, parent=epic.key)
    RequirementFactory.create(workspace=workspace, kind="subtask", parent=story.key)
    assert list_children(session, requirement=epic) == [story]


def test_surroundings_tell_what_else_there_is_to_ask_for(session, workspace):
    epic = RequirementFactory.create(workspace=workspace, kind="epic")
    story = RequirementFactory.create(workspace=workspace, parent=epic.key)
    above = get_surroundings(session, workspace=workspace, requirement=epic)
    assert above == Surroundings(standing=None, has_comments=False, has_children=True)
    found = get_surroundings(session, workspace=workspace, requirement=story)
    assert (found.has_comments, found.has_children) == (False, False)
    add_comment(session, on=COMMENTED, workspace=workspace, actor=member(workspace), key=story.key, body="Yes", now=NOW)
    assert get_surroundings(session, workspace=workspace, requirement=story).has_comments
