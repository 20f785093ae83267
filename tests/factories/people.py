"""People, workspaces and memberships."""

from datetime import UTC, datetime
from functools import lru_cache

import argon2
from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.permissions import Actor, Role
from backlog.identity.models import User
from backlog.identity.services import create_user
from backlog.workspaces.models import Membership, Workspace
from backlog.workspaces.services import add_member, create_workspace

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PASSWORD = "a short sentence"


def make_user(session: Session, name: str = "Merle Ohlsen", *, email: str | None = None) -> User:
    """Return a person who can sign in with PASSWORD."""
    address = email or f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return create_user(session, email=address, name=name, now=NOW, password_hash=_hash(), locale="en")


def make_workspace(session: Session, name: str = "Online-Shop", *, owner: User | None = None) -> Workspace:
    """Return a workspace whose owner is its administrator."""
    return create_workspace(session, name=name, owner=owner or make_user(session), now=NOW)


def make_member(session: Session, workspace: Workspace, role: Role, *, name: str | None = None) -> User:
    """Return a new person who is a member in this role."""
    user = make_user(
        session, name or f"{role.value.title()} Person", email=f"{role.value}@{workspace.slug}.example.org"
    )
    add_member(session, workspace=workspace, user=user, role=role, now=NOW)
    return user


def actor_of(session: Session, workspace: Workspace, user: User) -> Actor:
    """Return the person as the one who acts in the workspace."""
    chosen = (Membership.workspace_id == workspace.id, Membership.user_id == user.id)
    membership = session.scalars(select(Membership).where(*chosen)).one()
    return membership.as_actor(user.name)


@lru_cache(maxsize=1)
def _hash() -> str:
    # As cheap as argon2 gets: what counts in tests is that it is a real one.
    return argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
