"""Where requirements stand: the backlog has one order, epics have one of their own beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, literal_column, select
from sqlalchemy.orm import Session, aliased

from backlog.core.ordering import Order, Ordering
from backlog.requirements.models import Requirement
from backlog.requirements.terms import Kind
from backlog.workspaces.models import Workspace

# Written out and no parameter: only so do the databases see that the partial index of the backlog fits.
EPIC: ColumnElement[str] = literal_column("'epic'")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One requirement in its order; `before` is the number of what stands right before it, None at the top."""

    id: int
    number: int
    kind: str
    is_archived: bool
    rank: str
    before: int | None

    @property
    def is_epic(self) -> bool:
        """Tell which of the two orders it stands in."""
        return self.kind == Kind.EPIC


# True of every rank; said where no other condition names the rank, so that SQLite's planner goes by the partial index.
ANY_RANK: ColumnElement[bool] = Requirement.rank > ""


def belongs_to(workspace: Workspace) -> ColumnElement[bool]:
    """Return the condition for being in the workspace, for statements in which ids lead to the rows.

    The sum keeps SQLite's planner from going through the whole workspace instead.
    """
    return belongs_to_id(workspace.id)


def belongs_to_id(workspace_id: Any) -> ColumnElement[bool]:
    """Return the same for a workspace's id, or for the parameter in its place where a statement is made once."""
    found: ColumnElement[bool] = Requirement.workspace_id + 0 == workspace_id
    return found


def ordering_of(workspace: Workspace) -> Ordering:
    """Return the ranks of all requirements of a workspace; archived ones and epics keep their places among them."""
    return _BACKLOG.of(workspace=workspace.id)


def in_order(workspace: Workspace, *, epics: bool = False) -> ColumnElement[bool]:
    """Return the condition for standing in the backlog's order, or in that of the epics."""
    return in_order_of(workspace.id, epics=epics)


def in_order_of(workspace_id: Any, *, epics: bool = False, of: Any = Requirement) -> ColumnElement[bool]:
    """Return the same for a workspace's id, or for the parameter in its place where a statement is made once."""
    return and_(of.workspace_id == workspace_id, *_in_sight(of, epics=epics))


def list_order_rows(session: Session, workspace: Workspace, numbers: Collection[int]) -> list[OrderRow]:
    """Return these requirements of the workspace, archived or not, in the order of their ranks; one statement."""
    found = session.execute(_ORDER_ROWS, {"workspace": workspace.id, "numbers": list(numbers)})
    # Sorted here: asked to sort, SQLite would read the whole order to find them.
    return sorted((OrderRow(*row) for row in found), key=lambda row: row.rank)


def find_order_row(
    session: Session,
    workspace: Workspace,
    *,
    without: Sequence[OrderRow],
    above: str | None = None,
    place: int | None = None,
) -> OrderRow | None:
    """Return one row of the order in which `without` stand, as if they were not there.

    The one at a place counted from 1, else the last one above a rank, else the last of all; None if there is none.
    """
    statement = select(Requirement.number).where(
        in_order(workspace, epics=without[0].is_epic), Requirement.id.not_in([row.id for row in without])
    )
    statement = statement.where(ANY_RANK if above is None else Requirement.rank < above)
    if place is None:
        statement = statement.order_by(Requirement.rank.desc())
    else:
        statement = statement.order_by(Requirement.rank).offset(place - 1)
    number = session.scalar(statement.limit(1))
    return None if number is None else list_order_rows(session, workspace, [number])[0]


def _in_sight(entity: Any, *, epics: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return entity.archived_at.is_(None), entity.kind == EPIC if epics else entity.kind != EPIC


def _number_before(*, epics: bool) -> ColumnElement[Any]:
    earlier = aliased(Requirement)
    return (
        select(earlier.number)
        .where(
            earlier.workspace_id == Requirement.workspace_id,
            *_in_sight(earlier, epics=epics),
            earlier.rank < Requirement.rank,
        )
        .order_by(earlier.rank.desc())
        .limit(1)
        .scalar_subquery()
    )


_BACKLOG = Order(Requirement.rank, Requirement.id, Requirement.workspace_id == bindparam("workspace"))
# Every move passes here: the statement is put together once.
_ORDER_ROWS = select(
    Requirement.id,
    Requirement.number,
    Requirement.kind,
    Requirement.archived_at.is_not(None),
    Requirement.rank,
    case((Requirement.kind == EPIC, _number_before(epics=True)), else_=_number_before(epics=False)),
).where(
    Requirement.workspace_id == bindparam("workspace"),
    Requirement.number.in_(bindparam("numbers", expanding=True)),
)
