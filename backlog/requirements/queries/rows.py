"""The ranked list: narrow rows, their places in the whole order, and how many there are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from backlog.core.alphabet import alphabetical
from backlog.core.keys import make_key
from backlog.core.pagination import NumberedPage
from backlog.core.permissions import Actor
from backlog.identity.models import User, initials_of
from backlog.requirements.models import Requirement, RequirementLabel
from backlog.requirements.queries.conditions import conditions_of, order_of
from backlog.requirements.queries.filters import RequirementFilter
from backlog.requirements.queries.order import EPIC, belongs_to_id, in_order_of
from backlog.workspaces.models import Workspace

PER_PAGE = 100


class RequirementRow(NamedTuple):
    """One line of the list. `place` counts from 1 in the whole order, filters or not; None outside of it."""

    id: int
    key: str
    kind: str
    title: str
    epic_key: str | None
    epic_title: str | None
    status: str
    moscow: str | None
    points: Decimal | None
    owner_id: int | None
    owner_name: str | None
    owner_email: str | None
    target_on: date | None
    rank: str
    archived_at: datetime | None
    updated_at: datetime
    version: int
    place: int | None = None

    @property
    def owner_initials(self) -> str | None:
        """Return the letters that stand for the owner."""
        return initials_of(self.owner_name) if self.owner_name else None

    @property
    def is_archived(self) -> bool:
        """Tell whether it has been put away."""
        return self.archived_at is not None


_epic = aliased(Requirement, name="epic")
_ROWS = (
    select(
        Requirement.id,
        Requirement.number,
        Requirement.kind,
        Requirement.title,
        _epic.number,
        _epic.title,
        Requirement.status,
        Requirement.moscow,
        Requirement.points,
        Requirement.owner_id,
        User.name,
        User.email,
        Requirement.target_on,
        Requirement.rank,
        Requirement.archived_at,
        Requirement.updated_at,
        Requirement.version,
    )
    .outerjoin(_epic, _epic.id == Requirement.parent_id)
    .outerjoin(User, User.id == Requirement.owner_id)
)


def _steps(*, to_end: bool) -> Select[int, int]:
    """Return the statement that finds, for some ids, how many places each stands behind the one before it.

    With `to_end` one more row says how many places there are behind the last.
    """
    workspace = bindparam("workspace", type_=Integer)
    chosen = select(Requirement.id, Requirement.rank).where(
        belongs_to_id(workspace),
        Requirement.archived_at.is_(None),
        Requirement.kind != EPIC,
        Requirement.id.in_(bindparam("ids", expanding=True)),
    )
    end = select(literal(_END), literal(_BEHIND_ALL))
    stops = (union_all(chosen, end) if to_end else chosen).subquery()
    previous = func.coalesce(func.lag(stops.c.rank).over(order_by=stops.c.rank), "").label("previous")
    page = select(stops.c.id, stops.c.rank, previous).subquery()
    between = (
        select(func.count())
        .select_from(Requirement)
        .where(in_order_of(workspace), Requirement.rank > page.c.previous, Requirement.rank <= page.c.rank)
        .scalar_subquery()
    )
    return select(page.c.id, between).order_by(page.c.rank)


# Ranks are letters and digits, and no row has the id 0.
_END, _BEHIND_ALL = 0, "~"
# Made once: making them costs more than running them.
_STEPS = {to_end: _steps(to_end=to_end) for to_end in (False, True)}


def list_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    wanted: RequirementFilter,
    page: int = 1,
    per_page: int = PER_PAGE,
    counts_whole: bool = False,
) -> NumberedPage[RequirementRow]:
    """Return one page of the list as the filter asks for it; a page beyond the last one is the last one.

    With `counts_whole` the page says how many places the order has without the filter.
    """
    conditions, order = conditions_of(session, workspace, actor, wanted), order_of(wanted)
    chosen = select(Requirement.id).where(*conditions).order_by(*order)
    found: Sequence[Any] = _read(session, chosen.limit(per_page + 1), order) if page <= 1 else ()
    # A first page that is the only one needs no count of its own.
    total = len(found) if 0 < len(found) <= per_page else _count(session, conditions)
    number = min(max(page, 1), max(1, -(-total // per_page)))
    offset = (number - 1) * per_page
    found = found[:per_page] or _read(session, chosen.limit(per_page).offset(offset), order)
    ids = [row[0] for row in found]
    if wanted.is_ranked and not wanted.narrows:
        places = {requirement_id: offset + index for index, requirement_id in enumerate(ids, 1)} | {_END: total}
    else:
        places = _places(session, workspace, ids, to_end=counts_whole)
    rows = _rows(workspace, found, places)
    return NumberedPage(items=rows, number=number, size=per_page, total=total, whole=places.get(_END))


def list_requirements_after(
    session: Session, *, workspace: Workspace, actor: Actor, wanted: RequirementFilter, after_rank: str | None,
    limit: int,
) -> list[RequirementRow]:  # fmt: skip
    """Return the rows of the filter that stand after a rank, in the order of ranks whatever the filter's own."""
    conditions = conditions_of(session, workspace, actor, wanted)
    if after_rank is not None:
        conditions.append(Requirement.rank > after_rank)
    chosen = select(Requirement.id).where(*conditions).order_by(Requirement.rank).limit(limit)
    return _placed(session, workspace, _read(session, chosen, [Requirement.rank]))


