"""Very many new requirements at places that are known beforehand: what an import writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backlog.core.events import Event, record
from backlog.core.keys import make_key
from backlog.core.permissions import Actor, Permission
from backlog.core.search_index import index_documents
from backlog.requirements.models import ENTITY, Requirement, RequirementComponent, RequirementLabel
from backlog.requirements.services.indexing import words_of
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

    `values` have gone through `check_values`; owner, components and hierarchy have been checked, too.
    """

    number: int
    rank: str
    values: JsonValues
    parent_id: int | None = None
    parent_key: str | None = None


def insert_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    placed: Sequence[PlacedRequirement],
    components: Mapping[str, int],
    now: datetime,
) -> dict[int, int]:
    """Insert requirements past the unit of work and return their ids by number; half a dozen statements in all.

    `components` are ids by name. Call it under the workspace's lock, some hundreds at a time. Raise Forbidden.
    """
    actor.require(Permission.REQUIREMENTS_CREATE)
    if not placed:
        return {}
    rows = [_row(workspace, actor, one, now) for one in placed]
    statement = insert(Requirement).returning(Requirement.number, Requirement.id)
    ids = {row.number: row.id for row in session.execute(statement, rows)}
    _insert_links(session, workspace, placed, ids, components)
    texts = {ids[row["number"]]: _texts(row, one.values) for row, one in zip(rows, placed, strict=True)}
    index_documents(session, workspace_id=workspace.id, entity_type=ENTITY, texts=texts)
    record(session, *(_created(workspace, actor, one, ids[one.number], now) for one in placed))
    return ids


def _row(workspace: Workspace, actor: Actor, placed: PlacedRequirement, now: datetime) -> dict[str, Any]:
    return {
        **_DEFAULTS,
        **column_values(placed.values),
        "workspace_id": workspace.id,
        "number": placed.number,
        "rank": placed.rank,
        "parent_id": placed.parent_id,
        "created_by": actor.user_id,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


def _insert_links(
    session: Session,
    workspace: Workspace,
    placed: Sequence[PlacedRequirement],
    ids: Mapping[int, int],
    components: Mapping[str, int],
) -> None:
    labels = [
        {"requirement_id": ids[one.number], "name": name, "workspace_id": workspace.id}
        for one in placed
        for name in one.values.get("labels", ())
    ]
    touched = [
        {"requirement_id": ids[one.number], "component_id": components[name]}
        for one in placed
        for name in one.values.get("components", ())
    ]
    if labels:
        session.execute(insert(RequirementLabel), labels)
    if touched:
        session.execute(insert(RequirementComponent), touched)


def _texts(row: Mapping[str, Any], values: JsonValues) -> list[str]:
    return words_of(
        row["number"],
        title=row["title"],
        description=row["description"],
        criteria=row["acceptance_criteria"],
        labels=values.get("labels", ()),
    )


def _created(
    workspace: Workspace, actor: Actor, placed: PlacedRequirement, requirement_id: int, now: datetime
) -> Event:
    said = {**_DEFAULTS, **placed.values, "parent": placed.parent_key}
    changes = {name: (None, said[name]) for name in (*_RECORDED, "parent") if said[name] is not None}
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=f"{ENTITY}.created",
        entity_type=ENTITY,
        entity_id=requirement_id,
        entity_key=make_key(workspace.requirement_prefix, placed.number),
        entity_version=1,
        changes=changes,
        at=now,
    )
