"""What pages say about actions and sprints."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from backlog.core.workdays import working_days
from backlog.sprints.models import GoalVerdict


@dataclass(frozen=True, slots=True)
class State:
    """Where an action stands: the word, the icon whose shape says the same, and the tone."""

    label: str
    icon: str
    tone: str


def state_of(action: Any, sprint_number: int | None) -> State:
    """Return where an action stands; `action` is the entity or a row of a list."""
    if action.archived_at is not None:
        return State(gettext("Archived"), "archive", "")
    if action.done_at is not None:
        return State(gettext("Done"), "circle-check", "done")
    if sprint_number is None:
        return State(gettext("In the action backlog"), "circle-dashed", "")
    if action.started_at is not None:
        return State(gettext("In progress"), "circle-dot", "active")
    return State(gettext("In sprint %(number)s", number=sprint_number), "circle-arrow-right", "active")


def workdays_of(sprint: Any) -> str:
    """Return how long a sprint is: "10 working days"."""
    days = working_days(sprint.starts_on, sprint.ends_on)
    return str(ngettext("%(num)d working day", "%(num)d working days", days))


def days_left(sprint: Any, today: date) -> str:
    """Return how much of a running sprint is left: "8 of 10 working days left"."""
    if today > sprint.ends_on:
        return str(gettext("its last day has passed"))
    if today < sprint.starts_on:
        return workdays_of(sprint)
    whole = working_days(sprint.starts_on, sprint.ends_on)
    left = working_days(today, sprint.ends_on)
    return str(gettext("%(left)s of %(whole)s working days left", left=left, whole=whole))


def verdict_words() -> dict[GoalVerdict, str]:
    """Return what a list says about the goals of completed sprints."""
    return {
        GoalVerdict.MET: gettext("goal met"),
        GoalVerdict.PARTLY_MET: gettext("goal partly met"),
        GoalVerdict.MISSED: gettext("goal missed"),
    }
