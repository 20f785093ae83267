"""Locked reads: what a write checks before it writes."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, LimitReached, NotFound
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.core.ordering import Order, Ordering
from backlog.sprints.models import Action, Sprint, SprintMembership, SprintState
from backlog.sprints.queries import get_sprint
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace

MOST_AT_ONCE = 500


def lock_action(session: Session, workspace: Workspace, key: str) -> Action:
    """Return the action as it is now, with nobody else writing in the workspace; raise NotFound."""
    return lock_actions(session, workspace, [key])[0]


def lock_actions(session: Session, workspace: Workspace, keys: Sequence[str]) -> list[Action]:
    """Return the actions in the order of their keys, each once, with nobody else writing in the workspace.

    Raise NotFound, or LimitReached above 500.
    """
    lock_workspace(session, workspace.id)
    return read_actions(session, workspace, keys)


def read_actions(session: Session, workspace: Workspace, keys: Sequence[str]) -> list[Action]:
    """Return the actions of a locked workspace in the order of their keys; raise NotFound, or LimitReached."""
    if len(keys) > MOST_AT_ONCE:
        raise LimitReached(N_("At most {limit} actions at once."), params={"limit": MOST_AT_ONCE})
    numbers = list(dict.fromkeys(find_number(workspace.action_prefixes, key) for key in keys))
    statement = (
        select(Action)
        .where(Action.workspace_id == workspace.id, Action.number.in_(numbers))
        .execution_options(populate_existing=True)
    )
    found = {action.number: action for action in session.scalars(statement)}
    if set(numbers) != set(found):
        raise NotFound
    return [found[number] for number in numbers if number is not None]


def lock_sprint(session: Session, workspace: Workspace, number: int) -> Sprint:
    """Return the sprint as it is now, with nobody else writing in the workspace.

    Raise NotFound, or Conflict if it is completed.
    """
    lock_workspace(session, workspace.id)
    sprint = get_sprint(session, workspace=workspace, number=number)
    if sprint.state == SprintState.COMPLETED:
        raise Conflict(N_("Sprint {number} is completed; its record does not change."), params={"number": number})
    return sprint


def backlog_order(workspace_id: int) -> Ordering:
    """Return the order of the action backlog; actions elsewhere keep their place in it."""
    return _BACKLOG.of(workspace_id=workspace_id)


def sprint_order(sprint_id: int) -> Ordering:
    """Return the order of a sprint's actions."""
    return _SPRINT.of(sprint_id=sprint_id)


def column_order(sprint_id: int, column_id: int) -> Ordering:
    """Return the order of a sprint's cards in one column of the board."""
    return _COLUMN.of(sprint_id=sprint_id, column_id=column_id)


_BACKLOG = Order(Action.rank, Action.id, Action.workspace_id == bindparam("workspace_id"))
_IN_SPRINT = (SprintMembership.sprint_id == bindparam("sprint_id"), SprintMembership.left_at.is_(None))
_CARDS = select(Action.id).where(Action.sprint_id == bindparam("sprint_id"), Action.column_id == bindparam("column_id"))
_SPRINT = Order(SprintMembership.rank, SprintMembership.id, *_IN_SPRINT)
_COLUMN = Order(SprintMembership.board_rank, SprintMembership.id, *_IN_SPRINT, SprintMembership.action_id.in_(_CARDS))
