"""Arranging the board: its columns, what they are called and mean, and how much they should hold."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.board.services.limiting import checked_limit
from backlog.board.services.rehoming import rehome
from backlog.core.errors import Conflict, Invalid, LimitReached, NotFound
from backlog.core.events import Change, Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import BoardColumn
from backlog.sprints.services import ensure_columns
from backlog.sprints.services.limits import Allowance
from backlog.sprints.services.recording import changes_of
from backlog.workspaces.models import LimitMode, Workspace
from backlog.workspaces.services import lock_workspace

COLUMN_ENTITY = "board_column"
NAME_LENGTH = 60
MOST_COLUMNS = 20
# A board on which nothing can wait or get done would be none.
_NEEDED = (StatusCategory.TO_DO, StatusCategory.DONE)


def add_column(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    name: str,
    category: StatusCategory,
    now: datetime,
    wip_limit: int | None = None,
    wip_mode: LimitMode = LimitMode.WARN,
) -> BoardColumn:
    """Add a column behind the last one of its category and return it.

    Raise Forbidden, Invalid naming the field, LimitReached above 20 columns.
    """
    columns = _lock(session, workspace, actor)
    if len(columns) >= MOST_COLUMNS:
        raise LimitReached(N_("A board has at most {limit} columns."), params={"limit": MOST_COLUMNS})
    checked = {"name": _name(columns, name), "category": category, "wip_limit": checked_limit(wip_limit)}
    checked["wip_mode"] = wip_mode
    column = BoardColumn(workspace_id=workspace.id, position=0, **checked)
    place = max((at for at, one in enumerate(columns, 1) if one.category == category), default=len(columns))
    session.add(column)
    _number([*columns[:place], column, *columns[place:]])
    session.flush()
    record(
        session,
        _event(workspace, actor, "board.column_added", column, changes_of({"wip_mode": LimitMode.WARN}, checked), now),
    )
    return column


def update_column(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    column_id: int,
    values: Mapping[str, Any],
    now: datetime,
    allowance: Allowance | None = None,
) -> BoardColumn:
    """Change `name`, `category`, `wip_limit` (None: none) or `wip_mode`; with the category its cards are done or open.

    Raise NotFound, Forbidden, Invalid naming the field, Conflict if no column to wait in or to be done in was left,
    WipLimitReached where people would hold too many cards in progress.
    """
    columns = _lock(session, workspace, actor)
    column = _find(columns, column_id)
    was = column.category
    checked = _checked([one for one in columns if one is not column], values)
    changes = changes_of({name: getattr(column, name) for name in checked}, checked)
    for name in changes:
        setattr(column, name, checked[name])
    _refuse_unusable(columns)
    session.flush()
    moves = []
    if "category" in changes:
        moves = rehome(session, workspace, actor, old=column, new=column, was=was, allowance=allowance, now=now)
    if changes:
        record(session, *moves, _event(workspace, actor, "board.column_changed", column, changes, now))
    return column


def move_column(
    session: Session, *, workspace: Workspace, actor: Actor, column_id: int, after: int | None, now: datetime
) -> None:
    """Put a column right of another (None: leftmost). Raise NotFound, Forbidden, or Conflict if `after` was removed."""
    columns = _lock(session, workspace, actor)
    column = _find(columns, column_id)
    rest = [one for one in columns if one is not column]
    if after is not None and after not in {one.id for one in rest}:
        raise Conflict(N_("The columns have changed. Please look again."))
    place = 0 if after is None else [one.id for one in rest].index(after) + 1
    old = column.position
    _number([*rest[:place], column, *rest[place:]])
    session.flush()
    if column.position != old:
        changes = {"position": (old, column.position)}
        record(session, _event(workspace, actor, "board.column_moved", column, changes, now))


def remove_column(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    column_id: int,
    now: datetime,
    target_id: int | None = None,
    allowance: Allowance | None = None,
) -> BoardColumn:
    """Take a column off the board and return the one to whose end its cards went: `target_id`, else the neighbour.

    Raise NotFound, Forbidden, Conflict if no column to wait in or to be done in was left, WipLimitReached as
    `hold_limits` does.
    """
    columns = _lock(session, workspace, actor)
    column = _find(columns, column_id)
    rest = [one for one in columns if one is not column]
    _refuse_unusable(rest)
    neighbour = _neighbour(columns, column) if target_id is None else _find(rest, target_id)
    moves = rehome(
        session, workspace, actor, old=column, new=neighbour, was=column.category, allowance=allowance, now=now
    )
    column.archived_at = now
    _number(rest)
    session.flush()
    changes = changes_of({"archived_at": None}, {"archived_at": now})
    record(session, *moves, _event(workspace, actor, "board.column_removed", column, changes, now))
    return neighbour


def _lock(session: Session, workspace: Workspace, actor: Actor) -> list[BoardColumn]:
    actor.require(Permission.SPRINTS_PLAN)
    lock_workspace(session, workspace.id)
    return ensure_columns(session, workspace)


def _find(columns: Sequence[BoardColumn], column_id: int) -> BoardColumn:
    found = next((column for column in columns if column.id == column_id), None)
    if found is None:
        raise NotFound
    return found


def _neighbour(columns: Sequence[BoardColumn], column: BoardColumn) -> BoardColumn:
    """Return the nearest column of the same category, else the one to the left, else the one to the right."""
    place = columns.index(column)
    by_distance = sorted(
        (one for one in columns if one is not column), key=lambda one: (abs(columns.index(one) - place), one.position)
    )
    return next((one for one in by_distance if one.category == column.category), by_distance[0])


def _checked(others: Sequence[BoardColumn], values: Mapping[str, Any]) -> dict[str, Any]:
    checks: dict[str, Callable[[Any], Any]] = {
        "name": lambda value: _name(others, value),
        "category": StatusCategory,
        "wip_limit": checked_limit,
        "wip_mode": LimitMode,
    }
    return {name: checks[name](value) for name, value in values.items()}


def _name(others: Sequence[BoardColumn], name: str) -> str:
    name = one_line(name)
    if not name or len(name) > NAME_LENGTH:
        raise Invalid(N_("A column's name has 1 to 60 characters."), field="name")
    if name.casefold() in {column.name.casefold() for column in others}:
        raise Invalid(N_("There is a column with this name already."), field="name")
    return name


def _refuse_unusable(columns: Sequence[BoardColumn]) -> None:
    if not {column.category for column in columns}.issuperset(_NEEDED):
        raise Conflict(N_("A board needs a column in which work waits and one in which it is done."))


def _number(columns: Sequence[BoardColumn]) -> None:
    for position, column in enumerate(columns):
        column.position = position


def _event(
    workspace: Workspace, actor: Actor, verb: str, column: BoardColumn, changes: Mapping[str, Change], now: datetime
) -> Event:
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=verb,
        entity_type=COLUMN_ENTITY,
        entity_id=column.id,
        entity_key=column.name,
        changes=changes,
        at=now,
    )
