"""What is said about actions and sprints when they change."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from backlog.core.events import Change, Event
from backlog.core.keys import make_key
from backlog.core.permissions import Actor
from backlog.sprints.models import ENTITY, SPRINT_ENTITY, Action, Sprint
from backlog.workspaces.models import Workspace


def json_value(value: Any) -> Any:
    """Return the value as JSON holds it: numbers as numbers, dates in ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def column_value(name: str, value: Any) -> Any:
    """Return a value of the record as its column takes it; the opposite of `json_value`."""
    if value is None:
        return None
    if name in {"points", "hours"}:
        return Decimal(str(value))
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name.endswith("_at") else value


def changes_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Change]:
    """Return what differs, field by field, as JSON values."""
    pairs = {name: (json_value(before.get(name)), json_value(value)) for name, value in after.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def action_event(
    workspace: Workspace,
    actor: Actor,
    verb: str,
    *,
    action: Any,
    changes: Mapping[str, Change],
    now: datetime,
    version: int | None = None,
) -> Event:
    """Return what happened to an action; `action` is the entity or a row with its `id` and `number`."""
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=verb,
        entity_type=ENTITY,
        entity_id=action.id,
        entity_key=make_key(workspace.action_prefix, action.number),
        entity_version=action.version if isinstance(action, Action) and version is None else version,
        changes=changes,
        at=now,
    )


def sprint_event(
    workspace: Workspace, actor: Actor, verb: str, *, sprint: Sprint, changes: Mapping[str, Change], now: datetime
) -> Event:
    """Return what happened to a sprint as a whole."""
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=verb,
        entity_type=SPRINT_ENTITY,
        entity_id=sprint.id,
        entity_key=str(sprint.number),
        entity_version=sprint.version,
        changes=changes,
        at=now,
    )
