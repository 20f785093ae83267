"""Between the trade's objects and the API's words: who and what is named, never numbered."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from backlog.activity.queries import last_activity_number
from backlog.core.clock import utcnow
from backlog.core.errors import DomainError
from backlog.core.keys import find_number
from backlog.sprints.models import Action
from backlog.sprints.queries import ActionRow, PlannedAction, Report, SprintCapacity, SprintRow
from backlog.sprints.services import Allowance
from backlog.web.access import current_actor, current_workspace
from backlog.web.session import db_session
from backlog.workspaces.schemas import person_shape

_SHARED = (
    "key", "title", "points", "hours", "due_on", "publish_on", "blocked_reason", "waiting_for", "waiting_note",
    "waiting_at", "started_at", "done_at", "archived_at", "version",
)  # fmt: skip
_NAMED = ("instrument", "campaign", "channel", "audience")


def row_shape(row: ActionRow) -> dict[str, Any]:
    """Return a row as `ActionRowSchema` takes it."""
    return {
        **{name: getattr(row, name) for name in (*_SHARED, *_NAMED)},
        "place": row.place,
        "sprint": row.sprint_number,
        "requirement": row.requirement_key,
        "assignee": person_shape(row.assignee, row.assignee_email),
    }


def planned_shape(planned: PlannedAction) -> dict[str, Any]:
    """Return an action in a sprint as `PlannedActionSchema` takes it."""
    return row_shape(planned.action) | {
        "joined_after_start": planned.is_unplanned,
        "times_carried_over": planned.times_carried_over,
    }


def action_shape(action: Action) -> dict[str, Any]:
    """Return an action with all it refers to as `ActionSchema` takes it."""
    person = action.assignee
    return {
        **{name: getattr(action, name) for name in (*_SHARED, "description", "created_at", "updated_at")},
        **{name: entry.name if (entry := getattr(action, name)) else None for name in (*_NAMED, "column")},
        "place": action.place,
        "sprint": action.sprint.number if action.sprint else None,
        "requirement": action.requirement.key if action.requirement else None,
        "assignee": person_shape(person.name, person.email) if person else None,
        "checklist": [{"text": item.text, "done": item.is_done} for item in action.checklist],
    }


def sprint_shape(row: SprintRow) -> dict[str, Any]:
    """Return a sprint as `SprintSchema` takes it."""
    return {name: getattr(row, name) for name in SprintRow.__slots__}


def report_shape(report: Report) -> dict[str, Any]:
    """Return a report as `ReportSchema` takes it, however long ago it was frozen."""
    return {**_SAID_LATER, **report, "actions": [_stay_shape(entry) for entry in report["actions"]]}


def capacity_shape(capacity: SprintCapacity) -> dict[str, Any]:
    """Return the capacity of a sprint as `CapacitySchema` takes it."""
    people = [
        {name: getattr(one, name) for name in _HOURS} | {"person": person_shape(one.name, one.email)}
        for one in capacity.people
    ]
    return {
        "people": people,
        "reserve": capacity.reserve,
        "without_hours": capacity.without_hours,
        "not_set": capacity.not_set,
    }


_HOURS = ("planned", "open", "capacity", "reserve", "available", "over", "room", "left")
_SAID_LATER = {"goal_verdict_at": None, "goal_verdict_by": None, "reserve_percent": None, "over_capacity": None}


def _stay_shape(entry: Mapping[str, Any]) -> dict[str, Any]:
    person = {"name": entry["assignee"], "handle": entry.get("assignee_handle")} if entry["assignee"] else None
    return {name: value for name, value in entry.items() if name != "assignee_handle"} | {"assignee": person}


def placed(keys: Collection[str]) -> dict[str, int]:
    """Return how many actions were placed, and the version of the list after that."""
    moved = {find_number(current_workspace().action_prefixes, key) for key in keys}
    return {"moved": len(moved), "version": last_activity_number(db_session(), current_workspace().id)}


def who() -> dict[str, Any]:
    """Return what every service is told: where, who and when."""
    return {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}


def allowance_in(sent: dict[str, Any]) -> Allowance:
    """Take out of a body what it says about WIP limits."""
    return Allowance(sent.pop("override_reason", None) or "")


@contextmanager
def in_api_words() -> Iterator[None]:
    """Name the fields of conflicts as the API does."""
    try:
        yield
    except DomainError as error:
        if "fields" in error.details:
            # Says what a form sends along; who changes single fields sends nothing along.
            error.details.pop("kept", None)
            error.details["fields"] = {
                name.removesuffix("_id"): sides for name, sides in error.details["fields"].items()
            }
        raise
