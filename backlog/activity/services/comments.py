"""What people say to each other about a thing, whatever its kind, and whom they mention."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from backlog.activity.models import Activity, CommentColumns, Commented, comment_field, comment_id_in
from backlog.activity.queries import ever_mentioned_in, get_comment, get_subject, handles_in
from backlog.core.errors import Forbidden, Invalid
from backlog.core.events import Change, Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import clean_text
from backlog.identity.models import User
from backlog.workspaces.models import Membership, Workspace
from backlog.workspaces.services import lock_workspace

COMMENT_LENGTH = 20_000
MOST_MENTIONS = 50


def add_comment(
    session: Session, *, on: Commented, workspace: Workspace, actor: Actor, key: str, body: str, now: datetime
) -> tuple[CommentColumns, frozenset[int]]:
    """Add a comment and return it with the ids of the members it mentions; Markdown. Others hear of it by the event.

    Raise NotFound, Forbidden, or Invalid for an empty or too long text.
    """
    actor.require(Permission.COMMENTS_WRITE)
    text = _check(body)
    lock_workspace(session, workspace.id)
    subject = get_subject(session, on=on, workspace=workspace, key=key)
    comment = on.comment(
        workspace_id=workspace.id, subject_id=subject.id, author_id=actor.user_id, body=text, created_at=now
    )
    session.add(comment)
    session.flush()
    mentioned = mentioned_members(session, workspace, text)
    record(session, _event(on, subject, "commented", comment.id, (None, _said(mentioned)), actor=actor, now=now))
    return comment, mentioned


def edit_comment(
    session: Session,
    *,
    on: Commented,
    workspace: Workspace,
    actor: Actor,
    key: str,
    comment_id: int,
    body: str,
    now: datetime,
) -> tuple[CommentColumns, frozenset[int]]:
    """Change one's own comment and return it with the members it mentions for the first time. Raises like adding."""
    actor.require(Permission.COMMENTS_WRITE)
    text = _check(body)
    lock_workspace(session, workspace.id)
    subject, comment = get_comment(session, on=on, workspace=workspace, key=key, comment_id=comment_id)
    _require_own(actor, comment)
    if text == comment.body:
        return comment, frozenset()
    told = ever_mentioned_in(session, on=on, subject=subject, comment_id=comment.id)
    before, mentioned = mentioned_members(session, workspace, comment.body), mentioned_members(session, workspace, text)
    comment.body, comment.edited_at = text, now
    session.flush()
    change = (_said(before), _said(mentioned))
    record(session, _event(on, subject, "comment_edited", comment.id, change, actor=actor, now=now))
    return comment, mentioned - before - told


def delete_comment(
    session: Session, *, on: Commented, workspace: Workspace, actor: Actor, key: str, comment_id: int, now: datetime
) -> None:
    """Take one's own comment back; whoever manages members may delete any. Raise NotFound or Forbidden."""
    actor.require(Permission.COMMENTS_WRITE)
    lock_workspace(session, workspace.id)
    subject, comment = get_comment(session, on=on, workspace=workspace, key=key, comment_id=comment_id)
    _require_own(actor, comment, else_needs=Permission.MEMBERS_MANAGE)
    comment.deleted_at = now
    session.flush()
    change = (_said(mentioned_members(session, workspace, comment.body)), None)
    record(session, _event(on, subject, "comment_deleted", comment.id, change, actor=actor, now=now))


def restore_comments(
    session: Session, *, on: Commented, actor: Actor, deleted: Iterable[tuple[Any, Activity]], now: datetime
) -> list[Event]:
    """Bring back comments, given each thing with what was recorded when they were deleted; return what to record."""
    events = []
    for subject, activity in deleted:
        for name, (said, _gone) in activity.changes.items():
            comment_id, comment = comment_id_in(name), on.comment
            own = update(comment).where(comment.id == comment_id, comment.subject_id == subject.id)
            session.execute(own.values(deleted_at=None))
            events.append(_event(on, subject, "comment_restored", comment_id, (None, said), actor=actor, now=now))
    return events


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


def _require_own(actor: Actor, comment: CommentColumns, *, else_needs: Permission | None = None) -> None:
    is_own = comment.author_id is not None and comment.author_id == actor.user_id
    if not is_own and not (else_needs and actor.may(else_needs)):
        raise Forbidden(N_("Only the person who wrote this can change it."))


def _said(mentioned: frozenset[int]) -> dict[str, Any]:
    return {"mentions": sorted(mentioned)}


def _event(
    on: Commented, subject: Any, verb: str, comment_id: int, change: Change, *, actor: Actor, now: datetime
) -> Event:
    """Return that a comment came, changed or went; its words stay out of the record, whose rows are never deleted."""
    return Event(
        workspace_id=subject.workspace_id,
        actor_id=actor.user_id,
        verb=f"{on.entity_type}.{verb}",
        entity_type=on.entity_type,
        entity_id=subject.id,
        entity_key=subject.key,
        changes={comment_field(comment_id): change},
        at=now,
    )
