"""Reads of what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.keys import LARGEST_NUMBER
from backlog.identity.models import User


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change with who made it; `actor_name` is None for the application itself."""

    number: int
    at: datetime
    actor_name: str | None
    verb: str
    entity_type: str
    entity_key: str
    changes: dict[str, Any]
    entity_version: int | None
    actor_id: int | None


HISTORY_COLUMNS = (
    Activity.number, Activity.at, User.name, Activity.verb, Activity.entity_type, Activity.entity_key, Activity.changes,
    Activity.entity_version, Activity.actor_id,
)  # fmt: skip


# Read with everything that is shown by itself: made once, because making it costs more than running it.
_HISTORY = (
    select(*HISTORY_COLUMNS)
    .outerjoin(User, User.id == Activity.actor_id)
    .where(
        Activity.workspace_id == bindparam("workspace"),
        Activity.entity_type == bindparam("kind"),
        Activity.entity_id == bindparam("entity"),
        Activity.number < bindparam("before"),
    )
    .order_by(Activity.number.desc())
    .limit(bindparam("most", type_=Integer))
)


def list_history(
    session: Session, *, workspace_id: int, entity_type: str, entity_id: int, limit: int = 50, before: int | None = None
) -> list[HistoryEntry]:
    """Return the changes to one entity, newest first; `before` continues from a number."""
    asked = {"workspace": workspace_id, "kind": entity_type, "entity": entity_id, "most": limit}
    asked["before"] = LARGEST_NUMBER if before is None else before
    return [HistoryEntry(*row) for row in session.execute(_HISTORY, asked)]


def list_activity_after(session: Session, *, workspace_id: int, after: int, limit: int = 500) -> list[HistoryEntry]:
    """Return what happened in a workspace after a running number, oldest first."""
    statement = (
        select(*HISTORY_COLUMNS)
        .outerjoin(User, User.id == Activity.actor_id)
        .where(Activity.workspace_id == workspace_id, Activity.number > after)
        .order_by(Activity.number)
        .limit(limit)
    )
    return [HistoryEntry(*row) for row in session.execute(statement)]


def list_changes_since_version(
    session: Session, *, workspace_id: int, entity_type: str, entity_id: int, version: int
) -> list[HistoryEntry]:
    """Return the changes that made newer versions of an entity than `version`, oldest first."""
    statement = (
        select(*HISTORY_COLUMNS)
        .outerjoin(User, User.id == Activity.actor_id)
        .where(
            Activity.workspace_id == workspace_id,
            Activity.entity_type == entity_type,
            Activity.entity_id == entity_id,
            Activity.entity_version > version,
        )
        .order_by(Activity.number)
        .limit(1000)
    )
    return [HistoryEntry(*row) for row in session.execute(statement)]


def last_activity_number(session: Session, workspace_id: int) -> int:
    """Return the running number of the newest change in a workspace, 0 if nothing happened yet."""
    statement = select(func.max(Activity.number)).where(Activity.workspace_id == workspace_id)
    return session.scalar(statement) or 0
