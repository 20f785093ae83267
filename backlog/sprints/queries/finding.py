"""Finding single actions and sprints while somebody types."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from backlog.core.keys import find_number, key_digits, make_key, number_ranges
from backlog.core.search_index import matching_ids
from backlog.core.types import clean_text
from backlog.sprints.models import ENTITY, Action, BoardColumn, Sprint
from backlog.workspaces.models import Workspace

_NUMBER = re.compile(r"(?:sprint\s*)?([1-9][0-9]{0,8})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActionSuggestion:
    """An action offered while somebody types."""

    key: str
    title: str
    sprint_number: int | None
    column_name: str | None
    column_category: str | None
    done_at: datetime | None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SprintSuggestion:
    """A sprint offered while somebody types."""

    number: int
    goal: str
    state: str


def suggest_actions(session: Session, *, workspace: Workspace, text: str, limit: int) -> list[ActionSuggestion]:
    """Return actions for a key, its beginning, its number or words: the very key first, then what is not done."""
    cleaned = clean_text(text).strip()
    if not cleaned:
        return []
    prefix, prefixes = workspace.action_prefix, workspace.action_prefixes
    exact = find_number(prefixes, cleaned) or find_number(prefixes, f"{prefix}-{cleaned}")
    statement = (
        select(Action.number, Action.title, Sprint.number, BoardColumn.name, BoardColumn.category, Action.done_at)
        .outerjoin(Sprint, Sprint.id == Action.sprint_id)
        .outerjoin(BoardColumn, BoardColumn.id == Action.column_id)
        .where(
            Action.workspace_id == workspace.id,
            Action.archived_at.is_(None),
            _meant(session, workspace, cleaned, exact),
        )
        .order_by(
            (Action.number == (exact or 0)).desc(),
            func.lower(Action.title).contains(cleaned.lower(), autoescape=True).desc(),
            Action.done_at.is_not(None),
            Action.number.desc(),
        )
        .limit(limit)
    )
    return [ActionSuggestion(make_key(prefix, row[0]), *row[1:]) for row in session.execute(statement)]


def suggest_sprints(session: Session, *, workspace: Workspace, text: str, limit: int) -> list[SprintSuggestion]:
    """Return the sprint of this number, or those whose goal holds all the words, newest first."""
    cleaned = clean_text(text).strip()
    if not cleaned:
        return []
    found = _NUMBER.fullmatch(cleaned)
    words = [func.lower(Sprint.goal).contains(word.lower(), autoescape=True) for word in cleaned.split()]
    statement = (
        select(Sprint.number, Sprint.goal, Sprint.state)
        .where(Sprint.workspace_id == workspace.id, Sprint.number == int(found[1]) if found else and_(*words))
        .order_by(Sprint.number.desc())
        .limit(limit)
    )
    return [SprintSuggestion(*row) for row in session.execute(statement)]


def _meant(session: Session, workspace: Workspace, text: str, exact: int | None) -> ColumnElement[bool]:
    if (digits := key_digits(workspace.action_prefixes, text)) is not None:
        return or_(*(Action.number.between(low, high) for low, high in number_ranges(digits)))
    found = matching_ids(session, workspace_id=workspace.id, entity_type=ENTITY, query=text)
    words = Action.id.in_(found) if found is not None else false()
    return or_(words, Action.number == exact) if exact else words
