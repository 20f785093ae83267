"""Say what happened. Every change is recorded in the transaction that makes it; reactions run after the commit.

The activity package writes the rows; it stands above most features, so it subscribes here instead of being imported.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

Change = tuple[Any, Any]
Sink = Callable[[Session, "tuple[Event, ...]"], None]
_sinks: list[Sink] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one entity; `changes` maps a field to its old and new value (JSON values)."""

    workspace_id: int
    actor_id: int | None
    verb: str
    entity_type: str
    entity_id: int
    entity_key: str
    at: datetime
    changes: Mapping[str, Change] = field(default_factory=dict)
    entity_version: int | None = None


def subscribe(sink: Sink) -> None:
    """Have `sink` called with the recorded events, inside their transaction. Subscribing twice counts once."""
    if sink not in _sinks:
        _sinks.append(sink)


def record(session: Session, *events: Event) -> None:
    """Record events of the current transaction, in order."""
    if not events:
        return
    for sink in _sinks:
        sink(session, events)


def after_commit(session: Session, reaction: Callable[[], None]) -> None:
    """Run `reaction` once the outermost transaction has committed; never when it is rolled back."""
    session.info.setdefault("after_commit", []).append(reaction)


@event.listens_for(Session, "after_commit")
def _run_reactions(session: Session) -> None:
    for reaction in session.info.pop("after_commit", []):
        reaction()


@event.listens_for(Session, "after_soft_rollback")
def _forget_reactions(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop("after_commit", None)
