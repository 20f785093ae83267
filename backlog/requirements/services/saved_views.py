"""Filters somebody wants to come back to."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid, LimitReached, NotFound
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.requirements.models import SavedView
from backlog.requirements.queries.filters import RequirementFilter
from backlog.requirements.queries.saved_views import list_saved_views
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace

NAME_LENGTH = 80
QUERY_LENGTH = 2000
MOST_VIEWS = 100


def save_view(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    name: str,
    query: str,
    now: datetime,
    is_shared: bool = False,
) -> SavedView:
    """Keep the filter in a query string under a name, for oneself or for all.

    Raise Invalid if the name is empty, too long or taken by another view of one's own; LimitReached beyond 100.
    """
    actor.require(Permission.WORKSPACE_VIEW)
    views = list_saved_views(session, workspace=workspace, actor=actor)
    if sum(view.is_own for view in views) >= MOST_VIEWS:
        raise LimitReached(N_("At most 100 saved views."))
    view = SavedView(
        workspace_id=workspace.id,
        owner_id=actor.user_id,
        name=_free_name(session, workspace, actor, name),
        query=normal_query(query),
        is_shared=is_shared,
        created_at=now,
    )
    session.add(view)
    session.flush()
    return view


def rename_view(session: Session, *, workspace: Workspace, actor: Actor, view_id: int, name: str) -> SavedView:
    """Give one's own view another name. Raise NotFound, or Invalid like saving."""
    view = _own(session, workspace, actor, view_id)
    view.name = _free_name(session, workspace, actor, name, besides=view_id)
    session.flush()
    return view


def share_view(session: Session, *, workspace: Workspace, actor: Actor, view_id: int, is_shared: bool) -> SavedView:
    """Show one's own view to all, or to nobody else any more. Raise NotFound."""
    view = _own(session, workspace, actor, view_id)
    view.is_shared = is_shared
    session.flush()
    return view


def delete_view(session: Session, *, workspace: Workspace, actor: Actor, view_id: int) -> None:
    """Forget one's own view. Raise NotFound."""
    session.delete(_own(session, workspace, actor, view_id))
    session.flush()


def normal_query(query: str) -> str:
    """Return a query string without what makes no sense, always in the same order; raise Invalid if it is too long."""
    normal = urlencode(RequirementFilter.from_args(parse_qsl(query.removeprefix("?"))).to_args())
    if len(normal) > QUERY_LENGTH:
        raise Invalid(N_("This filter is too long to be saved."), field="query")
    return normal


def _own(session: Session, workspace: Workspace, actor: Actor, view_id: int) -> SavedView:
    view = session.get(SavedView, view_id)
    if view is None or view.workspace_id != workspace.id or view.owner_id != actor.user_id:
        raise NotFound
    return view


def _free_name(session: Session, workspace: Workspace, actor: Actor, name: str, *, besides: int | None = None) -> str:
    cleaned = one_line(name)
    if not cleaned or len(cleaned) > NAME_LENGTH:
        raise Invalid(N_("A name has one to 80 characters."), field="name")
    lock_workspace(session, workspace.id)
    statement = select(SavedView.id).where(
        SavedView.workspace_id == workspace.id, SavedView.owner_id == actor.user_id, SavedView.name == cleaned
    )
    if session.scalar(statement) not in {None, besides}:
        raise Invalid(N_("You have a view of this name already."), field="name")
    return cleaned
