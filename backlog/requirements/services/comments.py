"""What people say about a requirement to each other, and whom they mention."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from backlog.core.errors import Forbidden, Invalid, NotFound
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import clean_text
from backlog.identity.models import User
from backlog.requirements.models import Comment, Requirement
from backlog.requirements.queries import handles_in
from backlog.requirements.services.applying import load_one_for_change
from backlog.requirements.services.recording import event_of
from backlog.workspaces.models import Membership, Workspace
from backlog.workspaces.services import lock_workspace

COMMENT_LENGTH = 20_000
MOST_MENTIONS = 50


def add_comment(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, body: str, now: datetime
) -> tuple[Comment, frozenset[int]]:
    """Add a comment and return it with the ids of the members it mentions; Markdown. Others hear of it by the event.

    Raise NotFound, Forbidden, or Invalid for an empty or too long text.
    """
    actor.require(Permission.COMMENTS_WRITE)
    text = _check(body)
    lock_workspace(session, workspace.id)
    requirement = load_one_for_change(session, workspace, key, ())
    comment = Comment(
        workspace_id=workspace.id, requirement_id=requirement.id, author_id=actor.user_id, body=text, created_at=now
    )
    session.add(comment)
    session.flush()
    mentioned = mentioned_members(session, workspace, text)
    _record(session, requirement, "commented", comment, (None, _said(mentioned)), actor=actor, now=now)
    return comment, mentioned


def edit_comment(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, comment_id: int, body: str, now: datetime
) -> tuple[Comment, frozenset[int]]:
    """Change one's own comment and return it with the members it mentions only now. Raises like adding."""
    actor.require(Permission.COMMENTS_WRITE)
    text = _check(body)
    lock_workspace(session, workspace.id)
    requirement, comment = _own(session, workspace, actor, key, comment_id)
    if text == comment.body:
        return comment, frozenset()
    before, mentioned = mentioned_members(session, workspace, comment.body), mentioned_members(session, workspace, text)
    comment.body, comment.edited_at = text, now
    _record(
        session, requirement, "comment_edited", comment, (_said(before), _said(mentioned)), actor=actor, now=now
    )  # fmt: skip
    return comment, mentioned - before


def delete_comment(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, comment_id: int, now: datetime
) -> None:
    """Take one's own comment back; whoever manages members may delete any. Raise NotFound or Forbidden."""
    actor.require(Permission.COMMENTS_WRITE)
    lock_workspace(session, workspace.id)
    requirement, comment = _own(session, workspace, actor, key, comment_id, else_needs=Permission.MEMBERS_MANAGE)
    comment.deleted_at = now
    mentioned = mentioned_members(session, workspace, comment.body)
    _record(session, requirement, "comment_deleted", comment, (_said(mentioned), None), actor=actor, now=now)


def mentioned_members(session: Session, workspace: Workspace, text: str) -> frozenset[int]:
    """Return the ids of the members whose handles stand behind an @ in the text."""
    handles = handles_in(text)
    if not handles:
        return frozenset()
    named = (User.email.startswith(f"{handle}@", autoescape=True) for handle in sorted(handles)[:MOST_MENTIONS])
    statement = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.workspace_id == workspace.id, or_(*named))
    )
    return frozenset(session.scalars(statement))


def _check(body: str) -> str:
    text = clean_text(body).strip()
    if not text:
        raise Invalid(N_("Write something first."), field="body")
    if len(text) > COMMENT_LENGTH:
        raise Invalid(N_("A comment has at most 20,000 characters."), field="body")
    return text


def _own(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    key: str,
    comment_id: int,
    *,
    else_needs: Permission | None = None,
) -> tuple[Requirement, Comment]:
    requirement = load_one_for_change(session, workspace, key, ())
    statement = (
        select(Comment)
        .where(Comment.id == comment_id, Comment.requirement_id == requirement.id, Comment.deleted_at.is_(None))
        .options(joinedload(Comment.author))
    )
    comment = session.scalar(statement)
    if comment is None:
        raise NotFound
    is_own = comment.author_id is not None and comment.author_id == actor.user_id
    if not is_own and not (else_needs and actor.may(else_needs)):
        raise Forbidden(N_("Only the person who wrote this can change it."))
    return requirement, comment


def _said(mentioned: frozenset[int]) -> dict[str, Any]:
    return {"mentions": sorted(mentioned)}


def _record(
    session: Session,
    requirement: Requirement,
    verb: str,
    comment: Comment,
    change: tuple[Any, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Record that a comment came, changed or went; its words stay out of the record, whose rows are never deleted."""
    changes = {f"comment/{comment.id}": change}
    session.flush()
    record(session, event_of(requirement, verb, actor=actor, now=now, changes=changes, is_new_version=False))
