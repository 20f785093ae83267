"""Reads of what changed, told as hints, and of who may still hear them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.permissions import PERMISSIONS, Permission, Role
from backlog.identity.models import User
from backlog.workspaces.models import Membership, Workspace

MOST_HINTS = 500


@dataclass(frozen=True, slots=True)
class Hint:
    """That something changed, never what is in it; `number` is the activity's running number."""

    number: int
    entity: str
    key: str
    verb: str


def list_hints(session: Session, *, workspace_id: int, after: int, limit: int = MOST_HINTS) -> list[Hint]:
    """Return what changed in a workspace after a running number, oldest first."""
    statement = (
        select(Activity.number, Activity.entity_type, Activity.entity_key, Activity.verb)
        .where(Activity.workspace_id == workspace_id, Activity.number > after)
        .order_by(Activity.number)
        .limit(limit)
    )
    return [Hint(*row) for row in session.execute(statement)]


def list_last_numbers(session: Session, workspace_ids: Collection[int]) -> dict[int, int]:
    """Return the running number of the newest change in each of these workspaces."""
    statement = (
        select(Workspace.id, Workspace.activity_number)
        .where(Workspace.id.in_(workspace_ids))
        .order_by(Workspace.id)
        .limit(len(workspace_ids))
    )
    return dict(session.execute(statement).all())


def may_listen(session: Session, *, workspace_id: int, user_id: int, session_mark: str) -> bool:
    """Tell whether the person is still a member who may look, and their sessions of that mark still hold."""
    statement = (
        select(Membership.role)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.workspace_id == workspace_id,
            User.id == user_id,
            User.active,
            User.fs_uniquifier == session_mark,
        )
    )
    role = session.scalar(statement)
    return role is not None and Permission.WORKSPACE_VIEW in PERMISSIONS[Role(role)]