def list_rows(session: Session, *, workspace: Workspace, ids: Sequence[int]) -> list[RequirementRow]:
    """Return these requirements of the workspace as rows, in the order of ranks; for fragments after a change."""
    chosen = select(Requirement.id).where(Requirement.workspace_id == workspace.id, Requirement.id.in_(ids))
    return _placed(session, workspace, _read(session, chosen, [Requirement.rank]))


def list_numbered(session: Session, *, workspace: Workspace, numbers: Sequence[int]) -> list[RequirementRow]:
    """Return the requirements of the workspace with these running numbers as rows, in the order of ranks."""
    chosen = select(Requirement.id).where(Requirement.workspace_id == workspace.id, Requirement.number.in_(numbers))
    return _placed(session, workspace, _read(session, chosen, [Requirement.rank]))


def count_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    wanted: RequirementFilter,
    among: Sequence[int] | None = None,
) -> int:
    """Return how many requirements the filter shows; `among` ids, if given."""
    conditions = conditions_of(session, workspace, actor, wanted)
    return _count(session, conditions if among is None else [*conditions, Requirement.id.in_(among)])


def places_of(session: Session, workspace: Workspace, ids: Sequence[int]) -> dict[int, int]:
    """Return the places of requirements in the whole order, counted from 1, of those that are in it.

    One statement: each counts only from the one before it, over the index of the backlog alone.
    """
    return _places(session, workspace, ids, to_end=False)


def _places(session: Session, workspace: Workspace, ids: Sequence[int], *, to_end: bool) -> dict[int, int]:
    """Return the same, with `to_end` under `_END` the last place that there is."""
    if not (ids or to_end):
        return {}
    steps = session.execute(_STEPS[to_end], {"workspace": workspace.id, "ids": list(ids)}).all()
    places = accumulate(step for _, step in steps)
    return {requirement_id: place for (requirement_id, _), place in zip(steps, places, strict=True)}


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Requirement).where(*conditions)) or 0


def _read(session: Session, chosen: Select[Any], order: list[Any]) -> Sequence[Any]:
    return session.execute(_ROWS.where(Requirement.id.in_(chosen)).order_by(*order)).all()


def _placed(session: Session, workspace: Workspace, found: Sequence[Any]) -> list[RequirementRow]:
    return _rows(workspace, found, places_of(session, workspace, [row[0] for row in found]))


def _rows(workspace: Workspace, found: Sequence[Any], places: Mapping[int, int]) -> list[RequirementRow]:
    return [_row(workspace.requirement_prefix, row, places.get(row[0])) for row in found]


def _row(prefix: str, row: Any, place: int | None) -> RequirementRow:
    requirement_id, number, kind, title, epic_number, *others = row
    epic_key = make_key(prefix, epic_number) if epic_number else None
    values = (requirement_id, make_key(prefix, number), kind, title, epic_key, *others, place)
    return RequirementRow(*values)


def labels_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the labels of requirements by id, each by name; those without any are left out."""
    statement = select(RequirementLabel.requirement_id, RequirementLabel.name).where(
        RequirementLabel.requirement_id.in_(ids)
    )
    labels: dict[int, list[str]] = {}
    for requirement_id, name in sorted(session.execute(statement), key=lambda row: alphabetical(row[1])):
        labels.setdefault(requirement_id, []).append(name)
    return labels
