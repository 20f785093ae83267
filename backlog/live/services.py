"""Telling every process that something was committed."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backlog.core.db import is_sqlite
from backlog.core.events import Event, after_commit
from backlog.live.broker import wake_brokers
from backlog.live.watching import CHANNEL


def announce_changes(session: Session, events: tuple[Event, ...]) -> None:
    """Wake whoever waits for changes once this transaction has committed: PostgreSQL tells every process itself."""
    if is_sqlite(session):
        after_commit(session, wake_brokers)
        return
    for workspace_id in {event.workspace_id for event in events}:
        session.execute(select(func.pg_notify(CHANNEL, str(workspace_id))))
