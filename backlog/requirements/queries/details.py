"""One requirement with what belongs to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from backlog.core.errors import NotFound
from backlog.core.keys import find_number
from backlog.requirements.models import Comment, Requirement
from backlog.workspaces.models import Workspace

MOST_COMMENTS = 500

# Read with every requirement that is shown: made once, because making them costs more than running them.
_WHOLE = (
    select(Requirement)
    .where(Requirement.workspace_id == bindparam("workspace"), Requirement.number == bindparam("number"))
    .options(
        joinedload(Requirement.owner),
        joinedload(Requirement.parent),
        joinedload(Requirement.labels),
        joinedload(Requirement.components),
    )
)
_COMMENTS = (
    select(Comment)
    .where(Comment.requirement_id == bindparam("requirement"), Comment.deleted_at.is_(None))
    .options(joinedload(Comment.author))
    .order_by(Comment.created_at, Comment.id)
    .limit(bindparam("most", type_=Integer))
)


def get_requirement(session: Session, *, workspace: Workspace, key: str) -> Requirement:
    """Return one requirement with owner, parent, labels and components loaded; raise NotFound. One statement."""
    number = find_number(workspace.requirement_prefixes, key)
    if number is None:
        raise NotFound
    found = session.scalars(_WHOLE, {"workspace": workspace.id, "number": number}).unique()
    requirement = found.one_or_none()
    if requirement is None:
        raise NotFound
    return requirement


def by_key(workspace: Workspace, *keys: str) -> Select[Requirement]:
    """Return a select of the requirements with these keys, by rank; raise NotFound if one is no key of ours."""
    numbers = [find_number(workspace.requirement_prefixes, key) for key in keys]
    if None in numbers:
        raise NotFound
    return (
        select(Requirement)
        .where(Requirement.workspace_id == workspace.id, Requirement.number.in_(numbers))
        .order_by(Requirement.rank)
    )


def list_comments(
    session: Session,
    *,
    requirement: Requirement,
    after: tuple[datetime, int] | None = None,
    limit: int = MOST_COMMENTS,
) -> Sequence[Comment]:
    """Return what was said about a requirement, oldest first, with its authors; deleted comments are left out.

    `after` continues behind a comment's time and id.
    """
    statement = _COMMENTS
    if after is not None:
        at, comment_id = after
        later = and_(Comment.created_at == at, Comment.id > comment_id)
        statement = statement.where(or_(Comment.created_at > at, later))
    return session.scalars(statement, {"requirement": requirement.id, "most": limit}).all()
