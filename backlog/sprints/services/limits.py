"""WIP limits: the one rule for every way a card enters a column or somebody comes to hold one more.

It stands here and not with the board, because both sides need it: moving and arranging, which are the board's, and
assigning, planning and starting, which are below the board and may not import it. The columns with their limits are
tables of this package anyhow.

What leaves a column or moves within it is never refused, nor is a card that waited for approval and goes on: that the
approval has come is no decision of whoever says so. Counted are the cards of the sprint under way, after the
workspace's lock is taken, so that two who move at once cannot both find the last place free.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from backlog.core.errors import DomainError, Invalid
from backlog.core.events import Change
from backlog.core.i18n import N_
from backlog.core.types import one_line
from backlog.identity.models import User
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import Action, BoardColumn, Sprint, SprintState
from backlog.workspaces.models import LimitMode, Workspace

OVERRIDE = "wip_override"
REASON_LENGTH = 500
_ONE_TOO_MANY = {
    "column": N_("“{name}” holds {held} of {limit} cards. Finish one first."),
    "person": N_("{name} holds {held} of {limit} cards in progress. Finish one first."),
}
_TOO_MANY = {
    "column": N_("“{name}” takes {limit} cards at once; with these it would hold {count}."),
    "person": N_("{name} takes {limit} cards in progress at once; with these it would be {count}."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a card stands on the board, and whose it is; off the board without a column."""

    column_id: int | None = None
    category: str | None = None
    assignee_id: int | None = None
    is_waiting: bool = False

    @property
    def holder(self) -> int | None:
        """Return for whose limit it counts: the assignee's, while it is in progress and does not wait for approval."""
        return self.assignee_id if self.category == StatusCategory.IN_PROGRESS and not self.is_waiting else None


