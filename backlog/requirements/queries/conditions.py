"""From a filter to SQL: conditions and order."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from backlog.core.keys import find_number, key_digits, number_ranges
from backlog.core.permissions import Actor
from backlog.core.search_index import matching_ids
from backlog.identity.models import User
from backlog.requirements.models import ENTITY, Requirement, RequirementComponent, RequirementLabel
from backlog.requirements.queries.filters import ME, NONE, Archived, RequirementFilter, Sort
from backlog.requirements.queries.order import ANY_RANK, EPIC, belongs_to
from backlog.requirements.terms import STATUS_CATEGORIES, Moscow, Status
from backlog.workspaces.models import Component, Membership, Workspace

Condition = ColumnElement[bool]


def conditions_of(session: Session, workspace: Workspace, actor: Actor, wanted: RequirementFilter) -> list[Condition]:
    """Return what a requirement has to fulfil to be shown."""
    found: list[Condition] = [Requirement.kind.in_(wanted.kind) if wanted.kind else Requirement.kind != EPIC]
    if wanted.archived is not Archived.ALL:
        is_archived = Requirement.archived_at.is_not(None)
        found.append(is_archived if wanted.archived is Archived.ONLY else Requirement.archived_at.is_(None))
    found += _choices(wanted)
    if wanted.owner:
        found.append(_owned(workspace, actor, wanted.owner))
    ids: list[Condition] = [Requirement.id.in_(chosen) for chosen in _chosen_ids(workspace, wanted)]
    if wanted.text:
        ids.append(text_condition(session, workspace, wanted.text))
    way_in = [belongs_to(workspace), *ids] if ids else [Requirement.workspace_id == workspace.id, ANY_RANK]
    return [*way_in, *found]


def text_condition(session: Session, workspace: Workspace, text: str) -> Condition:
    """Return the condition for a key or its beginning, else for holding all words of the text."""
    if (digits := key_digits(workspace.requirement_prefixes, text)) is not None:
        begins = [Requirement.number.between(low, high) for low, high in number_ranges(digits)]
        return and_(Requirement.workspace_id == workspace.id, or_(*begins))
    ids = matching_ids(session, workspace_id=workspace.id, entity_type=ENTITY, query=text)
    return false() if ids is None else Requirement.id.in_(ids)


def order_of(wanted: RequirementFilter) -> list[Any]:
    """Return the order of a list; ties keep the order of ranks."""
    if wanted.sort is Sort.RANK:
        return [Requirement.rank.desc() if wanted.descending else Requirement.rank]
    column = _ORDERS[wanted.sort]
    # What has no value stands last, whichever way round.
    empty_last = [column.is_(None)] if wanted.sort in _MAY_BE_EMPTY else []
    falls = wanted.descending != (wanted.sort in _NEWEST_FIRST)
    return [*empty_last, column.desc() if falls else column.asc(), Requirement.rank]


def _choices(wanted: RequirementFilter) -> Iterator[Condition]:
    statuses = set(wanted.status)
    statuses |= {str(status) for status, category in STATUS_CATEGORIES.items() if category in wanted.category}
    if statuses:
        yield Requirement.status.in_(sorted(statuses))
    if wanted.moscow:
        yield _with_none(Requirement.moscow, wanted.moscow)
    if wanted.target_after:
        yield Requirement.target_on >= wanted.target_after
    if wanted.target_before:
        yield Requirement.target_on <= wanted.target_before


def _chosen_ids(workspace: Workspace, wanted: RequirementFilter) -> Iterator[Select[Any]]:
    """Yield selects of ids within the workspace, of which a requirement has to be in each."""
    if wanted.epic:
        yield _under(workspace, wanted.epic)
    if wanted.label:
        yield select(RequirementLabel.requirement_id).where(
            RequirementLabel.workspace_id == workspace.id, RequirementLabel.name.in_(wanted.label)
        )
    if wanted.component:
        yield (
            select(RequirementComponent.requirement_id)
            .join(Component, Component.id == RequirementComponent.component_id)
            .where(Component.workspace_id == workspace.id, Component.name.in_(wanted.component))
        )


def _with_none(column: Any, values: tuple[str, ...]) -> Condition:
    given = [value for value in values if value != NONE]
    return or_(column.in_(given) if given else false(), column.is_(None) if NONE in values else false())


def _under(workspace: Workspace, keys: tuple[str, ...]) -> Select[Any]:
    """Return the ids below epics, sub-tasks of their stories included, and of what has no parent if asked for."""
    numbers = {find_number(workspace.requirement_prefixes, key) for key in keys} - {None}
    epic, story, subtask, alone = (aliased(Requirement) for _ in range(4))
    epics = select(epic.id).where(epic.workspace_id == workspace.id, epic.number.in_(numbers))
    stories = select(story.id).where(story.parent_id.in_(epics))
    below = [stories, select(subtask.id).where(subtask.parent_id.in_(stories))]
    if NONE in keys:
        below.append(select(alone.id).where(alone.workspace_id == workspace.id, alone.parent_id.is_(None)))
    return select(union_all(*below).subquery().c.id)


def _owned(workspace: Workspace, actor: Actor, handles: tuple[str, ...]) -> Condition:
    parts: list[Condition] = []
    if NONE in handles:
        parts.append(Requirement.owner_id.is_(None))
    if ME in handles:
        parts.append(Requirement.owner_id == actor.user_id)
    named = [handle for handle in handles if handle not in {NONE, ME}]
    if named:
        members = (
            select(User.id)
            .join(Membership, Membership.user_id == User.id)
            .where(
                Membership.workspace_id == workspace.id,
                or_(*(User.email.startswith(f"{handle.lower()}@", autoescape=True) for handle in named)),
            )
        )
        parts.append(Requirement.owner_id.in_(members))
    return or_(*parts)


def _position(column: Any, values: Any) -> ColumnElement[int]:
    return case({str(value): place for place, value in enumerate(values)}, value=column)


_ORDERS: dict[Sort, Any] = {
    Sort.TITLE: func.lower(Requirement.title),
    Sort.STATUS: _position(Requirement.status, Status),
    Sort.POINTS: Requirement.points,
    Sort.MOSCOW: _position(Requirement.moscow, Moscow),
    Sort.TARGET: Requirement.target_on,
    Sort.UPDATED: Requirement.updated_at,
    Sort.CREATED: Requirement.number,
}
_NEWEST_FIRST = frozenset({Sort.UPDATED, Sort.CREATED})
_MAY_BE_EMPTY = frozenset({Sort.POINTS, Sort.MOSCOW, Sort.TARGET})
