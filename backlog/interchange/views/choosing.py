"""What would go out, as the page shows it before: the rows, what is not ready, and what went out before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import request

from backlog.interchange.jira import BLOCKING, JiraIssue, Readiness
from backlog.interchange.queries import (
    HandedOverBefore,
    Portion,
    Selection,
    keys_in_jira,
    list_handed_over_before,
    list_issues,
    portion_by_filter,
    portion_by_keys,
)
from backlog.interchange.views.readiness import REMARKS, remarks_of
from backlog.requirements.queries import RequirementFilter
from backlog.requirements.terms import Kind, Status
from backlog.web.access import current_actor, current_workspace
from backlog.web.session import db_session

READY_TO_GO = (Status.READY, Status.PLANNED)


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """One row: what is not ready about it, where it is already, and whether it is ticked.

    `before` is the hand-over it went out with without a key coming back, `jira_key` the key that is known.
    """

    issue: JiraIssue
    codes: Sequence[Readiness]
    before: int | None
    jira_key: str | None
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier hand-over, and the keys of what went out with it of which Jira's key is not known."""

    number: int
    at: datetime
    by: str | None
    keys: Sequence[str]


def chosen(keys: list[str]) -> Portion:
    """Return the ticked ones, or what the filter in the address shows, or else all that is ready and planned."""
    session, workspace = db_session(), current_workspace()
    if keys:
        return portion_by_keys(session, workspace=workspace, keys=keys)
    pairs = list(request.args.items(multi=True)) or [("status", status) for status in READY_TO_GO]
    wanted = RequirementFilter.from_args(pairs)
    return portion_by_filter(session, workspace=workspace, actor=current_actor(), wanted=wanted)


def choice(
    portion: Portion, *, is_named: bool = False, ticked: Collection[str] | None = None, asked: Collection[str] = ()
) -> dict[str, Any]:
    """Return what the page shows; what it asks about, since it went out meanwhile, is spoken of by itself.

    What is in Jira, what only comes along and went out before, and what is `asked` about is not ticked: in Jira it
    would stand twice. Nor is what is not ready, unless the person has named it. On a page that comes back `ticked` is
    what they had ticked.
    """
    session, workspace = db_session(), current_workspace()
    issues = list_issues(session, Selection(workspace, portion.ids))
    before = list_handed_over_before(session, workspace=workspace, ids=portion.ids)
    in_jira = keys_in_jira(session, workspace=workspace, ids=portion.ids)
    left_out = {one.key for one in before if one.id in portion.along}
    held_back = set[str]() if is_named or ticked is not None else _not_ready(issues) - left_out - in_jira.keys()
    if ticked is None:
        ticked = {issue.key for issue in issues} - left_out - in_jira.keys() - held_back
    ticked = set(ticked) - set(asked)
    rows = list(_rows(issues, {one.key: one.hand_over for one in before}, in_jira, ticked))
    out = [row for row in rows if row.is_ticked]
    return {
        "rows": rows,
        "out": out,
        "left_out": [row.issue.key for row in rows if row.issue.key in left_out and not row.is_ticked],
        "in_jira": [key for key in in_jira if key not in ticked and key not in asked],
        "known": " ".join(in_jira),
        "meanwhile": _grouped(one for one in before if one.key in asked),
        "meanwhile_in_jira": {key: name for key, name in in_jira.items() if key in asked},
        "splits_subtasks": _splits_subtasks(rows, left_out.union(asked)),
        "before": _grouped(one for one in before if one.key not in asked),
        "not_ready": sum(any(code in BLOCKING for code in row.codes) for row in out),
        "held_back": len(held_back),
        "blocking": BLOCKING,
        "words": REMARKS,
        "portion": portion,
        "points": sum((row.issue.points for row in out if row.issue.points), start=0),
    }


def _not_ready(issues: Sequence[JiraIssue]) -> set[str]:
    """Return the keys of what a developer could not begin with; what others stand under goes along with them."""
    numbers, parents = {issue.number for issue in issues}, {issue.parent_number for issue in issues}
    return {
        issue.key
        for issue in issues
        if issue.number not in parents
        and BLOCKING.intersection(remarks_of(issue, parent_goes_along=issue.parent_number in numbers))
    }


def _rows(
    issues: Sequence[JiraIssue], before: dict[str, int], in_jira: dict[str, str], ticked: Collection[str]
) -> Iterable[ChosenRow]:
    numbers = {issue.number for issue in issues}
    for issue in issues:
        codes = remarks_of(issue, parent_goes_along=issue.parent_number in numbers)
        yield ChosenRow(issue, codes, before.get(issue.key), in_jira.get(issue.key), issue.key in ticked)


def _splits_subtasks(rows: Iterable[ChosenRow], left_out: set[str]) -> bool:
    return any(row.issue.kind is Kind.SUBTASK and row.issue.parent_key in left_out for row in rows)


def _grouped(before: Iterable[HandedOverBefore]) -> list[Before]:
    groups = groupby(before, key=lambda one: (one.hand_over, one.at, one.by))
    return [Before(*which, [one.key for one in some]) for which, some in groups]
