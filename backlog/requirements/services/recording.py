"""What is written down about each change of a requirement."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.events import Change, Event, record
from backlog.core.permissions import Actor
from backlog.requirements.models import ENTITY, Requirement
from backlog.requirements.services.indexing import INDEXED, index_requirements


def record_changes(
    session: Session,
    changed: Iterable[tuple[Requirement, Mapping[str, Change]]],
    *,
    actor: Actor,
    now: datetime,
    verb: str = "changed",
) -> list[Requirement]:
    """Write changes, keep the search index in step and record them as one act; return what really changed."""
    real = [(requirement, changes) for requirement, changes in changed if changes]
    if not real:
        return []
    session.flush()
    words = [requirement for requirement, changes in real if INDEXED & changes.keys()]
    index_requirements(session, actor.workspace_id, words)
    record(session, *(event_of(one, verb, actor=actor, now=now, changes=changes) for one, changes in real))
    return [requirement for requirement, _ in real]


def event_of(
    requirement: Requirement,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    changes: Mapping[str, Change],
) -> Event:
    """Return the event that this happened to a requirement; the flush must have made its version."""
    return Event(
        workspace_id=requirement.workspace_id,
        actor_id=actor.user_id,
        verb=f"{ENTITY}.{verb}",
        entity_type=ENTITY,
        entity_id=requirement.id,
        entity_key=requirement.key,
        entity_version=requirement.version,
        changes=changes,
        at=now,
    )
