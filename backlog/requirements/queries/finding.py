"""Finding single requirements while somebody types."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import UnaryExpression, func, or_, select
from sqlalchemy.orm import Session

from backlog.core.keys import find_number, make_key
from backlog.core.types import clean_text
from backlog.requirements.models import Requirement
from backlog.requirements.queries.conditions import text_condition
from backlog.requirements.queries.order import belongs_to
from backlog.workspaces.models import Workspace

MOST_SUGGESTIONS = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A requirement offered while somebody types."""

    key: str
    title: str
    kind: str
    status: str


def suggest(
    session: Session, *, workspace: Workspace, text: str, without: Sequence[str] = (), limit: int = MOST_SUGGESTIONS
) -> list[Suggestion]:
    """Return requirements for a key, its beginning, its number or words.

    The very key comes first, then titles that say it, by rank; archived ones are left out.
    """
    cleaned = clean_text(text).strip()
    if not cleaned:
        return []
    prefix, prefixes = workspace.requirement_prefix, workspace.requirement_prefixes
    exact = find_number(prefixes, cleaned) or find_number(prefixes, f"{prefix}-{cleaned}")
    hidden = [number for key in without if (number := find_number(prefixes, key)) is not None]
    found = text_condition(session, workspace, cleaned)
    in_title = func.lower(Requirement.title).contains(cleaned.lower(), autoescape=True)
    order: list[UnaryExpression[Any]] = [in_title.desc(), Requirement.rank.asc()]
    if exact is not None:
        # Only where there is a number: either of two conditions keeps SQLite from going by the words found.
        found, order = or_(found, Requirement.number == exact), [(Requirement.number == exact).desc(), *order]
    statement = (
        select(Requirement.number, Requirement.title, Requirement.kind, Requirement.status)
        .where(belongs_to(workspace), found, Requirement.archived_at.is_(None), Requirement.number.not_in(hidden))
        .order_by(*order)
        .limit(limit)
    )
    return [Suggestion(make_key(prefix, row[0]), *row[1:]) for row in session.execute(statement)]
