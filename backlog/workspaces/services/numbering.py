"""Running numbers of a workspace, taken under its row's lock so that they have neither gaps from races nor doubles."""

from typing import Literal, cast, get_args

from sqlalchemy import Integer, Table, Update, bindparam, select, update
from sqlalchemy.orm import Session

from backlog.core.db import is_sqlite, waiting_for_lock
from backlog.workspaces.models import Workspace

Counter = Literal["requirement_number", "action_number", "sprint_number", "activity_number"]


def take_numbers(session: Session, workspace_id: int, counter: Counter, count: int = 1) -> range:
    """Return the next `count` numbers of a counter; the row stays locked until the transaction ends."""
    session.flush()
    with waiting_for_lock(session):
        taken = session.execute(_TAKE[counter], {"workspace": workspace_id, "taken": count})
    last: int = taken.scalar_one()
    return range(last - count + 1, last + 1)


def lock_workspace(session: Session, workspace_id: int) -> None:
    """Let no other writer of the workspace in until the transaction ends; read what is to be checked after this.

    A writing transaction on SQLite holds the lock of the whole database from its beginning.
    """
    if not is_sqlite(session):
        # A key share is weaker than FOR UPDATE: rows that merely refer to the workspace can still be inserted.
        with waiting_for_lock(session):
            session.execute(_LOCK, {"workspace": workspace_id})


def _take(counter: Counter) -> Update:
    column = _table.c[counter]
    return (
        update(_table)
        .where(_table.c.id == bindparam("workspace"))
        .values({column: column + bindparam("taken", type_=Integer)})
        .returning(column)
    )


# Every write passes here: the statements are put together once.
_table = cast("Table", Workspace.__table__)
_TAKE = {counter: _take(counter) for counter in get_args(Counter)}
_LOCK = select(_table.c.id).where(_table.c.id == bindparam("workspace")).with_for_update(key_share=True)
