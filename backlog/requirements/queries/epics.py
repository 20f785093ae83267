"""Epics with how far they are."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from backlog.core.keys import make_key
from backlog.requirements.models import Requirement
from backlog.requirements.queries.choices import MOST_EPICS
from backlog.requirements.queries.order import ANY_RANK, in_order
from backlog.requirements.terms import STATUS_CATEGORIES, StatusCategory
from backlog.workspaces.models import Workspace

_DONE = tuple(str(status) for status, category in STATUS_CATEGORIES.items() if category is StatusCategory.DONE)


@dataclass(frozen=True, slots=True)
class EpicRow:
    """An epic with what stands right below it, archived requirements left out."""

    key: str
    title: str
    status: str
    children: int
    children_done: int
    points: Decimal
    points_done: Decimal


def list_epics(session: Session, *, workspace: Workspace) -> list[EpicRow]:
    """Return the epics in their order with how far they are; two statements, the second reads the backlog's index."""
    epics = session.execute(
        select(Requirement.id, Requirement.number, Requirement.title, Requirement.status)
        .where(in_order(workspace, epics=True), ANY_RANK)
        .order_by(Requirement.rank)
        .limit(MOST_EPICS)
    ).all()
    is_done = Requirement.status.in_(_DONE)
    sums = session.execute(
        select(
            Requirement.parent_id,
            func.count(),
            func.count(case((is_done, 1))),
            func.sum(Requirement.points),
            func.sum(case((is_done, Requirement.points))),
        )
        .where(in_order(workspace), ANY_RANK, Requirement.parent_id.in_([row.id for row in epics]))
        .group_by(Requirement.parent_id)
    )
    none = Decimal(0)
    found = {parent_id: (count, done, points or none, ready or none) for parent_id, count, done, points, ready in sums}
    prefix = workspace.requirement_prefix
    return [
        EpicRow(make_key(prefix, row.number), row.title, row.status, *found.get(row.id, (0, 0, none, none)))
        for row in epics
    ]
