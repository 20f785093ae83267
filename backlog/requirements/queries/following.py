"""What others did to the requirements somebody wrote, looks after or talked about."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.activity.queries import HISTORY_COLUMNS, HistoryEntry
from backlog.core.keys import make_key
from backlog.identity.models import User
from backlog.requirements.models import ENTITY, Comment, Requirement
from backlog.workspaces.models import Workspace

RECENT = timedelta(days=14)
_MOST_READ = 80
_VERBS = frozenset({"commented", "handed_over", "archived", "restored"})
_FIELDS = frozenset({"status", "owner_id", "target_on"})


@dataclass(frozen=True, slots=True)
class News:
    """One change to a requirement the reader follows."""

    key: str
    title: str
    entry: HistoryEntry


def list_news(session: Session, *, workspace: Workspace, user_id: int | None, now: datetime, limit: int) -> list[News]:
    """Return what mattered among the changes of two weeks, newest first, once for each requirement."""
    followed = select(Requirement.id).where(
        Requirement.workspace_id == workspace.id,
        or_(
            Requirement.created_by == user_id,
            Requirement.owner_id == user_id,
            Requirement.id.in_(select(Comment.requirement_id).where(Comment.author_id == user_id)),
        ),
    )
    statement = (
        select(*HISTORY_COLUMNS, Requirement.number, Requirement.title)
        .join(Requirement, Requirement.id == Activity.entity_id)
        .outerjoin(User, User.id == Activity.actor_id)
        .where(
            Activity.workspace_id == workspace.id,
            Activity.entity_type == ENTITY,
            Activity.at > now - RECENT,
            Activity.actor_id != user_id,
            Activity.verb.not_in([f"{ENTITY}.created", f"{ENTITY}.ranked"]),
            Activity.entity_id.in_(followed),
        )
        .order_by(Activity.number.desc())
        .limit(_MOST_READ)
    )
    found: dict[int, News] = {}
    for *entry, number, title in session.execute(statement):
        one = HistoryEntry(*entry)
        if number not in found and _matters(one):
            found[number] = News(make_key(workspace.requirement_prefix, number), title, one)
    return list(found.values())[:limit]


def _matters(entry: HistoryEntry) -> bool:
    return entry.verb.removeprefix(f"{ENTITY}.") in _VERBS or bool(_FIELDS & entry.changes.keys())
