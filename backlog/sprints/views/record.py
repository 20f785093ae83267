"""The record of a completed sprint, read from its frozen report alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from backlog.sprints.models import Outcome, Sprint
from backlog.sprints.services import Unfinished
from backlog.sprints.views.words import verdict_sentence
from backlog.web.templating import date_short
from backlog.web.templating import number as as_number

MOST_MARKS = 10

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the record; `fate_label` heads the column that says what became of each, empty for none."""

    title: str
    rows: Sequence[Entry]
    count: str
    fate_label: str
    whereto: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An action that came or went after the start: when, which, what happened."""

    at: str
    key: str
    title: str
    words: str


def record_context(sprint: Sprint) -> dict[str, Any]:
    """Return what the page of a completed sprint shows."""
    record: dict[str, Any] = sprint.report or {"actions": [], "sums": {}}
    actions = [{**entry, "fate": _fate(entry), "times": _times(entry)} for entry in record["actions"]]
    planned = [one for one in actions if not one["joined_after_start"]]
    return {
        "sprint": sprint,
        "record": record,
        "verdict": verdict_sentence(record.get("goal_verdict")),
        "judged_later": _judged_later(record),
        "over_capacity": _over_capacity(record.get("over_capacity")),
        "figures": _figures(record["sums"]),
        "parts": [part for part in _parts(record, actions) if part.rows],
        "planned": _part(gettext("What was planned at the start"), planned, gettext("What became of it")),
        "changes": [change for _, change in sorted(_changes(actions), key=lambda found: found[0])],
        "has_points": any(entry["points"] for entry in actions),
        "has_hours": any(entry["hours"] for entry in actions),
    }


def _parts(record: Entry, actions: Sequence[Entry]) -> Iterator[Part]:
    def of(outcome: Outcome) -> list[Entry]:
        return [one for one in actions if one["outcome"] == outcome]

    unfinished, following = record.get("unfinished"), record.get("next_sprint")
    into = gettext("into sprint %(number)s, in the same order", number=following) if following else ""
    ends: dict[str | None, str] = {
        Unfinished.BACKLOG_TOP: gettext("to the top, in the same order"),
        Unfinished.BACKLOG_BOTTOM: gettext("to the bottom, in the same order"),
    }
    yield _part(gettext("Done"), of(Outcome.DONE), gettext("What became of it"))
    yield _part(gettext("Carried over"), of(Outcome.CARRIED_OVER), gettext("How often"), into)
    yield _part(gettext("Back in the backlog"), of(Outcome.TO_BACKLOG), "", str(ends.get(unfinished, "")))


def _part(title: str, rows: Sequence[Entry], fate_label: str, whereto: str = "") -> Part:
    count = str(ngettext("%(num)d action", "%(num)d actions", len(rows)))
    hours = sum(row["hours"] or 0 for row in rows)
    return Part(title, rows, f"{count}, {as_number(hours)} h" if hours else count, fate_label, whereto)


def _changes(actions: Sequence[Entry]) -> Iterator[tuple[datetime, Change]]:
    """Yield what came in or went out after the start, with the moment."""
    for one in actions:
        if one["joined_after_start"]:
            yield _change(one, "joined_at", gettext("came in"))
        if one["outcome"] == Outcome.REMOVED:
            yield _change(one, "left_at", gettext("was taken out"))


def _change(one: Entry, moment: str, words: str) -> tuple[datetime, Change]:
    at = datetime.fromisoformat(one[moment])
    hours = f", {as_number(one['hours'])} h" if one["hours"] else ""
    return at, Change(date_short(at), one["key"], one["title"], f"{words}{hours}")


def _judged_later(record: Entry) -> str:
    """Return who gave the verdict after completion and when, empty where it was given with it."""
    if not record.get("goal_verdict_at"):
        return ""
    day = date_short(datetime.fromisoformat(record["goal_verdict_at"]))
    by = record["goal_verdict_by"]
    if by is None:
        return str(gettext("The verdict was given later, on %(day)s.", day=day))
    return str(gettext("The verdict was given later, on %(day)s by %(who)s.", day=day, who=by["name"]))


def _over_capacity(said: Entry | None) -> dict[str, str] | None:
    """Return who had too much at the start, in words, and the reason; None where nobody had."""
    if not said:
        return None
    words = gettext("%(name)s over by %(hours)s h")
    who = [str(words) % {"name": one["name"], "hours": as_number(one["hours"])} for one in said["people"]]
    return {"who": ", ".join(who), "reason": said["reason"]}


def _times(entry: Entry) -> int:
    return min(entry["times_carried_over"], MOST_MARKS) if entry["outcome"] == Outcome.CARRIED_OVER else 0


def _figures(sums: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the large figures: hours where somebody has estimated, else actions."""
    in_hours = any(one["hours"] for one in sums.values())
    kinds = {
        "planned": gettext("planned"),
        "added": gettext("added"),
        "removed": gettext("removed"),
        "done": gettext("done"),
        "carried_over": gettext("carried over"),
        "to_backlog": gettext("back in the backlog"),
    }
    signs = {"added": "+", "removed": "−"}
    return [
        {
            "value": _signed(sums[kind]["hours" if in_hours else "count"], signs.get(kind, "")),
            "unit": "h" if in_hours else "",
            "label": label,
            "note": ngettext("%(num)d action", "%(num)d actions", sums[kind]["count"]) if in_hours else "",
        }
        for kind, label in kinds.items()
        if kind in sums
    ]


def _signed(value: float, sign: str) -> str:
    return f"{sign if value else ''}{as_number(value)}"


def _fate(entry: Entry) -> str:
    if entry["outcome"] == Outcome.CARRIED_OVER:
        times = entry["times_carried_over"]
        return str(ngettext("carried over", "carried over %(num)d times", times)) if times else ""
    if entry["outcome"] == Outcome.DONE and entry["done_at"]:
        return str(gettext("done, %(day)s", day=date_short(datetime.fromisoformat(entry["done_at"]))))
    names = {
        Outcome.DONE: gettext("done"),
        Outcome.TO_BACKLOG: gettext("back in the backlog"),
        Outcome.REMOVED: gettext("removed"),
    }
    return str(names.get(entry["outcome"], ""))
