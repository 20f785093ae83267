"""The ranked list: narrow rows with their places in the whole order, and how many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.alphabet import alphabetical
from backlog.core.keys import make_key
from backlog.core.pagination import NumberedPage
from backlog.core.permissions import Actor
from backlog.identity.models import initials_of
from backlog.requirements.models import Requirement, RequirementLabel
from backlog.requirements.queries.choosing import choice_of, count_by, read_rows
from backlog.requirements.queries.conditions import conditions_of
from backlog.requirements.queries.filters import RequirementFilter
from backlog.requirements.queries.places import Places, find_number_before, find_places
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


@dataclass(frozen=True, slots=True)
class BacklogPage(NumberedPage[RequirementRow]):
    """One page of the backlog; `before` is the key above its first row in the whole order, None at the top."""

    before: str | None = None


def list_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    wanted: RequirementFilter,
    page: int = 1,
    per_page: int = PER_PAGE,
    counts_whole: bool = False,
) -> BacklogPage:
    """Return one page of the list as the filter asks for it; a page beyond the last one is the last one.

    With `counts_whole` the page says how many places the order has without the filter.
    """
    choice = choice_of(session, workspace, actor, wanted)
    first: Sequence[Any] | None = choice.rows(limit=per_page + 1) if page <= 1 else None
    # A first page that is the only one, or holds nothing, needs no count of its own.
    total = choice.count() if first is None or len(first) > per_page else len(first)
    number = min(max(page, 1), max(1, -(-total // per_page)))
    offset = (number - 1) * per_page
    found = choice.rows(limit=per_page, offset=offset) if first is None else first[:per_page]
    ids = [row[0] for row in found]
    if wanted.is_ranked and not wanted.narrows:
        places = _counted_on(session, workspace, found, offset, total)
    else:
        places = find_places(session, workspace, ids, counts_whole=counts_whole)
    rows = _rows(workspace, found, places.of)
    before = None if places.before is None else make_key(workspace.requirement_prefix, places.before)
    return BacklogPage(rows, number, per_page, total, places.whole, before)


def list_requirements_after(
    session: Session, *, workspace: Workspace, actor: Actor, wanted: RequirementFilter, after_rank: str | None,
    limit: int,
) -> list[RequirementRow]:  # fmt: skip
    """Return the rows of the filter that stand after a rank, in the order of ranks whatever the filter's own."""
    conditions = conditions_of(session, workspace, actor, wanted)
    if after_rank is not None:
        conditions.append(Requirement.rank > after_rank)
    chosen = select(Requirement.id).where(*conditions).order_by(Requirement.rank).limit(limit)
    return _placed(session, workspace, read_rows(session, chosen, [Requirement.rank]))


def list_rows(session: Session, *, workspace: Workspace, ids: Sequence[int]) -> list[RequirementRow]:
    """Return these requirements of the workspace as rows, in the order of ranks; for fragments after a change."""
    chosen = select(Requirement.id).where(Requirement.workspace_id == workspace.id, Requirement.id.in_(ids))
    return _placed(session, workspace, read_rows(session, chosen, [Requirement.rank]))


def list_created(
    session: Session, *, workspace: Workspace, numbers: Sequence[int], user_id: int | None, since: datetime
) -> list[RequirementRow]:
    """Return those of the running numbers that somebody has created since then, in the order of ranks."""
    chosen = select(Requirement.id).where(
        Requirement.workspace_id == workspace.id,
        Requirement.number.in_(numbers),
        Requirement.created_by == user_id,
        Requirement.created_at > since,
    )
    return _placed(session, workspace, read_rows(session, chosen, [Requirement.rank]))


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
    return count_by(session, conditions if among is None else [*conditions, Requirement.id.in_(among)])


def _counted_on(session: Session, workspace: Workspace, found: Sequence[Any], offset: int, total: int) -> Places:
    """Return the places of a page of the whole order, which need no counting."""
    of = {row[0]: offset + index for index, row in enumerate(found, 1)}
    return Places(of, total, find_number_before(session, workspace, found[0].rank) if offset and found else None)


def _placed(session: Session, workspace: Workspace, found: Sequence[Any]) -> list[RequirementRow]:
    return _rows(workspace, found, find_places(session, workspace, [row[0] for row in found]).of)


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
