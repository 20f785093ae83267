"""Where in a list something goes: after a thing that has to be there still, at the top, or at the end."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.merging import refuse_number_to_come
from backlog.activity.models import Activity
from backlog.core.errors import Conflict, Invalid
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.core.ordering import Ordering, last_rank, ranks_after
from backlog.core.rank import ranks_between
from backlog.sprints.models import ENTITY, Action, SprintMembership
from backlog.workspaces.models import Workspace

# Stands for the end of a list where a key would say after which action; None is the top.
END: Final = "end"
# Stands for the place something has already.
KEEP: Final = "keep"
PLACING_VERBS = (
    "action.archived",
    "action.moved",
    "action.ranked",
    "action.restored",
    "sprint.action_joined",
    "sprint.action_left",
    "sprint.action_placed",
)


def list_changed() -> Conflict:
    """Return the error that the list is not what the mover saw."""
    return Conflict(N_("The list has changed since you saw it. Look again where this should go."))


def refuse_own_predecessor(workspace: Workspace, keys: Iterable[str], after: str | None) -> None:
    """Raise Invalid if something should go after itself."""
    if after is None or after == END:
        return
    numbers = {find_number(workspace.action_prefixes, key) for key in keys}
    if find_number(workspace.action_prefixes, after) in numbers:
        raise Invalid(N_("An action cannot stand after itself."), field="after")


def refuse_moved_since(
    session: Session, workspace: Workspace, action_ids: Collection[int], *, seen: int | None
) -> None:
    """Raise Conflict if one of the actions was given another place after the activity number the mover saw.

    Raise Invalid for a number that is still to come.
    """
    if seen is None:
        return
    refuse_number_to_come(session, workspace_id=workspace.id, seen=seen)
    statement = select(Activity.number).where(
        Activity.workspace_id == workspace.id,
        Activity.entity_type == ENTITY,
        Activity.entity_id.in_(action_ids),
        Activity.number > seen,
        Activity.verb.in_(PLACING_VERBS),
    )
    if session.scalar(statement.limit(1)) is not None:
        raise list_changed()


def free_ranks(session: Session, ordering: Ordering, *, before: str | None, count: int) -> list[str]:
    """Return free ranks after the rank `before`: END, None for the top, or that of the predecessor."""
    if before == END:
        return ranks_between(last_rank(session, ordering), None, count)
    return ranks_after(session, ordering, before, count)


def backlog_predecessor(session: Session, workspace: Workspace, after: str | None) -> tuple[set[int], str | None]:
    """Return id (in a set) and rank of the backlog's action called `after`; raise Conflict if it is not there now."""
    if after is None or after == END:
        return set(), after
    statement = select(Action.id, Action.rank).where(
        Action.workspace_id == workspace.id,
        Action.number == find_number(workspace.action_prefixes, after),
        Action.sprint_id.is_(None),
        Action.done_at.is_(None),
        Action.archived_at.is_(None),
    )
    return _found(session.execute(statement).all())


def sprint_predecessor(
    session: Session, workspace: Workspace, sprint_id: int, after: str | None
) -> tuple[set[int], str | None]:
    """Return id (in a set) and rank of the sprint's action called `after`; raise Conflict if it is not there now."""
    if after is None or after == END:
        return set(), after
    statement = (
        select(Action.id, SprintMembership.rank)
        .join(SprintMembership, SprintMembership.action_id == Action.id)
        .where(
            Action.workspace_id == workspace.id,
            Action.number == find_number(workspace.action_prefixes, after),
            SprintMembership.sprint_id == sprint_id,
            SprintMembership.left_at.is_(None),
        )
    )
    return _found(session.execute(statement).all())


def _found(rows: Sequence[Any]) -> tuple[set[int], str]:
    if not rows:
        raise list_changed()
    return {rows[0][0]}, rows[0][1]
