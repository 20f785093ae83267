"""What stands next to a requirement: before and after it in the order, and under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from backlog.core.keys import make_key
from backlog.requirements.models import Requirement
from backlog.requirements.queries.order import in_order_of
from backlog.workspaces.models import Workspace

MOST_CHILDREN = 200

# Read with every requirement that is shown: made once, because making them costs more than running them.
_IN_ORDER = in_order_of(bindparam("workspace"))
_RANK: BindParameter[str] = bindparam("rank")
_ABOVE = select(func.count()).select_from(Requirement).where(_IN_ORDER, Requirement.rank < _RANK)
_BEFORE = (
    select(Requirement.number).where(_IN_ORDER, Requirement.rank < _RANK).order_by(Requirement.rank.desc()).limit(1)
)
_AFTER = select(Requirement.number).where(_IN_ORDER, Requirement.rank > _RANK).order_by(Requirement.rank).limit(1)
_STANDING = select(_ABOVE.scalar_subquery(), _BEFORE.scalar_subquery(), _AFTER.scalar_subquery())
_CHILDREN = (
    select(Requirement)
    .where(Requirement.parent_id == bindparam("parent"), Requirement.archived_at.is_(None))
    .order_by(Requirement.rank)
    .limit(MOST_CHILDREN)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands in the backlog: its place, counted from 1, and the keys around it, None at the ends."""

    place: int
    before: str | None
    after: str | None


def find_key_before(session: Session, *, workspace: Workspace, rank: str) -> str | None:
    """Return the key that stands before a rank in the backlog, None at the top."""
    return _key(workspace, session.scalar(_BEFORE, {"workspace": workspace.id, "rank": rank}))


def get_standing(session: Session, *, workspace: Workspace, rank: str) -> Standing:
    """Return where a rank stands in the backlog. One statement."""
    place, first, second = session.execute(_STANDING, {"workspace": workspace.id, "rank": rank}).one()
    return Standing(place + 1, _key(workspace, first), _key(workspace, second))


def list_children(session: Session, *, requirement: Requirement) -> Sequence[Requirement]:
    """Return what stands directly under a requirement and is not archived, by rank."""
    return session.scalars(_CHILDREN, {"parent": requirement.id}).all()


def _key(workspace: Workspace, number: int | None) -> str | None:
    return None if number is None else make_key(workspace.requirement_prefix, number)
