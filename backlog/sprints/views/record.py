"""The record of a completed sprint, read from its frozen report alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from backlog.sprints.models import Outcome, Sprint
from backlog.web.templating import number as as_number

MOST_MARKS = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the record."""

    title: str
    rows: Sequence[Mapping[str, Any]]
    count: str


def record_context(sprint: Sprint) -> dict[str, Any]:
    """Return what the page of a completed sprint shows."""
    record: dict[str, Any] = sprint.report or {"actions": [], "sums": {}}
    actions = [{**entry, "fate": _fate(entry), "times": _times(entry)} for entry in record["actions"]]
    parts = [
        (gettext("Done"), [one for one in actions if one["outcome"] == Outcome.DONE]),
        (gettext("Carried over"), [one for one in actions if one["outcome"] == Outcome.CARRIED_OVER]),
        (gettext("Back in the backlog"), [one for one in actions if one["outcome"] == Outcome.TO_BACKLOG]),
        (gettext("Added after the start"), [one for one in actions if one["joined_after_start"]]),
        (gettext("Removed"), [one for one in actions if one["outcome"] == Outcome.REMOVED]),
        (gettext("Planned at the start"), [one for one in actions if not one["joined_after_start"]]),
    ]
    return {
        "sprint": sprint,
        "record": record,
        "figures": _figures(record["sums"]),
        "parts": [_part(title, rows) for title, rows in parts if rows],
        "before": sprint.number - 1 or None,
    }


def _part(title: str, rows: Sequence[Mapping[str, Any]]) -> Part:
    return Part(title, rows, str(ngettext("%(num)d action", "%(num)d actions", len(rows))))


def _times(entry: Mapping[str, Any]) -> int:
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


def _fate(entry: Mapping[str, Any]) -> str:
    if entry["outcome"] == Outcome.CARRIED_OVER:
        times = entry["times_carried_over"]
        return str(ngettext("carried over", "carried over %(num)d times", times)) if times else ""
    names = {
        Outcome.DONE: gettext("done"),
        Outcome.TO_BACKLOG: gettext("back in the backlog"),
        Outcome.REMOVED: gettext("removed"),
    }
    return str(names.get(entry["outcome"], ""))
