"""From the short name in an address and the person to actor and workspace, and from a key of old to today's."""

from typing import Any

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from backlog.core.keys import find_number, make_key
from backlog.identity.models import User
from backlog.identity.security import register_session_loader
from backlog.web import access
from backlog.web.api import PREFIX as API
from backlog.web.session import SAFE_METHODS, db_session
from backlog.workspaces.models import Membership, Workspace
from backlog.workspaces.queries import find_person, list_memberships


def init_resolving(app: Flask) -> None:
    """Tell the access check how to find workspace and role."""
    access.register_workspace_loader(app, resolve)
    access.register_second_look(app, role_of=_role_of)
    register_session_loader(app, _load_person)
    app.before_request(_lead_on_from_old_keys)


def resolve(slug: str, user: Any) -> access.Resolved | None:
    """Return actor and workspace, None if the person is no member; all memberships come along for the rail."""
    if "memberships" not in g:
        g.memberships = list_memberships(db_session(), user.id)
    membership = next((one for one in g.memberships if one.workspace.slug == slug), None)
    if membership is None:
        return None
    return access.Resolved(membership.as_actor(user.name), membership.workspace)


def _role_of(connection: Connection, resolved: access.Resolved) -> str | None:
    """Return the role that the actor has in the workspace now, None if they are no member any more."""
    actor = resolved.actor
    membership = select(Membership.role).where(
        Membership.user_id == actor.user_id, Membership.workspace_id == actor.workspace_id
    )
    return connection.scalar(membership)


def _load_person(mark: str) -> User | None:
    user, g.memberships = find_person(db_session(), mark)
    return user


def _lead_on_from_old_keys() -> ResponseReturnValue | None:
    """Lead a page whose address has a prefix of earlier to its address of today; programs are answered right away.

    For now only (302): a prefix can be taken up again, and a browser would keep going in a circle.
    """
    given = request.view_args or {}
    if "key" not in given or "resolved" not in g or request.method not in SAFE_METHODS or request.path.startswith(API):
        return None
    key = _key_of_today(g.resolved.workspace, given["key"])
    if key is None or request.endpoint is None:
        return None
    query = request.query_string.decode(errors="replace")
    return redirect(url_for(request.endpoint, **{**given, "key": key}) + (f"?{query}" if query else ""))


def _key_of_today(workspace: Workspace, key: str) -> str | None:
    for prefix, *earlier in (workspace.requirement_prefixes, workspace.action_prefixes):
        number = find_number(tuple(earlier), key)
        if number is not None:
            return make_key(prefix, number)
    return None
