"""Putting requirements away, and taking them back. Nothing is ever deleted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.permissions import Actor, Permission
from backlog.requirements.models import Requirement
from backlog.requirements.services.applying import load_for_change, set_archived
from backlog.requirements.services.recording import record_changes
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace


def archive_requirements(
    session: Session, *, workspace: Workspace, actor: Actor, keys: Collection[str], now: datetime
) -> list[Requirement]:
    """Put up to 500 requirements away, all or none, and return those that were not away yet.

    They keep their places for the day they come back. Raise NotFound, Forbidden or LimitReached.
    """
    actor.require(Permission.REQUIREMENTS_EDIT)
    lock_workspace(session, workspace.id)
    found = load_for_change(session, workspace, keys, ())
    changed = [(one, set_archived(one, now, now=now)) for one in found]
    return record_changes(session, changed, actor=actor, now=now, verb="archived")


def restore_requirements(
    session: Session, *, workspace: Workspace, actor: Actor, keys: Collection[str], now: datetime
) -> list[Requirement]:
    """Take up to 500 requirements back, all or none, and return those that were away. Raises like archiving."""
    actor.require(Permission.REQUIREMENTS_EDIT)
    lock_workspace(session, workspace.id)
    found = load_for_change(session, workspace, keys, ())
    changed = [(one, set_archived(one, None, now=now)) for one in found]
    return record_changes(session, changed, actor=actor, now=now, verb="restored")
