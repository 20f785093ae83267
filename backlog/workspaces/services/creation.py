"""Create a workspace and change what it is called."""

import re
import unicodedata
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.clock import DEFAULT_TIME_ZONE
from backlog.core.errors import Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission, Role
from backlog.identity.models import User
from backlog.workspaces.models import Workspace
from backlog.workspaces.services.availability import check_region
from backlog.workspaces.services.catalogues import add_default_instruments
from backlog.workspaces.services.membership import add_member
from backlog.workspaces.services.numbering import lock_workspace

_PREFIX = re.compile(r"^[A-Z][A-Z0-9]{0,9}$")
PREFIXES = ("requirement_prefix", "action_prefix", "experiment_prefix")


def create_workspace(
    session: Session, *, name: str, owner: User, now: datetime, locale: str = "en", time_zone: str = DEFAULT_TIME_ZONE
) -> Workspace:
    """Create a workspace with its owner as administrator; raise Invalid without a name."""
    if not name.strip():
        raise Invalid(N_("Give the workspace a name."), field="name")
    workspace = Workspace(
        slug=_free_slug(session, name), name=name.strip(), locale=locale, time_zone=time_zone, created_at=now
    )
    session.add(workspace)
    session.flush()
    add_member(session, workspace=workspace, user=owner, role=Role.ADMINISTRATOR, now=now)
    add_default_instruments(session, workspace)
    return workspace


def change_workspace(
    session: Session, *, workspace: Workspace, actor: Actor, values: dict[str, str], now: datetime
) -> None:
    """Change name, prefixes, language, time zone, country and state; raise Invalid naming the field."""
    actor.require(Permission.WORKSPACE_MANAGE)
    # Two who change two prefixes at once must not forget each other's earlier ones, nor take the same.
    lock_workspace(session, workspace.id)
    session.refresh(workspace)
    _check(workspace, values)
    changes = {
        name: (getattr(workspace, name), value) for name, value in values.items() if getattr(workspace, name) != value
    }
    for name, (old, new) in changes.items():
        if name in PREFIXES:
            _remember(workspace, name, old, new)
        setattr(workspace, name, new)
    if changes:
        record(session, _event(workspace, actor, changes, now))
    session.flush()


def _check(workspace: Workspace, values: dict[str, str]) -> None:
    if not values.get("name", "x").strip():
        raise Invalid(N_("Give the workspace a name."), field="name")
    for name in PREFIXES:
        if name in values and not _PREFIX.match(values[name]):
            raise Invalid(N_("A prefix is one to ten capital letters and digits, a letter first."), field=name)
        if name in values:
            _check_own(workspace, values, name)
    if values.get("time_zone", "UTC") not in available_timezones():
        raise Invalid(N_("This time zone is not known."), field="time_zone")
    if "country" in values or "state" in values:
        check_region(values.get("country", workspace.country), values.get("state", workspace.state))


def _check_own(workspace: Workspace, values: dict[str, str], name: str) -> None:
    """Raise Invalid if a prefix stands, stood or is to stand before numbers of another kind."""
    others = [other for other in PREFIXES if other != name]
    if values[name] in {values.get(other) for other in others}:
        raise Invalid(N_("Each kind needs a prefix of its own."), field=name)
    if any(values[name] in workspace.prefixes_of(other) for other in others):
        message = N_("{prefix} stands before the numbers of another kind, or did so earlier.")
        raise Invalid(message, params={"prefix": values[name]}, field=name)


def _remember(workspace: Workspace, name: str, old: str, new: str) -> None:
    """Keep a prefix that is given up, so that its keys are still found; one taken up again is no earlier one."""
    earlier = [old, *(prefix for prefix in workspace.earlier_prefixes.get(name, ()) if prefix not in {old, new})]
    workspace.earlier_prefixes = {**workspace.earlier_prefixes, name: earlier}


def _event(workspace: Workspace, actor: Actor, changes: dict[str, tuple[str, str]], now: datetime) -> Event:
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb="workspace.changed",
        entity_type="workspace",
        entity_id=workspace.id,
        entity_key=workspace.slug,
        changes=changes,
        at=now,
    )


def _free_slug(session: Session, name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:34] or "workspace"
    taken = set(session.scalars(select(Workspace.slug).where(Workspace.slug.startswith(base, autoescape=True))))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
