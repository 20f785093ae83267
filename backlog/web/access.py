"""Who may reach which view. Every endpoint says so; the application refuses to start when one does not.

The kernel knows neither users nor memberships: identity and workspaces register how to find them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from backlog.core.errors import Forbidden, NotFound
from backlog.core.permissions import Actor, Permission
from backlog.web.session import SAFE_METHODS, looking_up, receive_body

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SIGNED_IN = "signed in"
UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the address and the credentials lead to."""

    actor: Actor
    workspace: Any


def public(view: View) -> View:
    """Let everybody in."""
    view.__access__ = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Let everybody in who has signed in."""
    view.__access__ = SIGNED_IN  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Let in whose role in the workspace of the address holds the permission."""

    def declare(view: View) -> View:
        view.__access__ = permission  # type: ignore[attr-defined]
        return view

    return declare


def init_access(app: Flask) -> None:
    """Check access before each view."""
    app.before_request(_check)


def declare(app: Flask, endpoint: str, access: str | Permission) -> None:
    """Declare the access of a view that a library brought."""
    app.extensions.setdefault("access_of", {})[endpoint] = access


def register_user_loader(app: Flask, find_user: Callable[[], Any]) -> None:
    """Say how the signed-in user is found (None: nobody)."""
    app.extensions["find_user"] = find_user


def register_workspace_loader(app: Flask, resolve: Callable[[str, Any], Resolved | None]) -> None:
    """Say how a workspace's short name and a user become actor and workspace (None: no member)."""
    app.extensions["resolve_workspace"] = resolve


def register_second_look(
    app: Flask,
    *,
    still_signed_in: Callable[[Connection, Any], bool] | None = None,
    role_of: Callable[[Connection, Resolved], str | None] | None = None,
) -> None:
    """Say how it is seen, by a connection alone, whether a person still may come in, and which role they have now."""
    if still_signed_in is not None:
        app.extensions["still_signed_in"] = still_signed_in
    if role_of is not None:
        app.extensions["role_of"] = role_of


def access_of(app: Flask, endpoint: str) -> str | Permission | None:
    """Return what an endpoint declares, None if nothing."""
    declared: str | Permission | None = app.extensions.get("access_of", {}).get(endpoint)
    view: Any = app.view_functions[endpoint]
    if declared is None:
        declared = getattr(getattr(view, "view_class", None), "__access__", None) or getattr(view, "__access__", None)
    return PUBLIC if declared is None and endpoint.rsplit(".", 1)[-1] == "static" else declared


def refuse_undeclared(app: Flask) -> None:
    """Raise RuntimeError naming every endpoint that does not declare who may reach it."""
    missing = sorted(endpoint for endpoint in app.view_functions if access_of(app, endpoint) is None)
    if missing:
        message = f"no access declared for: {', '.join(missing)}"
        raise RuntimeError(message)


def current_user() -> Any:
    """Return who is signed in; only inside views that let nobody else in."""
    user = current_app.extensions["find_user"]()
    return user if user is not None else _ask_to_sign_in()


def find_current_user() -> Any | None:
    """Return who is signed in, None if nobody is."""
    return current_app.extensions["find_user"]()


def current_actor() -> Actor:
    """Return who acts in the workspace of the address."""
    actor: Actor = g.resolved.actor
    return actor


def current_workspace() -> Any:
    """Return the workspace of the address."""
    return g.resolved.workspace


def may(permission: Permission) -> bool:
    """Tell whether the current actor holds the permission; False outside a workspace."""
    return "resolved" in g and g.resolved.actor.may(permission)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    receive_body()
    access = access_of(current_app, request.endpoint)
    if access == PUBLIC:
        return None
    with looking_up(_look_again):
        user = find_current_user()
        if user is None:
            return _sign_in_first()
        if slug := (request.view_args or {}).get("workspace"):
            _resolve(slug, user)
    if isinstance(access, Permission) and not may(access):
        raise Forbidden
    return None


def _look_again(connection: Connection) -> None:
    """Refuse a write that had to wait while whoever asked for it was shut out, or given another role."""
    if not current_app.extensions["still_signed_in"](connection, find_current_user()):
        _ask_to_sign_in()
    if "resolved" in g:
        role = current_app.extensions["role_of"](connection, g.resolved)
        if role is None:
            raise NotFound
        if role != g.resolved.actor.role:
            raise Forbidden


def _resolve(slug: str, user: Any) -> None:
    resolved = current_app.extensions["resolve_workspace"](slug, user)
    if resolved is None:
        raise NotFound
    g.resolved = resolved


def _sign_in_first() -> ResponseReturnValue:
    wanted = request.accept_mimetypes
    shows_pages = (wanted.accept_html or not wanted.provided) and not request.headers.get("HX-Request")
    if request.path.startswith("/api/") or request.method not in SAFE_METHODS or not shows_pages:
        _ask_to_sign_in()
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _ask_to_sign_in() -> NoReturn:
    abort(UNAUTHORIZED)
