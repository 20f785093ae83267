"""Saved views one may use."""

from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from backlog.core.alphabet import alphabetical
from backlog.core.permissions import Actor
from backlog.identity.models import User
from backlog.requirements.models import SavedView
from backlog.workspaces.models import Workspace

MOST_VIEWS = 200
_is_own = SavedView.owner_id == bindparam("reader")
# Read with every narrowed list: made once, because making it costs more than running it.
_VIEWS = (
    select(SavedView.id, SavedView.name, SavedView.query, SavedView.is_shared, User.name, _is_own)
    .join(User, User.id == SavedView.owner_id)
    .where(SavedView.workspace_id == bindparam("workspace"), or_(_is_own, SavedView.is_shared))
    .order_by(_is_own.desc(), SavedView.name, SavedView.id)
    .limit(MOST_VIEWS)
)


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A view in a menu; `query` is what stands behind the ? of the list's address."""

    id: int
    name: str
    query: str
    is_shared: bool
    owner_name: str
    is_own: bool


def list_saved_views(session: Session, *, workspace: Workspace, actor: Actor) -> list[SavedViewRow]:
    """Return the actor's own views, then those others share, each by name."""
    found = session.execute(_VIEWS, {"workspace": workspace.id, "reader": actor.user_id})
    views = [SavedViewRow(*row[:5], is_own=bool(row[5])) for row in found]
    return sorted(views, key=lambda view: (not view.is_own, alphabetical(view.name)))
