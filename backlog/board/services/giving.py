"""Carrying a card into somebody's lane: it changes hands and its place at once."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.activity.services import one_act
from backlog.board.services.moving import Moved, move_card
from backlog.core.permissions import Actor
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
    with one_act(session):
        update_action(session, values={"assignee_id": assignee_id}, **by)
        return move_card(session, **by, **place)
