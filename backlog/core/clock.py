"""The one place that asks for the time; everything below the edge gets it as an argument."""

from datetime import UTC, datetime

DEFAULT_TIME_ZONE = "Europe/Berlin"


def utcnow() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)
