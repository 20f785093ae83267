"""Moving a card: one way for drag, keys, menu and API, with a bounded number of statements wherever it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, null, select, update
from sqlalchemy.orm import Session, aliased

from backlog.activity.merging import no_such_version
from backlog.activity.models import Activity
from backlog.core.errors import Conflict, Invalid, NotFound
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.keys import find_number, make_key
from backlog.core.ordering import write_ranks
from backlog.core.permissions import Actor, Permission
from backlog.core.rank import rank_between
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import ENTITY, HOLD_UPS, Action, BoardColumn, Sprint, SprintMembership, SprintState
from backlog.sprints.services.finding import column_order
from backlog.sprints.services.limits import Allowance, Standing, Step, hold_limits
from backlog.sprints.services.placing import (
    END,
    PLACING_VERBS,
    list_changed,
    refuse_moved_since,
    refuse_own_predecessor,
)
from backlog.sprints.services.recording import action_event, changes_of
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace


@dataclass(frozen=True, slots=True)
class Giving:
    """Whose a card was before it is moved, and whose it is to be; None is nobody."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a card stands now, and whether its column holds more than it should.

    `was_in` is the column it left, `given_to` whose it has become by the move ("" for nobody's), None where it changed
    no hands.
    """

    key: str
    version: int
    column_id: int
    column_name: str
    count: int
    wip_limit: int | None
    was_in: int | None
    given_to: str | None = None

    @property
    def over_limit(self) -> int:
        """Return how many cards the column has too many."""
        return max(0, self.count - self.wip_limit) if self.wip_limit is not None else 0


def move_card(  # noqa: PLR0913 - which card, where to, and both things the mover saw
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    column_id: int,
    now: datetime,
    after: str | None = END,
    version: int | None = None,
    seen: int | None = None,
    allowance: Allowance | None = None,
    giving: Giving | None = None,
) -> Moved:
    """Put a card of the active sprint into a column right after another card (None: top; END: end).

    `version` is the action's the mover saw, `seen` the board's activity number; `giving`: it has just changed hands,
    for limits one step with the move. Entering a Done column makes it done, leaving one opens it again, leaving To do
    for the first time starts it. Raise NotFound, Forbidden, Invalid for a column that never was, Conflict if the card
    was moved since or has left the board, the column was removed or `after` left it, WipLimitReached as `hold_limits`.
    """
    actor.require(Permission.BOARD_MOVE)
    refuse_own_predecessor(workspace, [key], after)
    lock_workspace(session, workspace.id)
    card = _get_card(session, workspace, key, column_id)
    _refuse_stale(session, card, version)
    place = session.execute(_place(workspace, card, column_id, after)).one()
    if after is not None and after != END and place.before is None:
        raise list_changed()
    refuse_moved_since(session, workspace, {card.id, place.predecessor_id or card.id}, seen=seen)
    overridden = hold_limits(session, workspace, [_step(card, column_id, giving)], allowance).get(card.id, {})
    given = _given(card, column_id, now) | {"board_rank": rank_between(place.before, place.following)}
    _write(session, card, given, now)
    changes = changes_of(card._asdict(), given | {"category": card.target_category}) | overridden
    by: dict[str, Any] = {"changes": changes, "now": now, "version": card.version + 1}
    record(session, action_event(workspace, actor, "action.moved", action=card, **by))
    return Moved(
        make_key(workspace.action_prefix, card.number), card.version + 1, column_id, card.target_name,
        place.others + 1, card.target_limit, card.column_id,
    )  # fmt: skip


def _get_card(session: Session, workspace: Workspace, key: str, column_id: int) -> Any:
    number = find_number(workspace.action_prefixes, key)
    card = session.execute(_card(workspace, number, column_id)).first()
    if card is None:
        exists = select(Action.id).where(Action.workspace_id == workspace.id, Action.number == number)
        if session.scalar(exists) is None:
            raise NotFound
        raise Conflict(N_("{key} is not on the board any more."), params={"key": key})
    if card.target_name is None:
        raise Invalid(N_("The board has no such column."), field="column")
    if card.target_archived_at is not None:
        raise Conflict(N_("The column “{name}” has been removed."), params={"name": card.target_name})
    return card


def _card(workspace: Workspace, number: int | None, column_id: int) -> Select[Any]:
    target, current = aliased(BoardColumn), aliased(BoardColumn)
    columns: tuple[Any, ...] = (
        Action.id, Action.number, Action.version, Action.column_id, Action.started_at, Action.done_at,
        *(getattr(Action, name) for name in HOLD_UPS), Action.assignee_id, Action.sprint_id,
        SprintMembership.id.label("stay_id"), SprintMembership.board_rank, current.category,
        target.name.label("target_name"),
        target.category.label("target_category"), target.wip_limit.label("target_limit"),
        target.archived_at.label("target_archived_at"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(Sprint, Sprint.id == Action.sprint_id)
        .join(SprintMembership, (SprintMembership.action_id == Action.id) & SprintMembership.left_at.is_(None))
        .outerjoin(current, current.id == Action.column_id)
        .outerjoin(target, (target.id == column_id) & (target.workspace_id == workspace.id))
        .where(Action.workspace_id == workspace.id, Action.number == number, Sprint.state == SprintState.ACTIVE)
    )


def _refuse_stale(session: Session, card: Any, version: int | None) -> None:
    """Raise Conflict if somebody has moved the card since it had this version; an edit does not matter.

    Raise Invalid for a version that the card has not reached.
    """
    if version is None or version == card.version:
        return
    if version > card.version:
        raise no_such_version()
    moved = select(Activity.id).where(
        Activity.entity_type == ENTITY,
        Activity.entity_id == card.id,
        Activity.entity_version > version,
        Activity.verb.in_(PLACING_VERBS),
    )
    if session.scalar(moved.limit(1)) is not None:
        raise Conflict(N_("Someone else has just moved this card. Look again where it should go."))


def _place(workspace: Workspace, card: Any, column_id: int, after: str | None) -> Select[Any]:
    """Return a select of the ranks on both sides of the place, and of how many other cards the column holds."""
    in_column = (
        select(SprintMembership)
        .join(Action, Action.id == SprintMembership.action_id)
        .where(
            SprintMembership.sprint_id == card.sprint_id,
            SprintMembership.left_at.is_(None),
            Action.column_id == column_id,
        )
    )
    rank = SprintMembership.board_rank
    ranks = in_column.with_only_columns(rank)
    number = None if after in (None, END) else find_number(workspace.action_prefixes, after)
    before: Select[Any]
    following: Select[Any]
    if after == END:
        before, following = ranks.order_by(rank.desc()).limit(1), select(null())
    elif after is None:
        before, following = select(null()), ranks.order_by(rank).limit(1)
    else:
        before = ranks.where(Action.number == number)
        following = ranks.where(rank > before.scalar_subquery()).order_by(rank).limit(1)
    others = in_column.with_only_columns(func.count()).where(Action.id != card.id)
    predecessor = in_column.with_only_columns(Action.id).where(Action.number == number)
    return select(
        before.scalar_subquery().label("before"),
        following.scalar_subquery().label("following"),
        others.scalar_subquery().label("others"),
        predecessor.scalar_subquery().label("predecessor_id"),
    )


def _step(card: Any, column_id: int, giving: Giving | None) -> Step:
    is_waiting = card.waiting_for is not None
    before = giving.before if giving else card.assignee_id
    return Step(
        card.id,
        Standing(card.column_id, card.category, before, is_waiting),
        Standing(column_id, card.target_category, card.assignee_id, is_waiting),
    )


def _given(card: Any, column_id: int, now: datetime) -> dict[str, Any]:
    """Return what the move makes of the action."""
    is_done = card.target_category == StatusCategory.DONE
    waits = card.target_category == StatusCategory.TO_DO
    return {
        "column_id": column_id,
        "started_at": card.started_at if waits else (card.started_at or now),
        "done_at": (card.done_at or now) if is_done else None,
        **{name: None if is_done else getattr(card, name) for name in HOLD_UPS},
    }


def _write(session: Session, card: Any, given: Mapping[str, Any], now: datetime) -> None:
    values = {name: value for name, value in given.items() if name != "board_rank"}
    session.execute(
        update(Action)
        .where(Action.id == card.id)
        .values(**values, updated_at=now, version=card.version + 1)
        .execution_options(synchronize_session=False)
    )
    write_ranks(session, column_order(card.sprint_id, given["column_id"]), {card.stay_id: given["board_rank"]})
