"""Orders that people make by hand: a move writes one rank for each row that moves, wherever it goes.

Call these while nobody else can write the same order (the workspace's lock): two who look for a free rank at the
same time would find the same one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from backlog.core.rank import COMFORTABLE_LENGTH, ranks_between

# How many rows on either side are spread out when a rank has grown long; more only if these stand too close.
_REACHES = (50, 200, 800)
_ROOMY_LENGTH = COMFORTABLE_LENGTH // 2


@dataclass(frozen=True, slots=True)
class Ordering:
    """One order: `rank` sorts the rows of `scope`, in which no two have the same rank."""

    rank: InstrumentedAttribute[str]
    row_id: InstrumentedAttribute[int]
    scope: tuple[ColumnElement[bool], ...]


def ranks_after(session: Session, ordering: Ordering, before: str | None, count: int) -> list[str]:
    """Return free ranks, ascending, between `before` (None: the top) and whatever follows it now."""
    statement = select(ordering.rank).where(*ordering.scope).order_by(ordering.rank).limit(1)
    if before is not None:
        statement = statement.where(ordering.rank > before)
    return ranks_between(before, session.scalar(statement), count)


def last_rank(session: Session, ordering: Ordering) -> str | None:
    """Return the rank of the last row, None if there is none."""
    return session.scalar(select(ordering.rank).where(*ordering.scope).order_by(ordering.rank.desc()).limit(1))


def write_ranks(session: Session, ordering: Ordering, ranks: Mapping[int, str]) -> None:
    """Give rows their new ranks by id; when one has grown long, its neighbours are spread out again."""
    _write(session, ordering, ranks)
    longest = max(ranks.values(), key=len, default="")
    if len(longest) > COMFORTABLE_LENGTH:
        respace(session, ordering, around=longest)


def restore_ranks(session: Session, ordering: Ordering, wanted: Mapping[int, str]) -> dict[int, str]:
    """Give rows the ranks they had before, or the nearest free one after, and return which they got."""
    _write(session, ordering, {row_id: f"~{row_id}" for row_id in wanted})
    statement = select(ordering.rank).where(*ordering.scope, ordering.rank.in_(wanted.values()))
    taken = set(session.scalars(statement))
    given = {row_id: rank for row_id, rank in wanted.items() if rank not in taken}
    _write(session, ordering, given)
    for row_id in wanted.keys() - given.keys():
        given[row_id] = ranks_after(session, ordering, wanted[row_id], 1)[0]
        _write(session, ordering, {row_id: given[row_id]})
    return given


def respace(session: Session, ordering: Ordering, *, around: str) -> None:
    """Give a bounded number of rows around a rank new, shorter ranks in the same order."""
    spread: dict[int, str] = {}
    for reach in _REACHES:
        spread = _spread(session, ordering, around, reach)
        if max(map(len, spread.values()), default=0) <= _ROOMY_LENGTH:
            break
    # A new rank may still be another row's old one: step aside first, behind every rank there can be.
    _write(session, ordering, {row_id: f"~{row_id}" for row_id in spread})
    _write(session, ordering, spread)


def _spread(session: Session, ordering: Ordering, around: str, reach: int) -> dict[int, str]:
    """Return evenly spread ranks for the rows up to `reach` on either side, within what stands beyond them."""
    rows = select(ordering.row_id, ordering.rank).where(*ordering.scope).limit(reach + 1)
    earlier = list(session.execute(rows.where(ordering.rank <= around).order_by(ordering.rank.desc())))
    later = list(session.execute(rows.where(ordering.rank > around).order_by(ordering.rank)))
    low = earlier.pop()[1] if len(earlier) > reach else None
    high = later.pop()[1] if len(later) > reach else None
    ids = [row[0] for row in (*reversed(earlier), *later)]
    return dict(zip(ids, ranks_between(low, high, len(ids)), strict=True))


def _write(session: Session, ordering: Ordering, ranks: Mapping[int, str]) -> None:
    if not ranks:
        return
    table = ordering.rank.class_.__table__
    statement = (
        update(table)
        .where(table.c[ordering.row_id.key] == bindparam("row_id"))
        .values({ordering.rank.key: bindparam("new_rank")})
    )
    session.connection().execute(statement, [{"row_id": row_id, "new_rank": rank} for row_id, rank in ranks.items()])
