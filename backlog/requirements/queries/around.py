"""What stands next to a requirement: before and after it in the order, and under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from backlog.core.keys import make_key
from backlog.requirements.models import Comment, Requirement
from backlog.requirements.queries.order import in_order_of
from backlog.requirements.terms import Kind
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
_child = aliased(Requirement, name="child")
_SURROUNDINGS = select(
    _ABOVE.scalar_subquery(),
    _BEFORE.scalar_subquery(),
    _AFTER.scalar_subquery(),
    exists().where(Comment.requirement_id == bindparam("requirement"), Comment.deleted_at.is_(None)),
    exists().where(_child.parent_id == bindparam("requirement"), _child.archived_at.is_(None)),
)
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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is around a requirement; without a place where it is in no order."""

    standing: Standing | None
    has_comments: bool
    has_children: bool


def get_surroundings(session: Session, *, workspace: Workspace, requirement: Requirement) -> Surroundings:
    """Return where a requirement stands, and whether there is more to ask for. One statement."""
    asked = {"workspace": workspace.id, "rank": requirement.rank, "requirement": requirement.id}
    *places, has_comments, has_children = session.execute(_SURROUNDINGS, asked).one()
    is_ranked = requirement.kind != Kind.EPIC and requirement.archived_at is None
    return Surroundings(_standing(workspace, *places) if is_ranked else None, has_comments, has_children)


def list_children(session: Session, *, requirement: Requirement) -> Sequence[Requirement]:
    """Return what stands directly under a requirement and is not archived, by rank."""
    return session.scalars(_CHILDREN, {"parent": requirement.id}).all()


def _standing(workspace: Workspace, above: int, before: int | None, after: int | None) -> Standing:
    return Standing(above + 1, _key(workspace, before), _key(workspace, after))


def _key(workspace: Workspace, number: int | None) -> str | None:
    return None if number is None else make_key(workspace.requirement_prefix, number)
