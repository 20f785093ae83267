"""Writing what happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.events import Event
from backlog.workspaces.services import take_numbers


@dataclass(frozen=True, slots=True)
class Act:
    """The numbers of the events that were recorded together; what an "Undo" asks to take back."""

    first: int
    last: int


def latest_act(session: Session) -> Act | None:
    """Return what this session recorded last, None if it has recorded nothing."""
    act: Act | None = session.info.get("latest_act")
    return act


@contextmanager
def one_act(session: Session) -> Iterator[None]:
    """Let everything that is recorded within be one act: one "Undo" takes all of it back.

    For one transaction: the numbers are taken under the workspace's lock, so nobody else's come in between.
    """
    session.info.pop("latest_act", None)
    session.info["has_open_act"] = True
    try:
        yield
    finally:
        del session.info["has_open_act"]


def write_activities(session: Session, events: tuple[Event, ...]) -> None:
    """Write one row for each event, numbered under the workspace's row lock: order of numbers is order of commits."""
    session.flush()
    for workspace_id, group in groupby(events, key=lambda event: event.workspace_id):
        batch = list(group)
        numbers = take_numbers(session, workspace_id, "activity_number", len(batch))
        session.execute(_INSERT, [_row(event, number) for event, number in zip(batch, numbers, strict=True)])
        began = latest_act(session) if "has_open_act" in session.info else None
        session.info["latest_act"] = Act(began.first if began else numbers[0], numbers[-1])


# Every write passes here: no entities, and no ids asked back.
_INSERT = insert(cast("Table", Activity.__table__)).inline()


def _row(event: Event, number: int) -> dict[str, Any]:
    return {
        "workspace_id": event.workspace_id,
        "number": number,
        "actor_id": event.actor_id,
        "verb": event.verb,
        "entity_type": event.entity_type,
        "entity_id": event.entity_id,
        "entity_key": event.entity_key[:120],
        "entity_version": event.entity_version,
        "changes": {name: list(change) for name, change in event.changes.items()},
        "at": event.at,
    }
