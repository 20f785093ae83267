"""The controlled lists of a workspace: components, instruments, campaigns, channels, audiences."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid, NotFound
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.workspaces.models import CATALOGUES, Catalogue, CatalogueEntry, Instrument, Workspace
from backlog.workspaces.services.numbering import lock_workspace

NAME_LENGTH = 120
# Names in English and German, and the icon; a workspace adds its own.
DEFAULT_INSTRUMENTS = (
    ("Newsletter", "Newsletter", "mail"),
    ("Landing page", "Landingpage", "layout-panel-top"),
    ("Guide", "Ratgeber", "book-open"),
    ("Video", "Video", "clapperboard"),
    ("Search ads", "Suchanzeigen", "megaphone"),
    ("Social post", "Social Media", "message-circle"),
    ("Press release", "Presse", "newspaper"),
    ("Trade fair", "Messe", "store"),
    ("Webinar", "Webinar", "presentation"),
    ("Survey", "Umfrage", "clipboard-list"),
    ("Mailing", "Mailing", "send"),
    ("Customer event", "Kundenveranstaltung", "calendar-heart"),
)


def add_default_instruments(session: Session, workspace: Workspace) -> None:
    """Give a new workspace the usual instruments in its language."""
    german = workspace.locale.startswith("de")
    for position, (english, deutsch, icon) in enumerate(DEFAULT_INSTRUMENTS):
        name = deutsch if german else english
        session.add(Instrument(workspace_id=workspace.id, name=name, icon=icon, position=position))
    session.flush()


def add_entry(session: Session, *, workspace: Workspace, actor: Actor, kind: str, name: str, now: datetime) -> Any:
    """Add a word to a catalogue, or take an archived one up again; raise Invalid if it is there already or empty."""
    actor.require(Permission.WORKSPACE_MANAGE)
    if not name.strip() or len(name) > NAME_LENGTH:
        raise Invalid(N_("A name has one to 120 characters."), field="name")
    catalogue = catalogue_of(kind)
    lock_workspace(session, workspace.id)
    existing = _find(session, catalogue, workspace.id, name.strip())
    if existing is not None and existing.archived_at is None:
        raise Invalid(N_("This is in the list already."), field="name")
    made = ensure_entries(session, catalogue=catalogue, workspace=workspace, actor=actor, names=[name], now=now)
    return made[name.strip()]


def ensure_entries(
    session: Session,
    *,
    catalogue: Catalogue,
    workspace: Workspace,
    actor: Actor,
    names: Iterable[str],
    now: datetime,
) -> dict[str, Any]:
    """Return the entries with these names, by name; missing ones are added, archived ones taken up again."""
    wanted = list(dict.fromkeys(name.strip()[:NAME_LENGTH] for name in names if name.strip()))
    if not wanted:
        return {}
    statement = select(catalogue).where(catalogue.workspace_id == workspace.id, catalogue.name.in_(wanted))
    found = {entry.name: entry for entry in session.scalars(statement)}
    last = session.scalar(select(func.max(catalogue.position)).where(catalogue.workspace_id == workspace.id)) or 0
    missing = [name for name in wanted if name not in found]
    restored = [entry for entry in found.values() if entry.archived_at is not None]
    for position, name in enumerate(missing, start=last + 1):
        found[name] = catalogue(workspace_id=workspace.id, name=name, position=position)
    for entry in restored:
        entry.archived_at = None
    session.add_all(found.values())
    session.flush()
    record(session, *(_event(found[name], actor, "added", now) for name in missing))
    record(session, *(_event(entry, actor, "restored", now) for entry in restored))
    return found


def archive_entry(
    session: Session, *, workspace: Workspace, actor: Actor, kind: str, entry_id: int, now: datetime
) -> None:
    """Take a word out of use; what it was used for keeps it. Raise NotFound if it is not this workspace's."""
    actor.require(Permission.WORKSPACE_MANAGE)
    entry = _entry(session, workspace, kind, entry_id)
    if entry.archived_at is None:
        entry.archived_at = now
        session.flush()
        record(session, _event(entry, actor, "archived", now))


def restore_entry(
    session: Session, *, workspace: Workspace, actor: Actor, kind: str, entry_id: int, now: datetime
) -> None:
    """Take an archived word up again, at its old place. Raise NotFound if it is not this workspace's."""
    actor.require(Permission.WORKSPACE_MANAGE)
    entry = _entry(session, workspace, kind, entry_id)
    if entry.archived_at is not None:
        entry.archived_at = None
        session.flush()
        record(session, _event(entry, actor, "restored", now))


def catalogue_of(kind: str) -> Catalogue:
    """Return the table of a catalogue by its name in the address; raise NotFound for an unknown one."""
    if kind not in CATALOGUES:
        raise NotFound
    return CATALOGUES[kind]


def _entry(session: Session, workspace: Workspace, kind: str, entry_id: int) -> Any:
    entry = session.get(catalogue_of(kind), entry_id)
    if entry is None or entry.workspace_id != workspace.id:
        raise NotFound
    return entry


def _find(session: Session, catalogue: Catalogue, workspace_id: int, name: str) -> Any:
    return session.scalar(select(catalogue).where(catalogue.workspace_id == workspace_id, catalogue.name == name))


def _event(entry: CatalogueEntry, actor: Actor, verb: str, now: datetime) -> Event:
    kind = entry.__tablename__.removesuffix("s")
    return Event(
        workspace_id=entry.workspace_id,
        actor_id=actor.user_id,
        verb=f"{kind}.{verb}",
        entity_type=kind,
        entity_id=entry.id,
        entity_key=entry.name,
        at=now,
    )
