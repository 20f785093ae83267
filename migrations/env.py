"""Alembic's environment: which tables there should be, and how migrations run on both databases."""

import importlib
import importlib.util
import pkgutil
from typing import Literal

from alembic import context
from sqlalchemy import Connection

import backlog
import backlog.core.search_index
from backlog.core.db import Base, make_engine
from backlog.core.types import UTCDateTime

for module in pkgutil.iter_modules(backlog.__path__):
    if module.ispkg and importlib.util.find_spec(f"backlog.{module.name}.models"):
        importlib.import_module(f"backlog.{module.name}.models")

# Kept by others or by hand: the job queue's tables, the full-text index and its shadow tables.
_NOT_OURS = ("huey_", "search_index")


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave tables and indexes alone that no model describes on purpose."""
    return kind not in {"table", "index"} or not (name or "").startswith(_NOT_OURS)


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own types by what they are in the database, so that old migrations need none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Migrate over one connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=include_name,
        render_item=render_item,
        compare_type=True,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        run(connection)
    # A connection left open would keep others from copying or dropping the database.
    engine.dispose()
