"""Putting checked values onto a requirement: what edits, bulk edits and undo share."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.sql.base import ExecutableOption

from backlog.core.errors import Invalid, LimitReached, NotFound
from backlog.core.events import Change
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.requirements.models import Requirement, RequirementLabel
from backlog.requirements.queries.details import by_key
from backlog.requirements.services.references import References, check_hierarchy, check_references, in_todays_keys
from backlog.requirements.services.values import JsonValues, column_values, values_of
from backlog.requirements.terms import Kind
from backlog.workspaces.models import Workspace

Changes = dict[str, Change]
MOST_AT_ONCE = 500


def load_one_for_change(session: Session, workspace: Workspace, key: str, names: Collection[str]) -> Requirement:
    """Return one requirement with the links that changing these fields needs; raise NotFound.

    The workspace has to be locked.
    """
    return load_for_change(session, workspace, [key], names)[0]


def load_for_change(
    session: Session, workspace: Workspace, keys: Collection[str], names: Collection[str]
) -> list[Requirement]:
    """Return requirements by rank with the links that changing these fields needs; raise NotFound if one is missing.

    The workspace has to be locked. Raise LimitReached for more than 500, Invalid for none.
    """
    if not keys:
        raise Invalid(N_("Choose at least one requirement."), field="keys")
    if len(set(keys)) > MOST_AT_ONCE:
        raise LimitReached(N_("At most 500 requirements at once."), field="keys")
    found = load(session, by_key(workspace, *keys), names)
    # Two keys may be one requirement, today's and one from before its prefix was changed.
    if {one.number for one in found} != {find_number(workspace.requirement_prefixes, key) for key in keys}:
        raise NotFound
    return found


def load(session: Session, statement: Select[Requirement], names: Collection[str]) -> list[Requirement]:
    """Return what a select finds, as it is now, with the links that changing these fields needs."""
    statement = statement.options(*_loads(names)).execution_options(populate_existing=True)
    return list(session.scalars(statement))


def set_archived(requirement: Requirement, archived_at: datetime | None, *, now: datetime) -> Changes:
    """Put a requirement away or take it back, and return what that changes."""
    if (requirement.archived_at is None) == (archived_at is None):
        return {}
    old, requirement.archived_at = requirement.archived_at, archived_at
    requirement.updated_at = now
    return {"archived_at": (old and old.isoformat(), archived_at and archived_at.isoformat())}


def apply_values(
    session: Session, requirement: Requirement, values: JsonValues, *, references: References, now: datetime
) -> Changes:
    """Put the values onto the requirement and return what that changes; raise Invalid for what cannot be."""
    values = in_todays_keys(values, references)
    before = values_of(requirement, tuple(values))
    changes = {name: (before[name], value) for name, value in values.items() if before[name] != value}
    if not changes:
        return {}
    new = {name: change[1] for name, change in changes.items()}
    check_references(new, references)
    _check_components(new, before, references)
    _assign(session, requirement, new, references)
    requirement.updated_at = now
    # Links alone have no column here, and still make a new version.
    flag_modified(requirement, "updated_at")
    return changes


def _loads(names: Collection[str]) -> list[ExecutableOption]:
    # The labels are indexed with the other words, whatever of them changes.
    options: list[ExecutableOption] = [selectinload(Requirement.labels)]
    if "components" in names:
        options.append(selectinload(Requirement.components))
    if "parent" in names or "kind" in names:
        options.append(joinedload(Requirement.parent))
    return options


def _assign(session: Session, requirement: Requirement, new: JsonValues, references: References) -> None:
    if "kind" in new or "parent" in new:
        _check_place(session, requirement, new, references)
    for name, value in column_values(new).items():
        setattr(requirement, name, value)
    if "parent" in new:
        requirement.parent = references.parents.get(new["parent"] or "")
    if "components" in new:
        requirement.components = [references.components[name] for name in new["components"]]
    if "labels" in new:
        kept = {label.name: label for label in requirement.labels}
        requirement.labels = [
            kept.get(name) or RequirementLabel(name=name, workspace_id=requirement.workspace_id)
            for name in new["labels"]
        ]


def _check_place(session: Session, requirement: Requirement, new: Mapping[str, Any], references: References) -> None:
    kind = Kind(new.get("kind", requirement.kind))
    if "parent" in new:
        parent = references.parents.get(new["parent"] or "")
        check_hierarchy(kind, parent)
    elif kind.level != Kind(requirement.kind).level:
        check_hierarchy(kind, requirement.parent)
    if kind.level != Kind(requirement.kind).level and _has_children(session, requirement):
        raise Invalid(N_("Other requirements stand under this one. Move them first."), field="kind")


def _has_children(session: Session, requirement: Requirement) -> bool:
    statement = select(Requirement.id).where(Requirement.parent_id == requirement.id).limit(1)
    return session.scalar(statement) is not None


def _check_components(new: Mapping[str, Any], before: Mapping[str, Any], references: References) -> None:
    added = set(new.get("components", ())) - set(before.get("components", ()))
    if any(references.components[name].archived_at for name in added):
        raise Invalid(N_("This component is not in the workspace's list."), field="components")