@dataclass(frozen=True, slots=True)
class Step:
    """One card's way from how it stands to how it would."""

    action_id: int
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit that is gone beyond: of a column or of a person, how many it held before and would hold now."""

    kind: Literal["column", "person"]
    id: int
    name: str
    held: int
    count: int
    limit: int
    mode: LimitMode


@dataclass(slots=True)
class Allowance:
    """What somebody says about limits, and hears back: a reason to go beyond those that block; which ones were."""

    reason: str = ""
    exceeded: list[Excess] = field(default_factory=list)


class WipLimitReached(DomainError):
    """A limit keeps a card out; a reason would let it in. `details` says which limits, `exceeded` as values."""

    status = 409
    code = "wip_limit_reached"

    def __init__(self, exceeded: Sequence[Excess]) -> None:
        first = exceeded[0]
        sentences = _ONE_TOO_MANY if first.count == first.held + 1 else _TOO_MANY
        params = {"name": first.name, "held": first.held, "count": first.count, "limit": first.limit}
        names = ("kind", "name", "held", "count", "limit")
        details = {"limits": [{name: getattr(one, name) for name in names} for one in exceeded]}
        super().__init__(sentences[first.kind], params=params, details=details)
        self.exceeded = tuple(exceeded)


def standing_of(action: Action, column: BoardColumn | None) -> Standing:
    """Return how an action stands in a column of the running board; None: it is not there."""
    if column is None:
        return Standing(assignee_id=action.assignee_id, is_waiting=action.waiting_for is not None)
    return Standing(column.id, column.category, action.assignee_id, action.waiting_for is not None)


def hold_limits(
    session: Session, workspace: Workspace, steps: Sequence[Step], allowance: Allowance | None = None
) -> dict[int, dict[str, Change]]:
    """Check the limits of what cards enter, before anything is written in the locked workspace.

    What is gone beyond is added to `allowance.exceeded`. Return what is to be said of an override in the events, by
    the action's id. Raise WipLimitReached where a limit blocks and no reason is given, Invalid if that is too long.
    """
    exceeded = [*_full_columns(session, steps), *_busy_people(session, workspace, steps)]
    if not exceeded:
        return {}
    allowance = allowance or Allowance()
    reason = checked_reason(allowance.reason)
    blocking = [one for one in exceeded if one.mode is LimitMode.BLOCK]
    if blocking and not reason:
        raise WipLimitReached(blocking)
    allowance.exceeded += exceeded
    return {step.action_id: {OVERRIDE: (None, reason)} for step in steps if _enters(step, blocking)}


def hold_assignment(
    session: Session, action: Action, values: Mapping[str, Any], allowance: Allowance | None = None
) -> dict[str, Change]:
    """Do as `hold_limits` does for an edit that may give the action to somebody else."""
    assignee = values.get("assignee_id", action.assignee_id)
    if assignee == action.assignee_id:
        return {}
    now = _standing_now(session, action)
    steps = [Step(action.id, now, replace(now, assignee_id=assignee))]
    return hold_limits(session, action.workspace, steps, allowance).get(action.id, {})


def checked_reason(reason: str) -> str:
    """Return why a limit is overridden, on one line; raise Invalid above 500 characters."""
    reason = one_line(reason)
    if len(reason) > REASON_LENGTH:
        raise Invalid(N_("A reason has at most 500 characters."), field="override_reason")
    return reason


def _standing_now(session: Session, action: Action) -> Standing:
    statement = (
        select(BoardColumn)
        .join(Action, Action.column_id == BoardColumn.id)
        .join(Sprint, Sprint.id == Action.sprint_id)
        .where(Action.id == action.id, Sprint.state == SprintState.ACTIVE)
    )
    return standing_of(action, session.scalar(statement))


def _full_columns(session: Session, steps: Sequence[Step]) -> list[Excess]:
    coming = Counter(id_ for step in steps if (id_ := _column_entered(step)) is not None)
    if not coming:
        return []
    staying = Counter(step.after.column_id for step in steps)
    statement = (
        select(BoardColumn.id, BoardColumn.name, BoardColumn.wip_limit, BoardColumn.wip_mode,
               _others(steps, Action.column_id == BoardColumn.id).label("others"))
        .where(BoardColumn.id.in_(coming), BoardColumn.wip_limit.is_not(None))
        .order_by(BoardColumn.position)
    )  # fmt: skip
    return _excesses("column", session.execute(statement), coming, staying)


def _busy_people(session: Session, workspace: Workspace, steps: Sequence[Step]) -> list[Excess]:
    coming = Counter(id_ for step in steps if (id_ := _holder_gained(step)) is not None)
    if not coming:
        return []
    staying = Counter(step.after.holder for step in steps)
    held = (
        Action.assignee_id == User.id,
        Action.waiting_for.is_(None),
        Action.column_id.in_(
            select(BoardColumn.id).where(
                BoardColumn.workspace_id == workspace.id, BoardColumn.category == StatusCategory.IN_PROGRESS
            )
        ),
        Action.workspace_id == workspace.id,
    )
    # The limit is read here and not from the entity, which may be older than the lock.
    statement = (
        select(User.id, User.name, Workspace.person_wip_limit, Workspace.person_wip_mode,
               _others(steps, *held).label("others"))
        .join(Workspace, Workspace.id == workspace.id)
        .where(User.id.in_(coming), Workspace.person_wip_limit.is_not(None))
        .order_by(User.name, User.id)
    )  # fmt: skip
    return _excesses("person", session.execute(statement), coming, staying)


def _others(steps: Iterable[Step], *conditions: Any) -> ScalarSelect[int]:
    """Return how many cards of the running sprint fulfil this, without those that are on their way."""
    return (
        select(func.count())
        .select_from(Action)
        .join(Sprint, Sprint.id == Action.sprint_id)
        .where(*conditions, Sprint.state == SprintState.ACTIVE, Action.id.not_in([step.action_id for step in steps]))
        .correlate(BoardColumn, User)
        .scalar_subquery()
    )


def _excesses(
    kind: Literal["column", "person"], rows: Iterable[Any], coming: Counter[int], staying: Counter[int | None]
) -> list[Excess]:
    found = []
    for id_, name, limit, mode, others in rows:
        count = others + staying[id_]
        if count > limit:
            found.append(Excess(kind, id_, name, count - coming[id_], count, limit, LimitMode(mode)))
    return found


def _enters(step: Step, limits: Iterable[Excess]) -> bool:
    entered = {"column": _column_entered(step), "person": _holder_gained(step)}
    return any(entered[one.kind] == one.id for one in limits)


def _column_entered(step: Step) -> int | None:
    return step.after.column_id if step.after.column_id != step.before.column_id else None


def _holder_gained(step: Step) -> int | None:
    if step.before.is_waiting and not step.after.is_waiting:
        return None
    return step.after.holder if step.after.holder != step.before.holder else None
