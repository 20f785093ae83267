"""What pages say about actions and sprints."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, ngettext

from backlog.core.workdays import working_days
from backlog.sprints.models import GoalVerdict
from backlog.web.templating import date_long


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


def off_the_start(sprint: Any, today: date) -> str:
    """Return by how much a start today misses the planned one, empty where it does not."""
    day = date_long(sprint.starts_on)
    if today > sprint.ends_on:
        return str(gettext("It was to end on %(day)s; its last day has passed.", day=date_long(sprint.ends_on)))
    if today > sprint.starts_on:
        left, whole = working_days(today, sprint.ends_on), working_days(sprint.starts_on, sprint.ends_on)
        sentence = gettext("It was to start on %(day)s; %(left)s of %(whole)s working days are left.")
        return str(sentence % {"day": day, "left": left, "whole": whole})
    if today == sprint.starts_on:
        return ""
    days = _days_after(today, sprint.starts_on)
    in_days = ngettext(
        "It was to start on %(day)s, in %(num)d working day.", "It was to start on %(day)s, in %(num)d working days.",
        days, day=day,
    )  # fmt: skip
    return str(in_days if days else gettext("It was to start on %(day)s.", day=day))


def off_the_end(sprint: Any, today: date) -> str:
    """Return by how much an end today misses the planned one, empty where it does not."""
    if today == sprint.ends_on:
        return ""
    day = date_long(sprint.ends_on)
    if today < sprint.ends_on:
        days = _days_after(today, sprint.ends_on)
        words = ngettext(
            "It was to end on %(day)s, in %(num)d working day.", "It was to end on %(day)s, in %(num)d working days.",
            days, day=day,
        )  # fmt: skip
    else:
        days = _days_after(sprint.ends_on, today)
        words = ngettext(
            "It was to end on %(day)s, %(num)d working day ago.", "It was to end on %(day)s, %(num)d working days ago.",
            days, day=day,
        )  # fmt: skip
    return str(words if days else gettext("It was to end on %(day)s.", day=day))


def _days_after(first: date, last: date) -> int:
    return working_days(first + timedelta(days=1), last)


def verdict_words() -> dict[GoalVerdict, str]:
    """Return what a list says about the goals of completed sprints."""
    return {
        GoalVerdict.MET: gettext("goal met"),
        GoalVerdict.PARTLY_MET: gettext("goal partly met"),
        GoalVerdict.MISSED: gettext("goal missed"),
    }
