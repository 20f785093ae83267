"""The list as somebody sees it, filtered and sorted, in whole: what a table of it is made of."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.alphabet import alphabetical
from backlog.core.permissions import Actor
from backlog.requirements.models import Requirement, RequirementComponent
from backlog.requirements.queries import RequirementFilter, RequirementRow, labels_of, list_rows
from backlog.requirements.queries.conditions import conditions_of, order_of
from backlog.workspaces.models import Component, Workspace

_AT_ONCE = 500


class ListedRequirement(NamedTuple):
    """A row of the list with its texts."""

    row: RequirementRow
    description: str
    criteria: list[dict[str, Any]]
    labels: list[str]
    components: list[str]


def iter_listed(
    session: Session, *, workspace: Workspace, actor: Actor, wanted: RequirementFilter
) -> Iterator[ListedRequirement]:
    """Yield what a filter shows, in its order, with a bounded number of rows in memory."""
    shown = select(Requirement.id).where(*conditions_of(session, workspace, actor, wanted)).order_by(*order_of(wanted))
    ids = session.scalars(shown).all()
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        rows = {row.id: row for row in list_rows(session, workspace=workspace, ids=chunk)}
        labels, components = labels_of(session, chunk), _components_of(session, chunk)
        texts = select(Requirement.id, Requirement.description, Requirement.acceptance_criteria)
        found = {one.id: one for one in session.execute(texts.where(Requirement.id.in_(chunk)))}
        for requirement_id in chunk:
            text = found[requirement_id]
            yield ListedRequirement(
                rows[requirement_id],
                text.description or "",
                text.acceptance_criteria,
                labels.get(requirement_id, []),
                components.get(requirement_id, []),
            )


def _components_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    named = (
        select(RequirementComponent.requirement_id, Component.name)
        .join(Component, Component.id == RequirementComponent.component_id)
        .where(RequirementComponent.requirement_id.in_(ids))
    )
    found: dict[int, list[str]] = {}
    for requirement_id, name in sorted(session.execute(named), key=lambda row: alphabetical(row[1])):
        found.setdefault(requirement_id, []).append(name)
    return found
