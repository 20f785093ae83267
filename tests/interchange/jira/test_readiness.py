from datetime import date
from decimal import Decimal

from backlog.interchange.jira import Criterion, JiraIssue, Readiness, readiness
from backlog.requirements.terms import Kind, Moscow

_READY = {
    "number": 1,
    "key": "REQ-1",
    "title": "Guest checkout",
    "description": "Why.",
    "criteria": (Criterion("Pays"),),
    "points": Decimal(3),
    "moscow": Moscow.MUST,
}


def _codes(*, parent_goes_along=False, **changes):
    return readiness(JiraIssue(**{**_READY, **changes}), parent_goes_along=parent_goes_along)


def test_a_complete_story_is_ready():
    assert _codes() == ()


def test_what_is_missing_is_named():
    assert _codes(title="\u200b", description=" ", criteria=(), points=None, moscow=None) == (
        Readiness.NO_TITLE,
        Readiness.NO_CRITERIA,
        Readiness.NO_POINTS,
        Readiness.NO_DESCRIPTION,
        Readiness.NO_PRIORITY,
    )


def test_what_will_be_changed_on_the_way_is_named():
    assert _codes(
        title="x" * 300,
        description="y" * 20_000,
        labels=("\\",),
        assignee="Anna Beck",
        target_on=date(2099, 1, 1),
    ) == (
        Readiness.TITLE_SHORTENED,
        Readiness.DESCRIPTION_LONG,
        Readiness.LABEL_LOST,
        Readiness.ASSIGNEE_LOST,
        Readiness.DUE_DATE_LOST,
    )


def test_an_epic_needs_neither_criteria_nor_points():
    assert _codes(kind=Kind.EPIC, criteria=(), points=None) == ()


def test_a_parent_that_stays_behind_is_named_unless_jira_has_it():
    assert _codes(parent_number=7) == (Readiness.PARENT_MISSING,)
    assert _codes(kind=Kind.SUBTASK) == (Readiness.PARENT_MISSING,)
    assert _codes(parent_number=7, parent_goes_along=True) == _codes(parent_number=7, parent_jira_key="SHOP-1") == ()
