"""Very many new requirements at places that are known beforehand: what an import writes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from backlog.core.events import Event, record
from backlog.core.keys import make_key
from backlog.core.permissions import Actor, Permission
from backlog.core.search_index import store_terms
from backlog.requirements.models import ENTITY, Requirement, RequirementComponent, RequirementLabel
from backlog.requirements.services.values import JsonValues, column_values
from backlog.requirements.terms import Kind, Status
from backlog.workspaces.models import Workspace

_DEFAULTS: dict[str, Any] = {
    "description": "",
    "acceptance_criteria": [],
    "kind": Kind.STORY.value,
    "status": Status.NEW.value,
    "moscow": None,
    "points": None,
    "owner_id": None,
    "target_on": None,
}
_RECORDED = ("title", "kind", "status", "moscow", "points", "owner_id", "target_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRequirement:
    """A new requirement whose number, rank and parent are decided.

    `values` have gone through `check_values`; owner, components and hierarchy have been checked, too. `terms` are
    those of `indexing.terms_of`: the stems take longer than the writing, and nobody should wait for them.
    """

    number: int
    rank: str
    values: JsonValues
    terms: str
    parent_number: int | None = None


def insert_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    placed: Sequence[PlacedRequirement],
    parents: Mapping[int, int],
    components: Mapping[str, int],
    now: datetime,
) -> dict[int, int]:
    """Insert requirements past the unit of work and return their ids by number; half a dozen statements in all.

    `parents` are ids by number, `components` ids by name. Call it under the workspace's lock, with numbers that
    follow each other. Raise Forbidden.
    """
    actor.require(Permission.REQUIREMENTS_CREATE)
    if not placed:
        return {}
    session.execute(_INSERT, [_row(workspace, actor, one, parents, now) for one in placed])
    ids = _ids(session, workspace, [one.number for one in placed])
    insert_links(session, workspace, {ids[one.number]: one.values for one in placed}, components)
    terms = {ids[one.number]: f"{one.number} {one.terms}" for one in placed}
    store_terms(session, workspace_id=workspace.id, entity_type=ENTITY, terms=terms)
    record(session, *(_created(workspace, actor, one, ids[one.number], now) for one in placed))
    return ids


def insert_links(
    session: Session, workspace: Workspace, values: Mapping[int, JsonValues], components: Mapping[str, int]
) -> None:
    """Insert the labels and components that values name, by the requirement's id; none of them may be there yet."""
    labels = [
        {"requirement_id": requirement_id, "name": name, "workspace_id": workspace.id}
        for requirement_id, name in _named(values, "labels")
    ]
    touched = [
        {"requirement_id": requirement_id, "component_id": components[name]}
        for requirement_id, name in _named(values, "components")
    ]
    if labels:
        session.execute(_INSERT_LABELS, labels)
    if touched:
        session.execute(_INSERT_COMPONENTS, touched)


def _named(values: Mapping[int, JsonValues], field: str) -> Iterator[tuple[int, str]]:
    return ((requirement_id, name) for requirement_id, said in values.items() for name in said.get(field, ()))


def _row(
    workspace: Workspace, actor: Actor, placed: PlacedRequirement, parents: Mapping[int, int], now: datetime
) -> dict[str, Any]:
    return {
        **_DEFAULTS,
        **column_values(placed.values),
        "workspace_id": workspace.id,
        "number": placed.number,
        "rank": placed.rank,
        "parent_id": None if placed.parent_number is None else parents[placed.parent_number],
        "created_by": actor.user_id,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


def _ids(session: Session, workspace: Workspace, numbers: Sequence[int]) -> dict[int, int]:
    # Asking once for a range costs a hundredth of having each insert return its id.
    wanted = frozenset(numbers)
    statement = select(Requirement.number, Requirement.id).where(
        Requirement.workspace_id == workspace.id, Requirement.number.between(min(numbers), max(numbers))
    )
    return {number: requirement_id for number, requirement_id in session.execute(statement) if number in wanted}


def _created(
    workspace: Workspace, actor: Actor, placed: PlacedRequirement, requirement_id: int, now: datetime
) -> Event:
    prefix = workspace.requirement_prefix
    parent = None if placed.parent_number is None else make_key(prefix, placed.parent_number)
    said = {**_DEFAULTS, **placed.values, "parent": parent}
    changes = {name: (None, said[name]) for name in (*_RECORDED, "parent") if said[name] is not None}
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=f"{ENTITY}.created",
        entity_type=ENTITY,
        entity_id=requirement_id,
        entity_key=make_key(prefix, placed.number),
        entity_version=1,
        changes=changes,
        at=now,
    )


# No entities, and no ids asked back.
_INSERT = insert(cast("Table", Requirement.__table__)).inline()
_INSERT_LABELS = insert(cast("Table", RequirementLabel.__table__)).inline()
_INSERT_COMPONENTS = insert(cast("Table", RequirementComponent.__table__)).inline()
