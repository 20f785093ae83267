"""What happened to an action, in sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from backlog.activity.queries import HistoryEntry
from backlog.activity.views import say_comment
from backlog.sprints.models import Outcome
from backlog.sprints.queries import Names
from backlog.sprints.services.limits import OVERRIDE
from backlog.sprints.views.words import approval_label
from backlog.web.templating import date_short, number

LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, as a sentence."""

    at: datetime
    text: str


def lines_of(entries: Sequence[HistoryEntry], names: Names) -> list[Line]:
    """Return the sentences of a history, in its order; what needs no sentence is left out."""
    lines = []
    for entry in entries:
        who = entry.actor_name or "Throughline"
        say = _SENTENCES.get(entry.verb)
        said = say_comment(entry.verb, who)
        changes = {name: sides for name, sides in entry.changes.items() if name != OVERRIDE}
        sentences = say(who, changes, names) if say else [said] if said else []
        if OVERRIDE in entry.changes:
            reason = entry.changes[OVERRIDE][1]
            sentences = [*sentences, gettext("%(who)s went beyond the WIP limit: %(reason)s", who=who, reason=reason)]
        lines += [Line(entry.at, text) for text in sentences]
    return lines


def _changed(who: str, changes: Mapping[str, Any], names: Names) -> list[str]:
    return [_field(who, name, old, new, names) for name, (old, new) in changes.items()]


def _field(who: str, column: str, old: Any, new: Any, names: Names) -> str:
    name = column.removesuffix("_id")
    label = _labels().get(name, name)
    if name in {"description", "checklist"}:
        return str(gettext("%(who)s rewrote: %(field)s.", who=who, field=label))
    before, after = _shown(column, old, names), _shown(column, new, names)
    if not after:
        return str(gettext("%(who)s emptied: %(field)s (it was %(old)s).", who=who, field=label, old=before))
    if not before:
        return str(gettext("%(who)s filled in: %(field)s %(new)s.", who=who, field=label, new=after))
    return str(gettext("%(who)s changed: %(field)s %(old)s → %(new)s.", who=who, field=label, old=before, new=after))


def _shown(column: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if column.endswith("_id"):
        return names.name_of(column, value)
    if column.endswith("_on"):
        return date_short(date.fromisoformat(value))
    if isinstance(value, (int, float)):
        return number(value)
    return f"“{value}”" if len(value) <= LONGEST_QUOTE else f"“{value[:LONGEST_QUOTE]}…”"


def _labels() -> dict[str, str]:
    return {
        "title": gettext("Title"),
        "description": gettext("Description"),
        "checklist": gettext("Checklist"),
        "instrument": gettext("Instrument"),
        "campaign": gettext("Campaign"),
        "channel": gettext("Channel"),
        "audience": gettext("Audience"),
        "assignee": gettext("Assigned to"),
        "requirement": gettext("Requirement"),
        "points": gettext("Story points"),
        "hours": gettext("Hours"),
        "due_on": gettext("Due"),
        "publish_on": gettext("Published on"),
    }


def _checklist(who: str, changes: Mapping[str, Any], _names: Names) -> list[str]:
    old, new = ({item["text"]: item["done"] for item in side} for side in changes["checklist"])
    lines = []
    if added := [text for text in new if text not in old]:
        lines.append(gettext("%(who)s added to the checklist: %(text)s", who=who, text=", ".join(added)))
    if gone := [text for text in old if text not in new]:
        lines.append(gettext("%(who)s took off the checklist: %(text)s", who=who, text=", ".join(gone)))
    for text, done in new.items():
        if text in old and done != old[text]:
            sentence = gettext("%(who)s ticked: %(text)s") if done else gettext("%(who)s took the tick back: %(text)s")
            lines.append(sentence % {"who": who, "text": text})
    return lines or [gettext("%(who)s put the checklist in another order.", who=who)]


def _blocked(who: str, changes: Mapping[str, Any], _names: Names) -> list[str]:
    return [gettext("%(who)s blocked it: %(reason)s", who=who, reason=changes["blocked_reason"][1])]


def _waiting(who: str, changes: Mapping[str, Any], _names: Names) -> list[str]:
    if "waiting_for" not in changes:
        return [gettext("%(who)s changed what is asked for the approval.", who=who)]
    by, note = approval_label(changes["waiting_for"][1]), changes.get("waiting_note", (None, None))[1]
    sentence = gettext("%(who)s has it wait for approval: %(by)s.", who=who, by=by)
    return [f"{sentence} {note}" if note else sentence]


def _moved(who: str, changes: Mapping[str, Any], names: Names) -> list[str]:
    old, new = changes.get("column_id", (None, None))
    if new is None or old == new or old is None:
        return []
    return [gettext("%(who)s moved it to “%(column)s”.", who=who, column=names.name_of("column_id", new))]


def _joined(who: str, changes: Mapping[str, Any], _names: Names) -> list[str]:
    return [gettext("%(who)s took it into sprint %(number)s.", who=who, number=changes["sprint"][1])]


def _left(who: str, changes: Mapping[str, Any], _names: Names) -> list[str]:
    number_of, outcome = changes.get("sprint", (None, None))[0], changes.get("outcome", (None, None))[1]
    sentences = {
        Outcome.DONE: gettext("Sprint %(number)s was completed; this was done."),
        Outcome.CARRIED_OVER: gettext("Sprint %(number)s was completed; this was carried over."),
        Outcome.TO_BACKLOG: gettext("Sprint %(number)s was completed; this went back to the backlog."),
    }
    fallback = gettext("%(who)s took it out of sprint %(number)s.")
    return [sentences.get(outcome, fallback) % {"who": who, "number": number_of}]


def _plain(sentence: Callable[[], str]) -> "Sentence":
    return lambda who, _changes, _names: [sentence() % {"who": who}]


Sentence = Callable[[str, Mapping[str, Any], Names], list[str]]
_SENTENCES: dict[str, Sentence] = {
    "action.created": _plain(lambda: gettext("%(who)s wrote this down.")),
    "action.changed": _changed,
    "action.checklist_changed": _checklist,
    "action.blocked": _blocked,
    "action.unblocked": _plain(lambda: gettext("%(who)s took the block away.")),
    "action.waiting": _waiting,
    "action.waiting_ended": _plain(lambda: gettext("%(who)s ended the waiting for approval.")),
    "action.archived": _plain(lambda: gettext("%(who)s archived it.")),
    "action.restored": _plain(lambda: gettext("%(who)s restored it.")),
    "action.reopened": _plain(lambda: gettext("%(who)s opened it again.")),
    "action.ranked": _plain(lambda: gettext("%(who)s gave it another place in the backlog.")),
    "action.moved": _moved,
    "sprint.action_joined": _joined,
    "sprint.action_left": _left,
}
