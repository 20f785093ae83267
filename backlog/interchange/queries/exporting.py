"""Requirements as rows for Jira, in the order of its file, a batch at a time so that memory stays as it is."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, case, cast, func, literal, null, or_, select
from sqlalchemy.orm import Session, aliased

from backlog.core.keys import make_key
from backlog.identity.models import User
from backlog.interchange.jira import Criterion, JiraIssue, Shape, arrange
from backlog.interchange.models import ExternalReference
from backlog.requirements.models import Requirement, RequirementComponent, RequirementLabel
from backlog.requirements.terms import Kind, Moscow
from backlog.workspaces.models import Component, Workspace

BATCH = 500
JIRA = "jira"
_Parent = aliased(Requirement, name="parent")
_JiraParent = aliased(ExternalReference, name="jira_parent")
_STANDARD = (Kind.STORY, Kind.TASK, Kind.BUG)
# One text for each row is read much faster than a row for each name. No name holds this sign: clean_text takes it out.
_BETWEEN = "\x1f"
_LABELS = (
    select(func.aggregate_strings(RequirementLabel.name, _BETWEEN))
    .where(RequirementLabel.requirement_id == Requirement.id)
    .correlate(Requirement)
    .scalar_subquery()
)
_COMPONENTS = (
    select(func.aggregate_strings(Component.name, _BETWEEN))
    .join(RequirementComponent, RequirementComponent.component_id == Component.id)
    .where(RequirementComponent.requirement_id == Requirement.id)
    .correlate(Requirement)
    .scalar_subquery()
)
_NO_CRITERIA = "[]"
_KINDS = {str(kind): kind for kind in Kind}
_PRIORITIES = {str(moscow): moscow for moscow in Moscow}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which requirements go out: those with these ids, or (None) all of a workspace that are not archived."""

    workspace: Workspace
    ids: frozenset[int] | None = None

    def holds(self, requirement: Any) -> ColumnElement[bool]:
        """Return the condition for a requirement (or an alias of it) to go out."""
        within = requirement.workspace_id == self.workspace.id
        if self.ids is None:
            return and_(within, requirement.archived_at.is_(None))
        return and_(within, requirement.id.in_(sorted(self.ids)))


def shape_of(session: Session, selection: Selection) -> Shape:
    """Return how many labels and components a row has at most; there may be room for more than any row needs.

    What archived ones have counts too, so that indexes answer alone: the first byte of a long file waits for this.
    """
    labels = select(func.count().label("many")).where(RequirementLabel.workspace_id == selection.workspace.id)
    components = (
        select(func.count().label("many"))
        .select_from(RequirementComponent)
        .join(Component, Component.id == RequirementComponent.component_id)
        .where(Component.workspace_id == selection.workspace.id)
    )
    return Shape(
        labels=_most(session, selection, labels, RequirementLabel.requirement_id),
        components=_most(session, selection, components, RequirementComponent.requirement_id),
    )


def count_of(session: Session, selection: Selection) -> int:
    """Return how many requirements a selection holds."""
    return session.scalar(select(func.count()).select_from(Requirement).where(selection.holds(Requirement))) or 0


def list_issues(session: Session, selection: Selection) -> list[JiraIssue]:
    """Return the rows of a selection in the order of the file, with few statements; for what fits on a page."""
    goes_along = and_(_Parent.id.is_not(None), selection.holds(_Parent))
    statement = _statement(selection, case((goes_along, _Parent.number)), Shape(1, 1))
    return arrange(_by_rank(session, selection.workspace, statement, None))


