"""The list: which rows, in which order, at which places."""

import pytest

from backlog.requirements.queries import RequirementFilter, count_requirements, labels_of, list_requirements
from tests.factories.requirements import RequirementFactory
from tests.support.statements import statements_on


@pytest.fixture
def listed(session, workspace, actor):
    def call(page=1, per_page=100, **wanted):
        return list_requirements(
            session, workspace=workspace, actor=actor, wanted=RequirementFilter(**wanted), page=page, per_page=per_page
        )

    return call


def test_rows_come_by_rank_with_their_places(session, workspace, actor, listed):
    epic = RequirementFactory.create(workspace=workspace, kind="epic", title="Checkout")
    for title in ("One", "Two", "Three"):
        RequirementFactory.create(workspace=workspace, title=title, parent=epic.key, points=2, labels=["shop"])
    page = listed()
    assert [(row.place, row.title, row.epic_title) for row in page.items] == [
        (1, "One", "Checkout"), (2, "Two", "Checkout"), (3, "Three", "Checkout"),
    ]  # fmt: skip
    assert set(map(tuple, labels_of(session, [row.id for row in page.items]).values())) == {("shop",)}
    assert page.total == 3
    assert count_requirements(session, workspace=workspace, actor=actor, wanted=RequirementFilter()) == 3


def test_places_are_those_of_the_whole_order_even_with_a_filter_on(workspace, listed):
    for number in range(1, 31):
        RequirementFactory.create(workspace=workspace, status="ready" if number % 7 == 0 else "new")
    assert [row.place for row in listed(status=("ready",)).items] == [7, 14, 21, 28]


@pytest.mark.parametrize("wanted", [{"text": "elephant"}, {"status": ("shipped",)}])
def test_that_nothing_is_found_takes_one_statement(session, workspace, listed, wanted):
    RequirementFactory.create(workspace=workspace)
    session.flush()
    with statements_on(session.connection()) as sent:
        page = listed(**wanted)
    assert (page.items, page.total, page.number, page.pages) == ([], 0, 1, 1)
    assert len(sent) == 1


def test_a_page_beyond_the_last_is_the_last(workspace, listed):
    for _ in range(5):
        RequirementFactory.create(workspace=workspace)
    page = listed(page=9, per_page=2)
    assert (page.number, page.pages, [row.place for row in page.items]) == (3, 3, [5])
