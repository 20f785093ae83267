"""The menus above the list: what it can be narrowed by. Each choice is a link to the list with it, or without."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext

from backlog.core.i18n import N_
from backlog.requirements.queries import (
    SORT_LABELS,
    Archived,
    RequirementFilter,
    RequirementRow,
    Sort,
    list_epic_titles,
    list_labels,
)
from backlog.requirements.queries.filters import ME, NONE
from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS, Kind
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.workspaces.models import Component
from backlog.workspaces.queries import list_entries, list_members

Pairs = Sequence[tuple[str, str]]

FACETS = {
    "epic": (N_("Epic"), ("epic",)),
    "component": (N_("Component"), ("component",)),
    "status": (N_("Status"), ("status",)),
    "more": (N_("More"), ("owner", "moscow", "label", "kind")),
    "sort": (N_("Order"), ("sort",)),
}
_GROUP_LABELS = {
    "epic": N_("Epic"),
    "component": N_("Component"),
    "status": N_("Status"),
    "owner": N_("Owner"),
    "moscow": N_("Priority"),
    "label": N_("Label"),
    "kind": N_("Kind"),
    "sort": N_("Order"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One menu in the bar, and in words what is chosen in it."""

    name: str
    label: str
    url: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu: where it leads, and the address that shows the menu and the list as they are then."""

    label: str
    url: str
    facet_url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices that belong together."""

    name: str
    label: str
    choices: Sequence[Choice]


def facets_of(wanted: RequirementFilter, rows: Iterable[RequirementRow]) -> list[Facet]:
    """Return the menus above a list; titles of epics are taken from the rows, which costs nothing."""
    epics = {row.epic_key: row.epic_title for row in rows if row.epic_key}
    base, query = _base(), urlencode(wanted.to_args())
    return [
        Facet(name, gettext(label), _facet_url(base, name, query), ", ".join(_chosen(wanted, groups, epics)))
        for name, (label, groups) in FACETS.items()
    ]


def groups_of(name: str, wanted: RequirementFilter) -> list[Group]:
    """Return the choices of one menu."""
    return [
        Group(group, gettext(_GROUP_LABELS[group]), [_choice(name, group, pair, wanted) for pair in _OPTIONS[group]()])
        for group in FACETS[name][1]
    ]


def _choice(facet: str, group: str, pair: tuple[str, str], wanted: RequirementFilter) -> Choice:
    value, label = pair
    if group == "sort":
        changed = wanted.with_changes(sort=Sort(value), descending=False)
        return _link(facet, label, changed, is_chosen=wanted.sort == value)
    chosen: tuple[str, ...] = getattr(wanted, group)
    others = tuple(one for one in chosen if one != value)
    changed = wanted.with_changes(**{group: others if value in chosen else (*chosen, value)})
    return _link(facet, label, changed, is_chosen=value in chosen)


def _link(facet: str, label: str, changed: RequirementFilter, *, is_chosen: bool) -> Choice:
    pairs, base = changed.to_args(), _base()
    query = urlencode(pairs)
    facet_url = _facet_url(base, facet, urlencode([*pairs, ("apply", "1")]))
    return Choice(label, f"{base}?{query}" if query else base, facet_url, is_chosen)


def _base() -> str:
    return url_for("requirements.index", workspace=current_workspace().slug)


def _facet_url(base: str, name: str, query: str) -> str:
    """Return the address of a menu, which carries the filter along; asked for each, `url_for` is slow."""
    url = f"{base}/facets/{name}"
    return f"{url}?{query}" if query else url


def _chosen(wanted: RequirementFilter, groups: Sequence[str], epics: dict[str, Any]) -> list[str]:
    words: list[str] = []
    for group in groups:
        if group == "sort":
            words += [] if wanted.sort is Sort.RANK else [gettext(SORT_LABELS[wanted.sort])]
        else:
            words += [_word(group, value, epics) for value in getattr(wanted, group)]
    return words


def _word(group: str, value: str, epics: dict[str, Any]) -> str:
    if value == NONE and group in _WITHOUT:
        return str(gettext(_WITHOUT[group]))
    if group == "owner" and value == ME:
        return str(gettext("Me"))
    labels: dict[Any, str] = _TABLES.get(group, {})
    return str(gettext(labels[value]) if value in labels else epics.get(value) or value)


def _table(group: str) -> Pairs:
    return [(str(value), gettext(label)) for value, label in _TABLES[group].items()]


def _owners() -> Pairs:
    members = list_members(db_session(), current_workspace().id)
    return [(ME, gettext("Me")), *((one.handle, one.name) for one in members), (NONE, gettext(_WITHOUT["owner"]))]


def _components() -> Pairs:
    return [(one.name, one.name) for one in list_entries(db_session(), Component, current_workspace().id)]


def _labels() -> Pairs:
    return [(name, name) for name in list_labels(db_session(), workspace=current_workspace())]


def _epics() -> Pairs:
    found = list_epic_titles(db_session(), workspace=current_workspace())
    return [*((one.key, one.title) for one in found), (NONE, gettext(_WITHOUT["epic"]))]


_WITHOUT = {"owner": N_("Nobody"), "epic": N_("No epic"), "moscow": N_("Not judged")}
_TABLES: dict[str, dict[Any, str]] = {
    "status": dict(STATUS_LABELS),
    "moscow": {**MOSCOW_LABELS, NONE: _WITHOUT["moscow"]},
    "kind": {kind: label for kind, label in KIND_LABELS.items() if kind is not Kind.EPIC},
    "sort": dict(SORT_LABELS),
    "archived": {Archived.ONLY: N_("Archived")},
}
_OPTIONS: dict[str, Callable[[], Pairs]] = {
    "epic": _epics,
    "component": _components,
    "status": lambda: _table("status"),
    "owner": _owners,
    "moscow": lambda: _table("moscow"),
    "label": _labels,
    "kind": lambda: _table("kind"),
    "sort": lambda: _table("sort"),
}