def iter_issues(session: Session, selection: Selection, shape: Shape) -> Iterator[JiraIssue]:
    """Yield epics, then stories, then sub-tasks, each by rank; a sub-task whose parent stays behind goes as a task.

    What the shape has no columns for is not read.
    """
    goes_along = and_(_Parent.id.is_not(None), selection.holds(_Parent))
    is_subtask = Requirement.kind == Kind.SUBTASK
    has_place = or_(and_(goes_along, _Parent.kind.in_(_STANDARD)), _JiraParent.external_key.is_not(None))
    stays_behind = ~func.coalesce(has_place, literal(False))  # noqa: FBT003 - SQL's false
    levels: tuple[tuple[ColumnElement[bool], Kind | None], ...] = (
        (Requirement.kind == Kind.EPIC, None),
        (Requirement.kind.in_(_STANDARD), None),
        (and_(is_subtask, stays_behind), Kind.TASK),
        (and_(is_subtask, has_place), None),
    )
    statement = _statement(selection, case((goes_along, _Parent.number)), shape)
    for condition, kind in levels:
        yield from _by_rank(session, selection.workspace, statement.where(condition), kind)


def _by_rank(session: Session, workspace: Workspace, statement: Any, kind: Kind | None) -> Iterator[JiraIssue]:
    last = ""
    while True:
        rows = session.connection().execute(statement, {"last": last}).all()
        if rows:
            yield from _issues(workspace, rows, kind)
            last = rows[-1].rank
        if len(rows) < BATCH:
            return


def _statement(selection: Selection, parent_number: Any, shape: Shape) -> Any:
    """Return the statement for the batch behind a rank; made once, since making it costs as much as what it reads."""
    return (
        select(
            Requirement.rank,
            Requirement.number,
            Requirement.kind,
            Requirement.title,
            Requirement.description,
            # Most rows have none, which a text says without being read as JSON.
            cast(Requirement.acceptance_criteria, Text),
            Requirement.moscow,
            Requirement.points,
            Requirement.target_on,
            parent_number.label("parent_number"),
            _Parent.number.label("any_parent_number"),
            _JiraParent.external_key.label("parent_jira_key"),
            User.email,
            _LABELS if shape.labels else null(),
            _COMPONENTS if shape.components else null(),
        )
        .outerjoin(_Parent, _Parent.id == Requirement.parent_id)
        .outerjoin(_JiraParent, and_(_JiraParent.requirement_id == Requirement.parent_id, _JiraParent.system == JIRA))
        .outerjoin(User, User.id == Requirement.owner_id)
        .where(selection.holds(Requirement), Requirement.rank > bindparam("last"))
        .order_by(Requirement.rank)
        .limit(BATCH)
    )


def _issues(workspace: Workspace, rows: Sequence[Any], kind: Kind | None) -> Iterator[JiraIssue]:
    """Yield the issues of a batch; by place and not by name, since this runs for every row of a long file."""
    prefix = workspace.requirement_prefix
    for (
        _rank, number, own_kind, title, description, criteria, moscow, size, target_on, parent_number,
        any_parent_number, parent_jira_key, assignee, labels, components,
    ) in rows:  # fmt: skip
        yield JiraIssue(
            number,
            make_key(prefix, number),
            title,
            kind or _KINDS[own_kind],
            description,
            () if criteria == _NO_CRITERIA else _criteria(criteria),
            parent_number,
            make_key(prefix, any_parent_number) if any_parent_number else None,
            parent_jira_key if parent_number is None else None,
            _PRIORITIES[moscow] if moscow else None,
            _split(labels),
            _split(components),
            size,
            target_on,
            assignee,
        )


def _criteria(text: str) -> tuple[Criterion, ...]:
    return tuple([Criterion(one["text"], bool(one.get("done"))) for one in json.loads(text) or ()])


def _split(names: str | None) -> tuple[str, ...]:
    return tuple(sorted(names.split(_BETWEEN))) if names else ()


def _most(session: Session, selection: Selection, counted: Select[int], owner: Any) -> int:
    if selection.ids is not None:
        counted = counted.where(owner.in_(sorted(selection.ids)))
    return session.scalar(select(func.max(counted.group_by(owner).subquery().c.many))) or 0
