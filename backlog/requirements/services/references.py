"""What a requirement points to: its owner, the requirement above it, parts of the product. All of one workspace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.core.permissions import Actor
from backlog.requirements.models import Requirement
from backlog.requirements.terms import Kind
from backlog.workspaces.models import Component, Membership, Workspace


@dataclass(frozen=True, slots=True)
class References:
    """The people, requirements and components that a set of values names, looked up at once."""

    members: frozenset[int | None] = frozenset()
    parents: Mapping[str, Requirement] = field(default_factory=dict)  # by today's keys and those that were asked for
    components: Mapping[str, Component] = field(default_factory=dict)


def look_up(session: Session, workspace: Workspace, actor: Actor, wanted: Iterable[Mapping[str, Any]]) -> References:
    """Return what these values name in the workspace, with at most one query for each kind of thing."""
    wanted = list(wanted)
    owners = {values.get("owner_id") for values in wanted} - {None, actor.user_id}
    return References(
        members=_members(session, workspace, owners) | {actor.user_id},
        parents=_parents(session, workspace, {values.get("parent") for values in wanted} - {None}),
        components=_components(
            session, workspace, {name for values in wanted for name in values.get("components", ())}
        ),
    )


def check_references(values: Mapping[str, Any], references: References) -> None:
    """Raise Invalid naming each field that points to something the workspace does not have."""
    errors: dict[str, list[str]] = {}
    if values.get("owner_id") not in references.members | {None}:
        errors["owner_id"] = [N_("The owner has to be a member of the workspace.")]
    if values.get("parent") not in {None, *references.parents}:
        errors["parent"] = [N_("There is no such requirement to put this under.")]
    if set(values.get("components", ())) - set(references.components):
        errors["components"] = [N_("This component is not in the workspace's list.")]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)


def in_todays_keys(values: Mapping[str, Any], references: References) -> dict[str, Any]:
    """Return the values with the parent named as it is today: whoever asked may know its key from before."""
    parent = references.parents.get(values.get("parent") or "")
    return {**values, "parent": parent.key} if parent else dict(values)


def check_hierarchy(kind: Kind, parent: Requirement | None) -> None:
    """Raise Invalid unless the kind may stand under the parent: epic over story, task and bug over sub-task.

    A parent is always one level above, so there are no cycles.
    """
    if parent is None:
        if kind is Kind.SUBTASK:
            raise Invalid(N_("A sub-task needs a story, task or bug above it."), field="parent")
        return
    if parent.archived_at is not None:
        raise Invalid(N_("What is archived cannot hold anything. Restore it first."), field="parent")
    if kind is Kind.EPIC:
        raise Invalid(N_("An epic stands on its own."), field="parent")
    if kind is Kind.SUBTASK and Kind(parent.kind).level != 0:
        raise Invalid(N_("A sub-task stands under a story, task or bug."), field="parent")
    if kind.level == 0 and parent.kind != Kind.EPIC:
        raise Invalid(N_("Only an epic can stand above this."), field="parent")


def _members(session: Session, workspace: Workspace, user_ids: set[Any]) -> frozenset[int]:
    if not user_ids:
        return frozenset()
    statement = select(Membership.user_id).where(
        Membership.workspace_id == workspace.id, Membership.user_id.in_(user_ids)
    )
    return frozenset(session.scalars(statement))


def _parents(session: Session, workspace: Workspace, keys: set[Any]) -> dict[str, Requirement]:
    numbers = {key: find_number(workspace.requirement_prefixes, key) for key in keys}
    wanted = set(numbers.values()) - {None}
    if not wanted:
        return {}
    statement = select(Requirement).where(Requirement.workspace_id == workspace.id, Requirement.number.in_(wanted))
    found = {requirement.number: requirement for requirement in session.scalars(statement)}
    asked = {key: found[number] for key, number in numbers.items() if number in found}
    return asked | {requirement.key: requirement for requirement in found.values()}


def _components(session: Session, workspace: Workspace, names: set[str]) -> dict[str, Component]:
    if not names:
        return {}
    statement = select(Component).where(Component.workspace_id == workspace.id, Component.name.in_(names))
    return {component.name: component for component in session.scalars(statement)}
