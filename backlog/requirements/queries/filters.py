"""Which requirements a list shows, and in which order; the same in addresses, saved views and programs."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from backlog.core.i18n import N_
from backlog.core.keys import find_number, make_key
from backlog.core.types import clean_text
from backlog.requirements.terms import Kind, Moscow, Status, StatusCategory

NONE = "none"
ME = "me"
_LONGEST = 200
_MOST_VALUES = 50


class Sort(StrEnum):
    """By what a list is sorted; the rank is the order people give it."""

    RANK = "rank"
    TITLE = "title"
    STATUS = "status"
    POINTS = "points"
    MOSCOW = "moscow"
    TARGET = "target"
    UPDATED = "updated"
    CREATED = "created"


SORT_LABELS = {
    Sort.RANK: N_("Rank"),
    Sort.TITLE: N_("Title"),
    Sort.STATUS: N_("Status"),
    Sort.POINTS: N_("Points"),
    Sort.MOSCOW: N_("Priority"),
    Sort.TARGET: N_("Target hand-over"),
    Sort.UPDATED: N_("Last changed"),
    Sort.CREATED: N_("Newest"),
}


class Archived(StrEnum):
    """Whether archived requirements are shown."""

    NO = "no"
    ONLY = "only"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementFilter:
    """What to show: each field narrows, several values of one field widen.

    `text` is words, a key or its beginning. `epic` holds keys, `component` and `label` names, `owner` handles of
    members; `none` in `epic`, `moscow` and `owner` means without one, `me` in `owner` whoever reads. Without `kind`
    epics are left out: the backlog ranks what stands below them. Dates include their day.
    """

    text: str = ""
    epic: tuple[str, ...] = ()
    component: tuple[str, ...] = ()
    label: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    moscow: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    target_after: date | None = None
    target_before: date | None = None
    archived: Archived = Archived.NO
    sort: Sort = Sort.RANK
    descending: bool = False

    @classmethod
    def from_args(cls, args: Iterable[tuple[str, str]]) -> "RequirementFilter":
        """Return the filter an address asks for (`request.args.items(multi=True)`); what makes no sense is left out."""
        found: dict[str, Any] = {}
        for name, raw in args:
            value = clean_text(raw).strip()[:_LONGEST]
            if name == "q":
                found["text"] = value
            elif name == "sort":
                found |= _sort(value)
            elif name in _MANY and value in _MANY[name]:
                found[name] = (*found.get(name, ()), value)
            elif name in _DATES and (day := _date(value)):
                found[name] = day
            elif name == "archived" and value in set(Archived):
                found[name] = Archived(value)
        for name in _MANY.keys() & found.keys():
            found[name] = tuple(dict.fromkeys(found[name]))[:_MOST_VALUES]
        return cls(**found)

    def to_args(self) -> list[tuple[str, str]]:
        """Return the filter as pairs for an address, always in the same order and without what is usual anyway."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name in _MANY for value in getattr(self, name)]
        pairs += [(name, day.isoformat()) for name in _DATES if (day := getattr(self, name))]
        if self.archived is not Archived.NO:
            pairs.append(("archived", str(self.archived)))
        if self.sort is not Sort.RANK or self.descending:
            pairs.append(("sort", f"-{self.sort}" if self.descending else str(self.sort)))
        return pairs

    def with_changes(self, **changes: Any) -> "RequirementFilter":
        """Return the same filter with some fields changed."""
        return replace(self, **changes)

    def with_keys_of(self, prefixes: tuple[str, ...]) -> "RequirementFilter":
        """Return the same filter with its epics named by the first of these prefixes; unknown keys stay."""
        numbers = {key: find_number(prefixes, key) for key in self.epic}
        keys = (make_key(prefixes[0], number) if number else key for key, number in numbers.items())
        return replace(self, epic=tuple(dict.fromkeys(keys))) if self.epic else self

    @property
    def narrows(self) -> bool:
        """Tell whether the filter shows less than the whole backlog."""
        order = {"sort", "descending"}
        return any(getattr(self, field.name) != field.default for field in fields(self) if field.name not in order)

    @property
    def is_ranked(self) -> bool:
        """Tell whether the list is shown in its own order, first things first."""
        return self.sort is Sort.RANK and not self.descending


class _Any:
    """Takes every text but the empty one."""

    def __contains__(self, value: str) -> bool:
        return bool(value)


_WORDS = _Any()
_MANY: dict[str, Any] = {
    "epic": _WORDS,
    "component": _WORDS,
    "label": _WORDS,
    "status": frozenset(Status),
    "category": frozenset(StatusCategory),
    "moscow": frozenset(Moscow) | {NONE},
    "owner": _WORDS,
    "kind": frozenset(Kind),
}
_DATES = ("target_after", "target_before")


def _sort(value: str) -> dict[str, Any]:
    name = value.removeprefix("-")
    return {"sort": Sort(name), "descending": value.startswith("-")} if name in set(Sort) else {}


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
