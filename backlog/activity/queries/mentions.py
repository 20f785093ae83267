"""Who is meant by an @, and where somebody was named and has not answered yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from backlog.activity.models import Activity, Commented, comment_field
from backlog.core.keys import make_key
from backlog.core.markdown import words_in
from backlog.identity.models import User, handle_of
from backlog.workspaces.models import Workspace

WAITS_FOR = timedelta(days=30)
MOST_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """One comment that names the reader, and what it is about."""

    on: Commented
    comment_id: int
    key: str
    title: str
    author_name: str
    body: str
    at: datetime


def handles_in(text: str) -> set[str]:
    """Return the handles behind an @ in a Markdown text, in small letters: those that stand out where it is shown."""
    return {mention.removeprefix("@").lower() for mention in words_in(text, "@")}


def ever_mentioned_in(session: Session, *, on: Commented, subject: Any, comment_id: int) -> frozenset[int]:
    """Return the ids of all whom a comment has mentioned since it was written, whatever it says today."""
    statement = select(Activity.changes).where(
        Activity.workspace_id == subject.workspace_id,
        Activity.entity_type == on.entity_type,
        Activity.entity_id == subject.id,
        Activity.verb.in_([f"{on.entity_type}.commented", f"{on.entity_type}.comment_edited"]),
    )
    found = (changes.get(comment_field(comment_id), (None, None)) for changes in session.scalars(statement))
    return frozenset(user_id for change in found for side in change if side for user_id in side["mentions"])


def list_open_mentions(
    session: Session,
    *,
    kinds: Collection[Commented],
    workspace: Workspace,
    user_id: int | None,
    email: str,
    now: datetime,
) -> list[Mention]:
    """Return the comments of the last 30 days on these kinds of things that name a person, newest first.

    One that the person has reacted to is left out: by a comment, a change, whatever is recorded on the thing.
    """
    handle = handle_of(email).lower()
    named = union_all(*(_naming(on, workspace, user_id, handle, now) for on in kinds)).subquery()
    by_prefix = {on.prefix_of: on for on in kinds}
    statement = select(named).order_by(named.c.created_at.desc(), named.c.id.desc()).limit(MOST_MENTIONS)
    found = [one for one in session.execute(statement) if handle in handles_in(one.body)]
    return [_mention(workspace, by_prefix[one.prefix_of], one) for one in found]


def _mention(workspace: Workspace, on: Commented, row: Any) -> Mention:
    key = make_key(getattr(workspace, on.prefix_of), row.number)
    return Mention(on, row.id, key, row.title, row.who, row.body, row.created_at)


def _naming(on: Commented, workspace: Workspace, user_id: int | None, handle: str, now: datetime) -> Select[Any]:
    """Return a select of the comments on one kind of thing that may name the handle and wait for its person."""
    subject, comment, author = on.subject, on.comment, aliased(User)
    reaction = exists().where(
        Activity.workspace_id == workspace.id,
        Activity.entity_type == on.entity_type,
        Activity.entity_id == subject.id,
        Activity.actor_id == user_id,
        Activity.at > comment.created_at,
    )
    return (
        select(
            literal(on.prefix_of).label("prefix_of"),
            subject.number,
            subject.title,
            func.coalesce(author.name, comment.author_name).label("who"),
            comment.body,
            comment.created_at,
            comment.id,
        )
        .join(subject, subject.id == comment.subject_id)
        .outerjoin(author, author.id == comment.author_id)
        .where(
            comment.workspace_id == workspace.id,
            comment.created_at > now - WAITS_FOR,
            comment.deleted_at.is_(None),
            func.coalesce(comment.author_id, 0) != user_id,
            func.lower(comment.body).contains(f"@{handle}", autoescape=True),
            subject.archived_at.is_(None),
            ~reaction,
        )
    )
