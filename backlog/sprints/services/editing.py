"""Changing what an action says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.merging import Edited, edit_conflict, merge_changes
from backlog.core.errors import Conflict
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.keys import make_key
from backlog.core.permissions import Actor, Permission
from backlog.identity.models import User
from backlog.requirements.models import Requirement
from backlog.sprints.models import ENTITY, Action
from backlog.sprints.services.checklists import CHECKLIST, checked_checklist, checklist_of, write_checklist
from backlog.sprints.services.creating import index_actions
from backlog.sprints.services.fields import ENTRIES, checked_fields
from backlog.sprints.services.finding import lock_action
from backlog.sprints.services.limits import Allowance, hold_assignment
from backlog.sprints.services.recording import action_event, json_value
from backlog.workspaces.models import Workspace

_INDEXED = frozenset({"title", "description", "campaign_id", "instrument_id"})


def update_action(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    values: Mapping[str, Any],
    now: datetime,
    version: int | None = None,
    allowance: Allowance | None = None,
) -> Action:
    """Change the fields in `values` and leave the others; `version` is the one the form was filled from.

    `values` as in `checked_fields`, and `checklist` as the whole list of `{"text", "done"}`. What others changed since
    `version` stays; the same field changed by both raises Conflict with `details={"fields": {name: {"yours", "theirs",
    "by"}}, "version", "kept"}`, in which references are shown by name and `kept` are the other fields that stay as they
    are by now. Without `version` the values win. Raise NotFound, Forbidden, Invalid naming the fields, Conflict if the
    action is archived, WipLimitReached if whoever is to do it holds too many cards.
    """
    actor.require(Permission.ACTIONS_EDIT)
    action = lock_action(session, workspace, key)
    refuse_archived(action)
    fields = dict(values)
    mine = {CHECKLIST: checked_checklist(fields.pop(CHECKLIST))} if CHECKLIST in fields else {}
    mine |= checked_fields(session, workspace, fields)
    if version is not None:
        mine = _merge(session, action, mine, seen=version)
    overridden = hold_assignment(session, action, mine, allowance)
    if changes := apply_changes(session, action, mine, now=now):
        changed = {**changes, **overridden}
        event = action_event(workspace, actor, "action.changed", action=action, changes=changed, now=now)
        record(session, event)
    return action


def apply_changes(
    session: Session, action: Action, columns: Mapping[str, Any], *, now: datetime
) -> dict[str, tuple[Any, Any]]:
    """Write columns (and the checklist) of an action and return what that changed, as JSON values."""
    current = _current(session, action, columns)
    pairs = {name: (current[name], json_value(value)) for name, value in columns.items()}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if not changes:
        return {}
    for name in changes:
        if name == CHECKLIST:
            write_checklist(session, action, columns[name])
        else:
            setattr(action, name, columns[name])
    action.updated_at = now
    session.flush()
    if _INDEXED & changes.keys():
        index_actions(session, action.workspace, [action])
    return changes


def refuse_archived(action: Action) -> None:
    """Raise Conflict if the action is archived."""
    if action.archived_at is not None:
        raise Conflict(N_("{key} is archived. Restore it first."), params={"key": action.key})


def _merge(session: Session, action: Action, mine: dict[str, Any], *, seen: int) -> dict[str, Any]:
    edited = Edited(
        workspace_id=action.workspace_id,
        entity_type=ENTITY,
        entity_id=action.id,
        version=action.version,
        theirs=_current(session, action, mine),
    )
    merge = merge_changes(session, edited, {name: json_value(value) for name, value in mine.items()}, seen=seen)
    if merge.conflicts:
        conflicts = {name: _shown(session, action.workspace, name, sides) for name, sides in merge.conflicts.items()}
        kept = sorted(name for name, value in merge.values.items() if value == edited.theirs[name])
        raise edit_conflict(conflicts, version=action.version, kept=kept)
    # What the merge takes from the others stands in the action already.
    return {name: value for name, value in mine.items() if merge.values[name] == json_value(value)}


def _current(session: Session, action: Action, names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: checklist_of(session, action) if name == CHECKLIST else json_value(getattr(action, name))
        for name in names
    }


def _shown(session: Session, workspace: Workspace, name: str, sides: Mapping[str, Any]) -> dict[str, Any]:
    """Return both sides of a conflict as people read them: references by name."""
    if not name.endswith("_id"):
        return dict(sides)
    named = {side: _name(session, workspace, name.removesuffix("_id"), sides[side]) for side in ("yours", "theirs")}
    return {**sides, **named}


def _name(session: Session, workspace: Workspace, reference: str, row_id: int | None) -> str | None:
    if row_id is None:
        return None
    if reference == "requirement":
        number = session.scalar(select(Requirement.number).where(Requirement.id == row_id))
        return make_key(workspace.requirement_prefix, number or 0)
    table = User if reference == "assignee" else ENTRIES[reference]
    return session.scalar(select(table.name).where(table.id == row_id))
