"""At which place of the whole order requirements stand, whatever a filter leaves out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import Integer, Select, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from backlog.requirements.models import Requirement
from backlog.requirements.queries.order import EPIC, belongs_to_id, in_order_of
from backlog.workspaces.models import Workspace

# Ranks are letters and digits, and no row has the id 0.
_TOP, _BEHIND_ALL, _END = "", "~", 0


@dataclass(frozen=True, slots=True)
class Places:
    """Places counted from 1 by a requirement's id, of those that are in the order.

    `whole` is how many places there are, None where that was not asked; `before` is the running number of what stands
    right before the first of them, None at the top.
    """

    of: Mapping[int, int]
    whole: int | None = None
    before: int | None = None


def find_places(session: Session, workspace: Workspace, ids: Sequence[int], *, counts_whole: bool = False) -> Places:
    """Return where requirements stand.

    One statement: each counts only from the one before it, over the index of the backlog alone.
    """
    if not (ids or counts_whole):
        return Places({})
    steps = session.execute(_STEPS[counts_whole], {"workspace": workspace.id, "ids": list(ids)}).all()
    places = accumulate(step for _, step, _ in steps)
    of = {requirement_id: place for (requirement_id, _, _), place in zip(steps, places, strict=True)}
    whole = of.pop(_END, None)
    return Places(of, whole, steps[0][2] if of else None)


def find_number_before(session: Session, workspace: Workspace, rank: str) -> int | None:
    """Return the running number of what stands before a rank in the order, None at the top."""
    return session.scalar(_BEFORE, {"workspace": workspace.id, "rank": rank})


def _number_before(rank: object) -> Select[int]:
    earlier = aliased(Requirement, name="earlier")
    return (
        select(earlier.number)
        .where(in_order_of(_workspace, of=earlier), earlier.rank < rank)
        .order_by(earlier.rank.desc())
        .limit(1)
    )


def _steps(*, to_end: bool) -> Select[int, int, int]:
    """Return the statement that finds, for some ids, how many places each stands behind the one before it.

    With `to_end` one more row says how many places there are behind the last. The first says what stands before it.
    """
    chosen = select(Requirement.id, Requirement.rank).where(
        belongs_to_id(_workspace),
        Requirement.archived_at.is_(None),
        Requirement.kind != EPIC,
        Requirement.id.in_(bindparam("ids", expanding=True)),
    )
    end = select(literal(_END), literal(_BEHIND_ALL))
    stops = (union_all(chosen, end) if to_end else chosen).subquery()
    previous = func.coalesce(func.lag(stops.c.rank).over(order_by=stops.c.rank), _TOP).label("previous")
    page = select(stops.c.id, stops.c.rank, previous).subquery()
    between = (
        select(func.count())
        .select_from(Requirement)
        .where(in_order_of(_workspace), Requirement.rank > page.c.previous, Requirement.rank <= page.c.rank)
        .scalar_subquery()
    )
    before = case((page.c.previous == _TOP, _number_before(page.c.rank).scalar_subquery()))
    return select(page.c.id, between, before).order_by(page.c.rank)


# Made once: making them costs more than running them.
_workspace = bindparam("workspace", type_=Integer)
_STEPS = {to_end: _steps(to_end=to_end) for to_end in (False, True)}
_BEFORE = _number_before(bindparam("rank"))
