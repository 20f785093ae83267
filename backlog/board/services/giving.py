"""Carrying a card into somebody's lane: it changes hands and its place at once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.activity.services import one_act
from backlog.board.services.moving import Giving, Moved, move_card
from backlog.core.errors import Conflict
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.sprints.queries import get_action_row
from backlog.sprints.services.editing import apply_changes, refuse_archived
from backlog.sprints.services.fields import checked_fields
from backlog.sprints.services.finding import lock_action
from backlog.sprints.services.recording import action_event
from backlog.workspaces.models import Workspace


def give_card(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    giving: Giving,
    now: datetime,
    **place: Any,
) -> Moved:
    """Give a card to somebody and move it, as one act to take back; `place` as for `move_card`.

    Raise Forbidden, NotFound, Invalid if that is no member, Conflict if the card is archived or not any more whose it
    was, else as `move_card` does; what was done by then goes with the transaction.
    """
    actor.require(Permission.ACTIONS_EDIT)
    action = lock_action(session, workspace, key)
    refuse_archived(action)
    if action.assignee_id != giving.before:
        message = N_("{key} has changed hands since you saw it. Look again whose it is.")
        raise Conflict(message, params={"key": action.key})
    given = checked_fields(session, workspace, {"assignee_id": giving.after})
    by: dict[str, Any] = {"workspace": workspace, "actor": actor, "now": now}
    with one_act(session):
        if changes := apply_changes(session, action, given, now=now):
            record(session, action_event(verb="action.changed", action=action, changes=changes, **by))
        moved = move_card(session, key=key, giving=giving, **by, **place)
    if giving.after == giving.before:
        return moved
    return replace(moved, given_to=get_action_row(session, workspace=workspace, key=key).assignee or "")
