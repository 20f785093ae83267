"""What people said about a thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from backlog.activity.models import CommentColumns, Commented
from backlog.core.errors import NotFound
from backlog.core.keys import find_number
from backlog.workspaces.models import Workspace

MOST_COMMENTS = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """Comments in a row, oldest first, and how many there are before and after them."""

    comments: Sequence[CommentColumns]
    earlier: int = 0
    later: int = 0


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


def get_stretch(session: Session, *, on: Commented, subject_id: int, around: int | None, length: int) -> Stretch:
    """Return the newest comments on a thing, at most `length`, or as many before and from the comment `around` on.

    One `around` that was never said about the thing is not looked for; one that is deleted marks the place.
    """
    comment, asked = on.comment, {"subject": subject_id, "most": length}
    place = select(comment.created_at).where(comment.id == around, comment.subject_id == subject_id)
    at = None if around is None else session.scalar(place)
    if around is None or at is None:
        found = session.scalars(_said_last(on), asked | {"most": length + 1}).all()
        shown = found[:length][::-1]
        return _counted(session, on, subject_id, shown) if len(found) > length else Stretch(shown)
    before = session.scalars(_said_last(on).where(_is_before(comment, at, around)), asked).all()
    following = session.scalars(_said_about(on).where(~_is_before(comment, at, around)), asked).all()
    return _counted(session, on, subject_id, [*before[::-1], *following])


def _counted(session: Session, on: Commented, subject_id: int, shown: Sequence[CommentColumns]) -> Stretch:
    comment = on.comment
    if not shown:
        return Stretch(shown)
    is_earlier = _is_before(comment, shown[0].created_at, shown[0].id)
    is_later = ~_is_before(comment, shown[-1].created_at, shown[-1].id) & (comment.id != shown[-1].id)
    counts = select(func.count().filter(is_earlier), func.count().filter(is_later))
    counts = counts.where(comment.subject_id == subject_id, comment.deleted_at.is_(None))
    earlier, later = session.execute(counts).one()
    return Stretch(shown, earlier, later)


def _is_before(comment: type[CommentColumns], at: datetime, comment_id: int) -> ColumnElement[bool]:
    return or_(comment.created_at < at, and_(comment.created_at == at, comment.id < comment_id))


@cache
def _said_last(on: Commented) -> Select[CommentColumns]:
    comment = on.comment
    return _said_about(on).order_by(None).order_by(comment.created_at.desc(), comment.id.desc())


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
