"""What people said about a thing."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from backlog.activity.models import CommentColumns, Commented
from backlog.core.errors import NotFound
from backlog.core.keys import find_number
from backlog.workspaces.models import Workspace

MOST_COMMENTS = 500


def get_subject(session: Session, *, on: Commented, workspace: Workspace, key: str) -> Any:
    """Return the thing with this key; raise NotFound. Archived ones are found too."""
    subject = on.subject
    number = find_number(workspace.prefixes_of(on.prefix_of), key)
    found = session.scalar(select(subject).where(subject.workspace_id == workspace.id, subject.number == number))
    if found is None:
        raise NotFound
    return found


def get_comment(
    session: Session, *, on: Commented, workspace: Workspace, key: str, comment_id: int
) -> tuple[Any, CommentColumns]:
    """Return a thing and one comment on it that is not deleted, with its author; raise NotFound."""
    subject, comment = get_subject(session, on=on, workspace=workspace, key=key), on.comment
    statement = (
        select(comment)
        .where(comment.id == comment_id, comment.subject_id == subject.id, comment.deleted_at.is_(None))
        .options(joinedload(comment.author))
    )
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return subject, found


def list_comments(
    session: Session,
    *,
    on: Commented,
    subject_id: int,
    after: tuple[datetime, int] | None = None,
    limit: int = MOST_COMMENTS,
) -> Sequence[CommentColumns]:
    """Return what was said about a thing, oldest first, with its authors; deleted comments are left out.

    `after` continues behind a comment's time and id.
    """
    statement, comment = _said_about(on), on.comment
    if after is not None:
        at, comment_id = after
        later = and_(comment.created_at == at, comment.id > comment_id)
        statement = statement.where(or_(comment.created_at > at, later))
    return session.scalars(statement, {"subject": subject_id, "most": limit}).all()


@cache
def _said_about(on: Commented) -> Select[CommentColumns]:
    comment = on.comment
    # Read with everything that is shown by itself: made once, because making it costs more than running it.
    return (
        select(comment)
        .where(comment.subject_id == bindparam("subject"), comment.deleted_at.is_(None))
        .options(joinedload(comment.author))
        .order_by(comment.created_at, comment.id)
        .limit(bindparam("most", type_=Integer))
    )
