"""What an import needs to know of a workspace in order to recognise what comes in: narrow, in few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from backlog.core.keys import make_key
from backlog.interchange.models import ExternalReference
from backlog.requirements.models import Comment, Requirement, RequirementComponent, RequirementLabel
from backlog.requirements.services.values import JsonValues, points_as_json
from backlog.workspaces.models import Component, Workspace

_Parent = aliased(Requirement)


@dataclass(frozen=True, slots=True)
class Stamp:
    """How far a workspace has come: two that are equal saw the same requirements, comments, members and references."""

    activity_number: int
    requirement_number: int
    last_reference: int


@dataclass(frozen=True, slots=True)
class Known:
    """One requirement of the workspace."""

    id: int
    number: int
    title: str
    kind: str
    status: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class KnownReference:
    """Where a requirement came from."""

    id: int
    requirement_id: int
    system: str
    external_key: str
    external_id: str | None


@dataclass(frozen=True, slots=True)
class Current:
    """What a requirement says now, in the form of checked values, and at which version."""

    version: int
    values: JsonValues


def stamp_of(session: Session, workspace: Workspace) -> Stamp:
    """Return how far the workspace has come; references are the one thing that changes without an event."""
    last = select(func.coalesce(func.max(ExternalReference.id), 0)).where(
        ExternalReference.workspace_id == workspace.id
    )
    statement = select(Workspace.activity_number, Workspace.requirement_number, last.scalar_subquery())
    return Stamp(*session.execute(statement.where(Workspace.id == workspace.id)).one())


def list_known(session: Session, workspace: Workspace) -> list[Known]:
    """Return every requirement of the workspace, archived ones too, by number."""
    columns = (
        Requirement.id,
        Requirement.number,
        Requirement.title,
        Requirement.kind,
        Requirement.status,
        Requirement.archived_at.is_not(None),
    )
    statement = select(*columns).where(Requirement.workspace_id == workspace.id).order_by(Requirement.number)
    return [Known(*row) for row in session.execute(statement)]


def list_known_references(session: Session, workspace: Workspace) -> list[KnownReference]:
    """Return every reference of the workspace, oldest first."""
    columns = (
        ExternalReference.id,
        ExternalReference.requirement_id,
        ExternalReference.system,
        ExternalReference.external_key,
        ExternalReference.external_id,
    )
    statement = select(*columns).where(ExternalReference.workspace_id == workspace.id).order_by(ExternalReference.id)
    return [KnownReference(*row) for row in session.execute(statement)]


def list_comment_keys(session: Session, requirement_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return which imported comments these requirements have, by requirement and source key."""
    statement = select(Comment.requirement_id, Comment.source_key).where(
        Comment.requirement_id.in_(requirement_ids), Comment.source_key.is_not(None)
    )
    return {(requirement_id, source_key) for requirement_id, source_key in session.execute(statement) if source_key}


def list_current(session: Session, workspace: Workspace, ids: Collection[int]) -> dict[int, Current]:
    """Return what these requirements of the workspace say now, by id; some hundreds at a time."""
    labels, components = _labels_of(session, ids), _components_of(session, ids)
    return {
        row.id: Current(
            row.version,
            {
                "title": row.title,
                "description": row.description,
                "acceptance_criteria": row.acceptance_criteria,
                "kind": row.kind,
                "status": row.status,
                "moscow": row.moscow,
                "points": points_as_json(row.points),
                "owner_id": row.owner_id,
                "target_on": row.target_on and row.target_on.isoformat(),
                "parent": row.parent_number and make_key(workspace.requirement_prefix, row.parent_number),
                "labels": sorted(labels.get(row.id, ())),
                "components": sorted(components.get(row.id, ())),
            },
        )
        for row in session.execute(_CURRENT.where(Requirement.workspace_id == workspace.id, Requirement.id.in_(ids)))
    }


def list_references(session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return all that these references say, by id; some hundreds at a time."""
    reference = ExternalReference
    columns = (reference.system, reference.external_key, reference.external_id, reference.status, reference.raw)
    statement = select(reference.id, reference.requirement_id, *columns).where(reference.id.in_(ids))
    found = [dict(row) for row in session.execute(statement).mappings()]
    return {row.pop("id"): row for row in found}


def _labels_of(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    statement = select(RequirementLabel.requirement_id, RequirementLabel.name)
    return _grouped(session.execute(statement.where(RequirementLabel.requirement_id.in_(ids))))


def _components_of(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    statement = select(RequirementComponent.requirement_id, Component.name).join(
        Component, Component.id == RequirementComponent.component_id
    )
    return _grouped(session.execute(statement.where(RequirementComponent.requirement_id.in_(ids))))


def _grouped(pairs: Iterable[Row[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for requirement_id, name in pairs:
        found[requirement_id].append(name)
    return found


_CURRENT = select(
    Requirement.id,
    Requirement.version,
    Requirement.title,
    Requirement.description,
    Requirement.acceptance_criteria,
    Requirement.kind,
    Requirement.status,
    Requirement.moscow,
    Requirement.points,
    Requirement.owner_id,
    Requirement.target_on,
    _Parent.number.label("parent_number"),
).outerjoin(_Parent, _Parent.id == Requirement.parent_id)
