"""What every factory shares: objects are valid by default and are flushed into the session of the test that runs."""

from contextvars import ContextVar
from datetime import UTC, datetime

from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
current_session: ContextVar[Session] = ContextVar("current_session")


def bound_session() -> Session:
    """Return the running test's session; raise LookupError in a test that did not ask for one."""
    return current_session.get()


class Factory(SQLAlchemyModelFactory):
    """Makes valid rows and flushes them; `SomeFactory.create(name="…")` returns one."""

    class Meta:
        """Use the test's session."""

        abstract = True
        sqlalchemy_session_factory = bound_session
        sqlalchemy_session_persistence = "flush"
