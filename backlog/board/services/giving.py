"""Carrying a card into somebody's lane: it changes hands and its place at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.activity.services import one_act
from backlog.board.services.moving import Moved, move_card
from backlog.core.permissions import Actor
from backlog.sprints.queries import get_action_row
from backlog.sprints.services import Allowance, update_action
from backlog.workspaces.models import Workspace


def give_card(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    assignee_id: int | None,
    now: datetime,
    allowance: Allowance | None = None,
    **place: Any,
) -> Moved:
    """Give a card to somebody (None: to nobody) and move it, as one act to take back; `place` as for `move_card`.

    Raises as `update_action` and `move_card` do; what the first has done then goes with the transaction.
    """
    by: dict[str, Any] = {"workspace": workspace, "actor": actor, "key": key, "now": now, "allowance": allowance}
    before = get_action_row(session, workspace=workspace, key=key)
    with one_act(session):
        update_action(session, values={"assignee_id": assignee_id}, **by)
        moved = move_card(session, **by, **place)
    now_theirs = get_action_row(session, workspace=workspace, key=key)
    if now_theirs.assignee_id == before.assignee_id:
        return moved
    return replace(moved, given_to=now_theirs.assignee or "")
