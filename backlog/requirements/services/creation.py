"""New requirements: one, or many at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from backlog.core.errors import Invalid
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.ordering import last_rank, ranks_after
from backlog.core.permissions import Actor
from backlog.core.rank import ranks_between
from backlog.requirements.models import Requirement, RequirementLabel
from backlog.requirements.queries.order import ordering_of
from backlog.requirements.services.allowing import require_new
from backlog.requirements.services.indexing import index_requirements
from backlog.requirements.services.recording import event_of
from backlog.requirements.services.references import References, check_hierarchy, check_references, look_up
from backlog.requirements.services.values import (
    JsonValues,
    RequirementValues,
    check_values,
    column_values,
    values_of,
)
from backlog.requirements.terms import Kind
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import take_numbers

# What the record of a new requirement says; long texts stand in the requirement itself.
_RECORDED = ("title", "kind", "status", "moscow", "points", "owner_id", "target_on", "parent")

_INSERT_LABELS = insert(cast("Table", RequirementLabel.__table__)).inline()


def create_requirement(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    values: RequirementValues | Mapping[str, Any],
    now: datetime,
    at_top: bool = False,
) -> Requirement:
    """Create one requirement at the end (or top) of the order; `title` is all it needs.

    Raise Forbidden (naming the fields that take the right to edit all), or Invalid naming the fields.
    """
    return create_requirements(session, workspace=workspace, actor=actor, rows=[values], now=now, at_top=at_top)[0]


def create_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    rows: Sequence[RequirementValues | Mapping[str, Any]],
    now: datetime,
    at_top: bool = False,
) -> list[Requirement]:
    """Create requirements in the order given, all or none, with a number of statements that does not grow with them.

    Raise Forbidden, or Invalid naming the fields of the first row that is wrong.
    """
    require_new(actor, {name for row in rows for name in row})
    if not rows:
        return []
    checked = [check_values({"title": "", **row}) for row in rows]
    numbers = take_numbers(session, workspace.id, "requirement_number", len(rows))
    references = look_up(session, workspace, actor, checked)
    ranks = _ranks(session, workspace, len(rows), at_top=at_top)
    made = [
        _make(workspace, actor, values, references=references, number=number, rank=rank, now=now)
        for values, number, rank in zip(checked, numbers, ranks, strict=True)
    ]
    session.add_all(made)
    session.flush()
    _write_labels(session, made, checked)
    index_requirements(session, workspace.id, made)
    record(session, *(event_of(one, "created", actor=actor, now=now, changes=_changes(one)) for one in made))
    return made


def _make(
    workspace: Workspace,
    actor: Actor,
    values: JsonValues,
    *,
    references: References,
    number: int,
    rank: str,
    now: datetime,
) -> Requirement:
    check_references(values, references)
    parent = references.parents.get(values.get("parent") or "")
    check_hierarchy(Kind(values.get("kind", Kind.STORY)), parent)
    components = [references.components[name] for name in values.get("components", ())]
    if any(component.archived_at for component in components):
        raise Invalid(N_("This component is not in the workspace's list."), field="components")
    requirement = Requirement(
        workspace_id=workspace.id,
        number=number,
        rank=rank,
        created_by=actor.user_id,
        created_at=now,
        updated_at=now,
        **column_values(values),
    )
    for link, linked in (("parent", parent), ("components", components)):
        if linked:
            setattr(requirement, link, linked)
        else:
            # Known to be empty: the flush need not look at it, nor anybody load it.
            set_committed_value(requirement, link, linked)
    return requirement


def _write_labels(session: Session, made: Sequence[Requirement], rows: Sequence[JsonValues]) -> None:
    """Write the labels of new requirements in one statement: as objects each would take its turn in the flush."""
    found = [
        {"requirement_id": one.id, "workspace_id": one.workspace_id, "name": name}
        for one, values in zip(made, rows, strict=True)
        for name in values.get("labels", ())
    ]
    labels: dict[int, list[RequirementLabel]] = {one.id: [] for one in made}
    if found:
        session.execute(_INSERT_LABELS, found)
    for row in found:
        label = RequirementLabel(**row)
        make_transient_to_detached(label)
        session.add(label)
        labels[label.requirement_id].append(label)
    for one in made:
        set_committed_value(one, "labels", labels[one.id])


def _ranks(session: Session, workspace: Workspace, count: int, *, at_top: bool) -> list[str]:
    ordering = ordering_of(workspace)
    if at_top:
        return ranks_after(session, ordering, None, count)
    return ranks_between(last_rank(session, ordering), None, count)


def _changes(requirement: Requirement) -> dict[str, tuple[Any, Any]]:
    return {name: (None, value) for name, value in values_of(requirement, _RECORDED).items() if value is not None}
