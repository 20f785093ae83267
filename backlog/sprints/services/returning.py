"""Going back to where something was: into a sprint, to a place in its order, into a column of the board."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.activity.undo import Reversal, cannot_undo
from backlog.core.errors import Conflict
from backlog.core.events import Event
from backlog.core.i18n import N_
from backlog.core.ordering import last_rank, restore_ranks
from backlog.core.rank import ranks_between
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import HOLD_UPS, Action, BoardColumn, Sprint, SprintMembership, SprintState
from backlog.sprints.services.columns import ensure_columns
from backlog.sprints.services.finding import column_order, lock_sprint, sprint_order
from backlog.sprints.services.limits import Step, hold_limits, standing_of
from backlog.sprints.services.recording import action_event, changes_of, column_value
from backlog.sprints.services.staying import Kept, current_stays, join

Undone = Sequence[tuple[Action, Activity]]
Columns = Mapping[int, BoardColumn]
_MOVED = ("column_id", "started_at", "done_at", *HOLD_UPS)


def rejoin(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    """Put actions back into the sprints they left; raise Conflict if one of those is completed."""
    events: list[Event] = []
    for number in dict.fromkeys(activity.changes["sprint"][0] for _action, activity in undone):
        own = [(action, activity) for action, activity in undone if activity.changes["sprint"][0] == number]
        sprint = lock_sprint(session, reversal.workspace, number)
        events += _rejoin(session, reversal, sprint, own)
    return events


def revert_places(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    """Give actions their old places in the order of the sprint they are in."""
    stays = current_stays(session, [action for action, _activity in undone])
    wanted = {stays[action.id].id: activity.changes["sprint_rank"][0] for action, activity in undone}
    before = {stay.id: stay.rank for stay in stays.values()}
    given = restore_ranks(session, sprint_order(next(iter(stays.values())).sprint_id), wanted)
    for stay in stays.values():
        session.expire(stay, ["rank"])
    return [
        action_event(
            reversal.workspace, reversal.actor, "sprint.action_placed", action=action, now=reversal.now,
            changes={"sprint_rank": (before[stays[action.id].id], given[stays[action.id].id])},
        )
        for action, _activity in undone
    ]  # fmt: skip


def revert_moves(session: Session, reversal: Reversal, undone: Undone) -> list[Event]:
    """Put cards back into the columns they came from; raise Conflict if one of those was removed."""
    stays = current_stays(session, [action for action, _activity in undone])
    columns = {column.id: column for column in ensure_columns(session, reversal.workspace)}
    return [
        _move_back(session, reversal, columns, action, activity, stays.get(action.id)) for action, activity in undone
    ]


def _rejoin(session: Session, reversal: Reversal, sprint: Sprint, undone: Undone) -> list[Event]:
    actions = [action for action, _activity in undone]
    columns = {column.id: column for column in ensure_columns(session, reversal.workspace)}
    kept = {action.id: own for action, activity in undone if (own := _kept(columns, activity)) is not None}
    order = sprint_order(sprint.id)
    ends = ranks_between(last_rank(session, order), None, len(actions))
    events = join(
        session, reversal.workspace, reversal.actor,
        sprint=sprint, actions=actions, ranks=ends, kept=kept, now=reversal.now,
    )  # fmt: skip
    stays = current_stays(session, actions)
    wanted = {stays[action.id].id: activity.changes["sprint_rank"][0] for action, activity in undone}
    given = restore_ranks(session, order, wanted)
    for action, activity in undone:
        if sprint.state == SprintState.ACTIVE and action.id in kept:
            _restore_in_column(session, stays[action.id], kept[action.id].column_id, activity.changes["board_rank"][0])
    for stay in stays.values():
        session.expire(stay, ["rank", "board_rank"])
    return [
        replace(event, changes={**event.changes, "sprint_rank": (None, given[stays[event.entity_id].id])})
        for event in events
    ]


def _kept(columns: Columns, activity: Activity) -> Kept | None:
    """Return in which column the action stood when it left, None if that is gone or there was none."""
    column = columns.get(activity.changes.get("column_id", (None,))[0])
    if column is None:
        return None
    was_done = activity.changes.get("done_at", (None,))[0]
    done_at: datetime | None = column_value("done_at", was_done) or activity.at
    return Kept(column.id, done_at if column.category == StatusCategory.DONE else None)


def _move_back(
    session: Session,
    reversal: Reversal,
    columns: Columns,
    action: Action,
    activity: Activity,
    stay: SprintMembership | None,
) -> Event:
    old = {name: change[0] for name, change in activity.changes.items()}
    column_id = old.get("column_id", action.column_id)
    # The start of the sprint, which is final, brought it from no column to its first.
    if column_id is None or stay is None:
        raise cannot_undo()
    if column_id not in columns:
        raise Conflict(N_("The columns have changed. Please look again."))
    here, there = columns.get(action.column_id or 0), columns[column_id]
    waited = old.get("waiting_for", action.waiting_for) is not None
    back = replace(standing_of(action, there), is_waiting=waited, assignee_id=_old_assignee(reversal, action))
    hold_limits(session, reversal.workspace, [Step(action.id, standing_of(action, here), back)])
    before = _state(columns, action)
    for name in set(_MOVED) & set(old):
        setattr(action, name, column_value(name, old[name]))
    action.updated_at = reversal.now
    session.flush()
    rank = stay.board_rank
    given = _restore_in_column(session, stay, column_id, old.get("board_rank", rank))
    changes = changes_of(before, _state(columns, action)) | {"board_rank": (rank, given)}
    return action_event(
        reversal.workspace, reversal.actor, "action.moved", action=action, changes=changes, now=reversal.now
    )


def _old_assignee(reversal: Reversal, action: Action) -> int | None:
    """Return whose the action was before the act, which may have given it away as well."""
    own = [one.changes for one in reversal.activities if one.entity_id == action.id and "assignee_id" in one.changes]
    old: int | None = own[-1]["assignee_id"][0] if own else action.assignee_id
    return old


def _restore_in_column(session: Session, stay: SprintMembership, column_id: int, rank: str) -> str:
    given = restore_ranks(session, column_order(stay.sprint_id, column_id), {stay.id: rank})[stay.id]
    session.expire(stay, ["board_rank"])
    return given


def _state(columns: Columns, action: Action) -> dict[str, Any]:
    column = columns.get(action.column_id or 0)
    return {name: getattr(action, name) for name in _MOVED} | {"category": column.category if column else None}
