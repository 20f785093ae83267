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


class Order:
    """A kind of order: `rank` sorts the rows of `scope`, in which no two have the same rank.

    Made once, with parameters in its scope: each create and each move asks it, and making statements costs more than
    running them.
    """

    def __init__(
        self, rank: InstrumentedAttribute[str], row_id: InstrumentedAttribute[int], *scope: ColumnElement[bool]
    ) -> None:
        self.rank, self.row_id, self.scope = rank, row_id, scope
        ranks = select(rank).where(*scope)
        self.first = ranks.order_by(rank).limit(1)
        self.following = self.first.where(rank > bindparam("before"))
        self.last = ranks.order_by(rank.desc()).limit(1)
        table = rank.class_.__table__
        self.write = (
            update(table).where(table.c[row_id.key] == bindparam("row_id")).values({rank.key: bindparam("new_rank")})
        )

    def of(self, **given: int) -> "Ordering":
        """Return one order of this kind by the parameters of its scope."""
        return Ordering(self, given)


@dataclass(frozen=True, slots=True)
class Ordering:
    """One order: those rows of its kind that the parameters choose."""

    kind: Order
    given: Mapping[str, int]


def ranks_after(session: Session, ordering: Ordering, before: str | None, count: int) -> list[str]:
    """Return free ranks, ascending, between `before` (None: the top) and whatever follows it now."""
    following = ordering.kind.first if before is None else ordering.kind.following
    return ranks_between(before, session.scalar(following, {**ordering.given, "before": before}), count)


def last_rank(session: Session, ordering: Ordering) -> str | None:
    """Return the rank of the last row, None if there is none."""
    return session.scalar(ordering.kind.last, ordering.given)


def write_ranks(session: Session, ordering: Ordering, ranks: Mapping[int, str]) -> None:
    """Give rows their new ranks by id; when one has grown long, its neighbours are spread out again."""
    _write(session, ordering, ranks)
    longest = max(ranks.values(), key=len, default="")
    if len(longest) > COMFORTABLE_LENGTH:
        respace(session, ordering, around=longest)


def restore_ranks(session: Session, ordering: Ordering, wanted: Mapping[int, str]) -> dict[int, str]:
    """Give rows the ranks they had before, or the nearest free one after, and return which they got."""
    _write(session, ordering, {row_id: f"~{row_id}" for row_id in wanted})
    kind = ordering.kind
    statement = select(kind.rank).where(*kind.scope, kind.rank.in_(wanted.values()))
    taken = set(session.scalars(statement, ordering.given))
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
    kind = ordering.kind
    rows = select(kind.row_id, kind.rank).where(*kind.scope).limit(reach + 1)
    earlier = list(session.execute(rows.where(kind.rank <= around).order_by(kind.rank.desc()), ordering.given))
    later = list(session.execute(rows.where(kind.rank > around).order_by(kind.rank), ordering.given))
    low = earlier.pop()[1] if len(earlier) > reach else None
    high = later.pop()[1] if len(later) > reach else None
    ids = [row[0] for row in (*reversed(earlier), *later)]
    return dict(zip(ids, ranks_between(low, high, len(ids)), strict=True))


def _write(session: Session, ordering: Ordering, ranks: Mapping[int, str]) -> None:
    if not ranks:
        return
    session.connection().execute(
        ordering.kind.write, [{"row_id": row_id, "new_rank": rank} for row_id, rank in ranks.items()]
    )
