"""What a filter chooses, as rows and as a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Integer, Select, String, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from backlog.core.keys import key_digits
from backlog.core.permissions import Actor
from backlog.core.search_index import match_expression, select_matching
from backlog.identity.models import User
from backlog.requirements.models import ENTITY, Requirement
from backlog.requirements.queries.conditions import conditions_of, order_of
from backlog.requirements.queries.filters import RequirementFilter
from backlog.requirements.queries.order import EPIC, belongs_to_id
from backlog.workspaces.models import Workspace

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


class Choice(Protocol):
    """What a filter shows."""

    def rows(self, *, limit: int, offset: int = 0) -> Sequence[Any]:
        """Return some of it in its order, as `read_rows` does."""

    def count(self) -> int:
        """Return how many it shows."""


def choice_of(session: Session, workspace: Workspace, actor: Actor, wanted: RequirementFilter) -> Choice:
    """Return what the filter chooses; by words alone, as most people search, with statements that are made already."""
    words = _words_alone(session, workspace, wanted)
    if words is not None:
        return _ByWords(session, {"workspace": workspace.id, "words": words})
    return _ByConditions(session, conditions_of(session, workspace, actor, wanted), order_of(wanted))


def read_rows(session: Session, chosen: Select[Any], order: Sequence[Any]) -> Sequence[Any]:
    """Return what a select of ids chooses as the columns of a row of the list."""
    return session.execute(_ROWS.where(Requirement.id.in_(chosen)).order_by(*order)).all()


def count_by(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Return how many requirements fulfil conditions."""
    return session.scalar(_count().where(*conditions)) or 0


@dataclass(frozen=True, slots=True)
class _ByConditions:
    session: Session
    conditions: Sequence[ColumnElement[bool]]
    order: Sequence[Any]

    def rows(self, *, limit: int, offset: int = 0) -> Sequence[Any]:
        chosen = select(Requirement.id).where(*self.conditions).order_by(*self.order).limit(limit)
        return read_rows(self.session, chosen.offset(offset) if offset else chosen, self.order)

    def count(self) -> int:
        return count_by(self.session, self.conditions)


@dataclass(frozen=True, slots=True)
class _ByWords:
    session: Session
    asked: dict[str, Any]

    def rows(self, *, limit: int, offset: int = 0) -> Sequence[Any]:
        rows, _ = _statements(self.session)
        return self.session.execute(rows, {**self.asked, "limit": limit, "offset": offset}).all()

    def count(self) -> int:
        _, count = _statements(self.session)
        return self.session.scalar(count, self.asked) or 0


def _words_alone(session: Session, workspace: Workspace, wanted: RequirementFilter) -> str | None:
    """Return what the index is asked where words, and no key, are all that narrows the ranked backlog."""
    if wanted != RequirementFilter(text=wanted.text):
        return None
    is_key = key_digits(workspace.requirement_prefixes, wanted.text) is not None
    return None if is_key else match_expression(session, wanted.text)


def _statements(session: Session) -> tuple[Any, Any]:
    database = session.get_bind().dialect.name
    if database not in _MADE:
        _MADE[database] = _make_statements(session)
    return _MADE[database]


def _make_statements(session: Session) -> tuple[Any, Any]:
    workspace = bindparam("workspace", type_=Integer)
    ids = select_matching(session, workspace, ENTITY, bindparam("words", type_=String))
    conditions = [
        belongs_to_id(workspace), Requirement.id.in_(ids), Requirement.kind != EPIC, Requirement.archived_at.is_(None),
    ]  # fmt: skip
    chosen = select(Requirement.id).where(*conditions).order_by(Requirement.rank)
    page = chosen.limit(bindparam("limit", type_=Integer)).offset(bindparam("offset", type_=Integer))
    return _ROWS.where(Requirement.id.in_(page)).order_by(Requirement.rank), _count().where(*conditions)


def _count() -> Select[Any]:
    return select(func.count()).select_from(Requirement)


# By the database; making them costs more than running them.
_MADE: dict[str, tuple[Any, Any]] = {}
