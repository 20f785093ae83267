"""Who is meant by an @, and where somebody was named and has not answered yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from backlog.activity.models import Activity
from backlog.core.keys import make_key
from backlog.core.markdown import words_in
from backlog.identity.models import User, handle_of
from backlog.requirements.models import ENTITY, Comment, Requirement
from backlog.workspaces.models import Workspace

WAITS_FOR = timedelta(days=30)
MOST_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """One comment that names the reader."""

    key: str
    title: str
    author_name: str
    body: str
    at: datetime


def handles_in(text: str) -> set[str]:
    """Return the handles behind an @ in a Markdown text, in small letters: those that stand out where it is shown."""
    return {mention.removeprefix("@").lower() for mention in words_in(text, "@")}


def list_open_mentions(
    session: Session, *, workspace: Workspace, user_id: int | None, email: str, now: datetime
) -> list[Mention]:
    """Return the comments of the last 30 days that name a person, newest first.

    One that the person has reacted to is left out: by a comment, a change, whatever is recorded on the requirement.
    """
    handle, author = handle_of(email).lower(), aliased(User)
    reaction = exists().where(
        Activity.workspace_id == workspace.id,
        Activity.entity_type == ENTITY,
        Activity.entity_id == Requirement.id,
        Activity.actor_id == user_id,
        Activity.at > Comment.created_at,
    )
    statement = (
        select(
            Requirement.number,
            Requirement.title,
            func.coalesce(author.name, Comment.author_name),
            Comment.body,
            Comment.created_at,
        )
        .join(Requirement, Requirement.id == Comment.requirement_id)
        .outerjoin(author, author.id == Comment.author_id)
        .where(
            Comment.workspace_id == workspace.id,
            Comment.created_at > now - WAITS_FOR,
            Comment.deleted_at.is_(None),
            func.coalesce(Comment.author_id, 0) != user_id,
            func.lower(Comment.body).contains(f"@{handle}", autoescape=True),
            Requirement.archived_at.is_(None),
            ~reaction,
        )
        .order_by(Comment.created_at.desc(), Comment.id.desc())
        .limit(MOST_MENTIONS)
    )
    prefix = workspace.requirement_prefix
    rows = session.execute(statement).all()
    return [Mention(make_key(prefix, row[0]), *row[1:]) for row in rows if handle in handles_in(row[3])]
