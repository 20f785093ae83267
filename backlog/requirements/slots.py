"""Places on the pages of requirements and sprints that features above fill, by address, never by import.

A feature that stands above calls `add_slot(app, …)` in its `register`. Places:

- `list`    a button in the head of the backlog (import, export);
- `bulk`    an entry of the bar for ticked rows: asked with `?keys=REQ-1&keys=REQ-2` (hand over);
- `table`   a link at the foot of the list that takes its filter along (the list as a file);
- `detail`  a section beside a requirement: the endpoint takes `workspace` and `key` and answers a fragment
  `<section>…</section>` to htmx, a page to everybody else;
- `thread`  like `detail`, in the main column (the actions that came of a requirement);
- `sprint`  a link beside a sprint that has started (its report): the endpoint takes `workspace` and its number.

Templates ask for the links of a place with `slot_links(place, key)`.
"""

from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask, current_app, url_for
from flask_babel import gettext

from backlog.core.permissions import Permission
from backlog.web.access import current_workspace, may

Place = Literal["list", "bulk", "table", "detail", "thread", "sprint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What a feature shows at a place; `kind` is that of the button, `name` tells bulk entries apart."""

    place: Place
    name: str
    endpoint: str
    label: str
    icon: str = ""
    kind: str = ""
    permission: Permission = Permission.WORKSPACE_VIEW
    position: int = 50
    # What the endpoint calls the key in its address.
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
    app.extensions["requirement_slots"] = []
    app.jinja_env.globals["slot_links"] = links


def add_slot(app: Flask, slot: Slot) -> None:
    """Show something of a feature above on the pages of requirements."""
    slots: list[Slot] = app.extensions["requirement_slots"]
    slots.append(slot)
    slots.sort(key=lambda one: one.position)


def links(place: Place, key: str | int | None = None) -> list[SlotLink]:
    """Return what stands at a place for the current actor; those beside one thing take its key or number."""
    return [
        SlotLink(slot.name, gettext(slot.label), slot.icon, slot.kind, _url(slot, key))
        for slot in current_app.extensions["requirement_slots"]
        if slot.place == place and may(slot.permission)
    ]


def find_slot_url(place: Place, name: str) -> str | None:
    """Return the address of one slot that the current actor may use, None if there is none of the name."""
    return next((link.url for link in links(place) if link.name == name), None)


def _url(slot: Slot, key: str | int | None) -> str:
    # Any: url_for's own options and parts of the address share its keywords.
    values: dict[str, Any] = {"workspace": current_workspace().slug}
    if key is not None:
        values["keys" if slot.place == "bulk" else slot.argument] = key
    return url_for(slot.endpoint, **values)
