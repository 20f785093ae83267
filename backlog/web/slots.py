"""Places on pages that features above fill, by address, never by import.

A feature whose page has such places asks for what stands there with `links(place, key)`, a template with
`slot_links(place, key)`; one that stands above calls `add_slot(app, …)` in its `register`. What each place is for
stands in docs/adding-a-feature.md.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, url_for
from flask_babel import gettext

from backlog.core.permissions import Permission
from backlog.web.access import current_workspace, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What a feature shows at a place; `kind` is that of the button, `name` tells entries of one place apart."""

    place: str
    name: str
    endpoint: str
    label: str
    icon: str = ""
    kind: str = ""
    permission: Permission = Permission.WORKSPACE_VIEW
    position: int = 50
    # What the endpoint calls the key in its address; what the address does not name goes into the query.
    argument: str = "key"


@dataclass(frozen=True, slots=True)
class SlotLink:
    """A slot as one page shows it."""

    name: str
    label: str
    icon: str
    kind: str
    url: str


def init_slots(app: Flask) -> None:
    """Make room for what features above add."""
    app.extensions["slots"] = []
    app.jinja_env.globals["slot_links"] = links


def add_slot(app: Flask, slot: Slot) -> None:
    """Show something of a feature on the pages of one below it."""
    slots: list[Slot] = app.extensions["slots"]
    slots.append(slot)
    slots.sort(key=lambda one: one.position)


def links(place: str, key: str | int | None = None) -> list[SlotLink]:
    """Return what stands at a place for the current actor; those beside one thing take its key or number."""
    return [
        SlotLink(slot.name, gettext(slot.label), slot.icon, slot.kind, _url(slot, key))
        for slot in current_app.extensions["slots"]
        if slot.place == place and may(slot.permission)
    ]


def find_slot_url(place: str, name: str) -> str | None:
    """Return the address of one slot that the current actor may use, None if there is none of the name."""
    return next((link.url for link in links(place) if link.name == name), None)


def _url(slot: Slot, key: str | int | None) -> str:
    # Any: url_for's own options and parts of the address share its keywords.
    values: dict[str, Any] = {"workspace": current_workspace().slug}
    if key is not None:
        values[slot.argument] = key
    return url_for(slot.endpoint, **values)
