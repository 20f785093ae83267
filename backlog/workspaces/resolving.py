"""From the short name in an address and the person to actor and workspace."""

from typing import Any

from flask import Flask, g

from backlog.identity.models import User
from backlog.identity.security import register_session_loader
from backlog.web import access
from backlog.web.session import db_session
from backlog.workspaces.queries import find_person, list_memberships


def init_resolving(app: Flask) -> None:
    """Tell the access check how to find workspace and role."""
    access.register_workspace_loader(app, resolve)
    register_session_loader(app, _load_person)


def resolve(slug: str, user: Any) -> access.Resolved | None:
    """Return actor and workspace, None if the person is no member; all memberships come along for the rail."""
    if "memberships" not in g:
        g.memberships = list_memberships(db_session(), user.id)
    membership = next((one for one in g.memberships if one.workspace.slug == slug), None)
    if membership is None:
        return None
    return access.Resolved(membership.as_actor(user.name), membership.workspace)


def _load_person(mark: str) -> User | None:
    user, g.memberships = find_person(db_session(), mark)
    return user
