"""Changing the order of the backlog: one requirement or a block, after another one, to a place, to an end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.merging import refuse_number_to_come
from backlog.activity.models import Activity
from backlog.activity.queries import last_activity_number
from backlog.activity.services import latest_act
from backlog.core.errors import Conflict, Invalid, LimitReached, NotFound
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.keys import find_number, make_key
from backlog.core.ordering import ranks_after, write_ranks
from backlog.core.permissions import Actor, Permission
from backlog.requirements.models import ENTITY
from backlog.requirements.queries.order import OrderRow, find_order_row, list_order_rows, ordering_of
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace

MOST_MOVED = 500


@dataclass(frozen=True, slots=True)
class Move:
    """A move that was made: what stands in the new place, in order, and the version of the list after it."""

    keys: tuple[str, ...]
    version: int


def move_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    keys: Sequence[str],
    after: str | None,
    now: datetime,
    version: int | None = None,
) -> Move:
    """Put requirements right after another one (None: at the top), together and in the order they stand in now.

    `version` is that of the list the actor saw (`Workspace.activity_number` then); with it, the move is refused if
    any of them was moved since. One row is written for each requirement that moves. Raise Conflict if the list has
    changed, Invalid if `after` is among the keys, LimitReached for more than 500, NotFound or Forbidden.
    """
    block, target = _begin(session, workspace, actor, keys, beside=after)
    _refuse_moved(session, workspace, [*block, target] if target else block, version)
    return _move(session, workspace, actor, block, target, now)


def move_before(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    keys: Sequence[str],
    before: str,
    now: datetime,
    version: int | None = None,
) -> Move:
    """Put requirements right before another one; for lists that do not show what stands above. Raises alike."""
    block, follower = _begin(session, workspace, actor, keys, beside=before)
    _refuse_moved(session, workspace, [*block, follower] if follower else block, version)
    target = find_order_row(session, workspace, without=block, above=follower.rank if follower else None)
    return _move(session, workspace, actor, block, target, now)


def move_to_place(
    session: Session, *, workspace: Workspace, actor: Actor, keys: Sequence[str], place: int, now: datetime
) -> Move:
    """Put requirements so that the first of them has this place, counted from 1; beyond the end is the end.

    Raise Invalid for a place below 1, LimitReached, NotFound or Forbidden.
    """
    if place < 1:
        raise Invalid(N_("Places count from 1."), field="place")
    block, _ = _begin(session, workspace, actor, keys)
    if place == 1:
        return _move(session, workspace, actor, block, None, now)
    target = find_order_row(session, workspace, without=block, place=place - 1)
    target = target or find_order_row(session, workspace, without=block)
    return _move(session, workspace, actor, block, target, now)


def move_to_bottom(session: Session, *, workspace: Workspace, actor: Actor, keys: Sequence[str], now: datetime) -> Move:
    """Put requirements at the end. Raise LimitReached, NotFound or Forbidden."""
    block, _ = _begin(session, workspace, actor, keys)
    return _move(session, workspace, actor, block, find_order_row(session, workspace, without=block), now)


def list_has_changed() -> Conflict:
    """Return the error that the list is no longer the one the actor saw."""
    return Conflict(N_("The list has changed since you loaded it. Please look again."))


def _begin(
    session: Session, workspace: Workspace, actor: Actor, keys: Sequence[str], *, beside: str | None = None
) -> tuple[list[OrderRow], OrderRow | None]:
    """Return the block in its present order and the one beside which it is to stand, under the lock."""
    actor.require(Permission.REQUIREMENTS_RANK)
    prefixes = workspace.requirement_prefixes
    numbers = {find_number(prefixes, key) for key in keys}
    beside_number = find_number(prefixes, beside) if beside is not None else None
    _check_choice(numbers, beside_number)
    lock_workspace(session, workspace.id)
    found = list_order_rows(session, workspace, {number for number in {*numbers, beside_number} if number is not None})
    block = [row for row in found if row.number in numbers]
    if len(block) != len(numbers):
        raise NotFound
    neighbour = next((row for row in found if row.number == beside_number), None)
    if any(row.is_archived for row in found) or (beside is not None and neighbour is None):
        raise list_has_changed()
    if len({row.is_epic for row in found}) > 1:
        raise Invalid(N_("Epics have an order of their own."), field="keys")
    return block, neighbour


def _check_choice(numbers: Collection[int | None], beside: int | None) -> None:
    if not numbers:
        raise Invalid(N_("Choose at least one requirement."), field="keys")
    if len(numbers) > MOST_MOVED:
        raise LimitReached(N_("At most 500 requirements at once."), field="keys")
    if beside is not None and beside in numbers:
        raise Invalid(N_("A requirement cannot stand next to itself."), field="after")


def _refuse_moved(session: Session, workspace: Workspace, rows: Sequence[OrderRow], version: int | None) -> None:
    if version is None:
        return
    refuse_number_to_come(session, workspace_id=workspace.id, seen=version)
    statement = (
        select(Activity.id)
        .where(
            Activity.workspace_id == workspace.id,
            Activity.entity_type == ENTITY,
            Activity.entity_id.in_([row.id for row in rows]),
            Activity.number > version,
            Activity.verb == f"{ENTITY}.ranked",
        )
        .limit(1)
    )
    if session.scalar(statement) is not None:
        raise list_has_changed()


def _move(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    block: Sequence[OrderRow],
    target: OrderRow | None,
    now: datetime,
) -> Move:
    before = [target.number if target else None, *(row.number for row in block[:-1])]
    keys = tuple(make_key(workspace.requirement_prefix, row.number) for row in block)
    if [row.before for row in block] == before:
        return Move(keys, last_activity_number(session, workspace.id))
    ordering = ordering_of(workspace)
    ranks = ranks_after(session, ordering, target.rank if target else None, len(block))
    write_ranks(session, ordering, {row.id: rank for row, rank in zip(block, ranks, strict=True)})
    moved = zip(block, ranks, before, strict=True)
    record(session, *(ranked(workspace, actor, row, rank, new_before, now) for row, rank, new_before in moved))
    act = latest_act(session)
    return Move(keys, act.last if act else 0)


def ranked(workspace: Workspace, actor: Actor, row: OrderRow, rank: str, before: int | None, now: datetime) -> Event:
    """Return the event that a requirement now has this rank, right after the one with the number `before`."""
    prefix = workspace.requirement_prefix
    old, new = (None if number is None else make_key(prefix, number) for number in (row.before, before))
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=f"{ENTITY}.ranked",
        entity_type=ENTITY,
        entity_id=row.id,
        entity_key=make_key(prefix, row.number),
        changes={"rank": (row.rank, rank), "after": (old, new)},
        at=now,
    )
