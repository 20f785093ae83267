"""What pages say about actions and sprints."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext, ngettext

from backlog.core.workdays import working_days
from backlog.requirements.terms import CATEGORY_LABELS, StatusCategory
from backlog.sprints.models import APPROVAL_LABELS, Action, ApprovalBy, GoalVerdict
from backlog.sprints.queries import ActionRow, ActionSuggestion
from backlog.sprints.services.columns import DEFAULT_COLUMNS
from backlog.web.templating import date_long


@dataclass(frozen=True, slots=True)
class State:
    """Where an action stands: the word, the icon whose shape says the same, and the tone."""

    label: str
    icon: str
    tone: str


def state_of_action(action: Action) -> State:
    """Return where an action stands."""
    column = (action.column.name, action.column.category) if action.column else None
    return _state(action, action.sprint.number if action.sprint else None, column)


def state_of_row(row: ActionRow | ActionSuggestion) -> State:
    """Return where an action stands that a list or the palette has found."""
    column = (row.column_name, row.column_category) if row.column_name and row.column_category else None
    return _state(row, row.sprint_number, column)


def _state(action: Any, sprint_number: int | None, column: tuple[str, str] | None) -> State:
    if action.archived_at is not None:
        return State(gettext("Archived"), "archive", "")
    if sprint_number is not None and column is not None:
        return _on_board(column[0], StatusCategory(column[1]))
    if action.done_at is not None:
        return State(gettext("Done"), "circle-check", "done")
    if sprint_number is None:
        return State(gettext("In the action backlog"), "circle-dashed", "")
    return State(gettext("In sprint %(number)s", number=sprint_number), "circle-arrow-right", "active")


def _on_board(column: str, category: StatusCategory) -> State:
    """Return where a card stands: its column, and the category where the column's name is another word."""
    icon, tone = _SHAPES[category]
    usual = {name.casefold() for *names, usually in DEFAULT_COLUMNS if usually == category for name in names}
    label = str(gettext(CATEGORY_LABELS[category]))
    says_it = column.casefold() in usual | {label.casefold()}
    return State(column if says_it else f"{column} · {label}", icon, tone)


_SHAPES = {
    StatusCategory.TO_DO: ("circle-arrow-right", "active"),
    StatusCategory.IN_PROGRESS: ("circle-dot", "active"),
    StatusCategory.DONE: ("circle-check", "done"),
}


def approval_label(by: str | None) -> str:
    """Return who has to approve something, in the reader's words; empty for nobody."""
    return str(gettext(APPROVAL_LABELS[ApprovalBy(by)])) if by else ""


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


def started_early(sprint: Any, today: date) -> str:
    """Return that a running sprint began before its first day, empty from that day on."""
    if today >= sprint.starts_on:
        return ""
    return str(gettext("Started early: it was planned from %(day)s on.", day=date_long(sprint.starts_on)))


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


def verdict_sentence(value: str | None) -> str:
    """Return what the page of a completed sprint says about its goal, empty where nobody has."""
    words = {
        GoalVerdict.MET: gettext("Goal met."),
        GoalVerdict.PARTLY_MET: gettext("Goal partly met."),
        GoalVerdict.MISSED: gettext("Goal missed."),
    }
    return str(words[GoalVerdict(value)]) if value else ""


def verdict_words() -> dict[GoalVerdict, str]:
    """Return what a list says about the goals of completed sprints."""
    return {
        GoalVerdict.MET: gettext("goal met"),
        GoalVerdict.PARTLY_MET: gettext("goal partly met"),
        GoalVerdict.MISSED: gettext("goal missed"),
    }
