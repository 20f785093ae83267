"""What stands next to a requirement: before and after it in the order, and under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backlog.core.keys import make_key
from backlog.requirements.models import Requirement
from backlog.requirements.queries.order import in_order
from backlog.workspaces.models import Workspace

MOST_CHILDREN = 200


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands in the backlog: its place, counted from 1, and the keys around it, None at the ends."""

    place: int
    before: str | None
    after: str | None


def find_key_before(session: Session, *, workspace: Workspace, rank: str) -> str | None:
    """Return the key that stands before a rank in the backlog, None at the top."""
    before = _numbers(workspace).where(Requirement.rank < rank).order_by(Requirement.rank.desc())
    return _key(workspace, session.scalar(before))


def get_standing(session: Session, *, workspace: Workspace, rank: str) -> Standing:
    """Return where a rank stands in the backlog. One statement."""
    before = _numbers(workspace).where(Requirement.rank < rank).order_by(Requirement.rank.desc())
    after = _numbers(workspace).where(Requirement.rank > rank).order_by(Requirement.rank)
    above = select(func.count()).select_from(Requirement).where(in_order(workspace), Requirement.rank < rank)
    place, first, second = session.execute(
        select(above.scalar_subquery(), before.scalar_subquery(), after.scalar_subquery())
    ).one()
    return Standing(place + 1, _key(workspace, first), _key(workspace, second))


def list_children(session: Session, *, requirement: Requirement) -> Sequence[Requirement]:
    """Return what stands directly under a requirement and is not archived, by rank."""
    statement = (
        select(Requirement)
        .where(Requirement.parent_id == requirement.id, Requirement.archived_at.is_(None))
        .order_by(Requirement.rank)
        .limit(MOST_CHILDREN)
    )
    return session.scalars(statement).all()


def _numbers(workspace: Workspace) -> Select[int]:
    return select(Requirement.number).where(in_order(workspace)).limit(1)


def _key(workspace: Workspace, number: int | None) -> str | None:
    return None if number is None else make_key(workspace.requirement_prefix, number)
