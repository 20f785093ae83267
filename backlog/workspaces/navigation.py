"""The frame of every page in a workspace: rail, top bar, what can be made new.

Features say where they stand (`add_entry`) and what they create (`add_creation`); the page gets it as `navigation`.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext

from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.web.access import current_user, find_current_user, may
from backlog.workspaces.models import Workspace

# The bottom bar of a phone has room for four entries and "More".
_PLACES_WHEN_NARROW = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NavigationEntry:
    """One entry of the rail; `position` orders them, `is_last` puts it at the foot."""

    name: str
    endpoint: str
    label: str
    icon: str
    position: int
    permission: Permission = Permission.WORKSPACE_VIEW
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Creation:
    """Something the New menu makes; its page also answers as a dialog."""

    endpoint: str
    label: str
    icon: str
    permission: Permission
    position: int
    command: str  # what the palette calls it
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one page shows it."""

    label: str
    href: str
    icon: str = ""
    is_current: bool = False
    is_wide: bool = False
    shortcut: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the frame of a page in a workspace shows."""

    workspace: Workspace
    slug: str

    @property
    def key(self) -> Hashable:
        """Return everything the frame depends on besides the language."""
        return (
            self.slug,
            self.workspace_name,
            self.workspace.is_example,
            g.resolved.actor.role,
            self.person_name,
            _current(),
            tuple((one.workspace.slug, one.workspace.name) for one in g.memberships),
        )

    @property
    def workspace_name(self) -> str:
        """Return what the workspace is called."""
        return self.workspace.name

    @property
    def home_href(self) -> str:
        """Return the address of the front page."""
        return url_for("workspaces.today", workspace=self.slug)

    @property
    def entries(self) -> list[Link]:
        """Return the rail, the current entry marked by the blueprint of the page."""
        return [_link(entry, self.slug, index) for index, entry in enumerate(_entries(is_last=False))]

    @property
    def more(self) -> list[Link]:
        """Return what a phone shows behind "More"."""
        return [link for link in (*self.entries, *self.last) if link.is_wide]

    @property
    def is_more_current(self) -> bool:
        """Tell whether the current page is behind "More" on a phone."""
        return any(link.is_current for link in self.more)

    @property
    def last(self) -> list[Link]:
        """Return the foot of the rail."""
        return [_link(entry, self.slug, _PLACES_WHEN_NARROW) for entry in _entries(is_last=True)]

    @property
    def note(self) -> str:
        """Return the line under the rail."""
        return str(gettext("Example data: this company is made up.")) if self.workspace.is_example else ""

    @property
    def workspaces(self) -> list[Link]:
        """Return the person's workspaces, and the page where there is a new one to be had."""
        found = [
            Link(
                one.workspace.name,
                url_for("workspaces.today", workspace=one.workspace.slug),
                is_current=one.workspace.id == self.workspace.id,
            )
            for one in g.memberships
        ]
        return [*found, Link(gettext("All workspaces"), url_for("workspaces.index"))]

    @property
    def search_href(self) -> str | None:
        """Return the address that answers the palette, None while no feature offers one."""
        endpoint = current_app.extensions.get("search_endpoint")
        return url_for(endpoint, workspace=self.slug) if endpoint else None

    @property
    def places(self) -> list[Link]:
        """Return every page the palette leads to: the rail, what stands behind its pages, and one's own."""
        behind: list[NavigationEntry] = current_app.extensions["places"]
        links = [_link(entry, self.slug, 0) for entry in behind if may(entry.permission)]
        return [*self.entries, *links, *self.last, *self.account]

    @property
    def creating(self) -> list[Link]:
        """Return what the New menu offers, as the palette calls it."""
        return [
            Link(gettext(one.command), url_for(one.endpoint, workspace=self.slug), one.icon)
            for one in current_app.extensions["creations"]
            if may(one.permission)
        ]

    @property
    def create(self) -> list[Link]:
        """Return what the New menu offers to this person."""
        return [
            Link(gettext(one.label), url_for(one.endpoint, workspace=self.slug), one.icon, shortcut=one.shortcut)
            for one in current_app.extensions["creations"]
            if may(one.permission)
        ]

    @property
    def notifications_href(self) -> str | None:
        """Return None: there is no list of notifications yet."""
        return None

    @property
    def live_href(self) -> str | None:
        """Return the address of the stream of hints, None while nothing offers one."""
        return self._optional("live_endpoint")

    @property
    def changes_href(self) -> str | None:
        """Return the address that a page asks when it has no stream."""
        return self._optional("live_changes_endpoint")

    @property
    def live_number(self) -> int:
        """Return the running number of the newest change this page shows."""
        return self.workspace.activity_number

    @property
    def person_name(self) -> str:
        """Return who is signed in."""
        return str(current_user().name)

    @property
    def person_initials(self) -> str:
        """Return the letters of who is signed in."""
        return str(current_user().initials)

    @property
    def account(self) -> list[Link]:
        """Return the entries of the person's menu."""
        return [Link(gettext("Your account"), url_for("account.show"), "circle-user-round")]

    @property
    def sign_out_href(self) -> str:
        """Return where to post in order to leave."""
        return url_for("security.logout")

    def _optional(self, name: str) -> str | None:
        endpoint = current_app.extensions.get(name)
        return url_for(endpoint, workspace=self.slug) if endpoint else None


def init_navigation(app: Flask) -> None:
    """Offer `navigation`, `workspace` and `actor` to the templates."""
    app.extensions.setdefault("navigation", [])
    app.extensions.setdefault("creations", [])
    app.extensions.setdefault("places", [])
    app.extensions.setdefault("front", [])
    add_entry(
        app, NavigationEntry(name="workspaces", endpoint="workspaces.today", label=N_("Today"), icon="sun", position=10)
    )
    settings = NavigationEntry(
        name="settings", endpoint="settings.show", label=N_("Settings"), icon="settings-2", position=90, is_last=True
    )
    add_entry(app, settings)
    app.context_processor(_context)


def add_entry(app: Flask, entry: NavigationEntry) -> None:
    """Add an entry to the rail of every workspace; its name is that of the blueprint whose pages it stands for."""
    entries: list[NavigationEntry] = app.extensions["navigation"]
    entries.append(entry)
    entries.sort(key=lambda one: one.position)


def add_place(app: Flask, place: NavigationEntry) -> None:
    """Add a page that is not in the rail to what the palette leads to."""
    places: list[NavigationEntry] = app.extensions["places"]
    places.append(place)
    places.sort(key=lambda one: one.position)


def add_creation(app: Flask, creation: Creation) -> None:
    """Add something to the New menu."""
    creations: list[Creation] = app.extensions["creations"]
    creations.append(creation)
    creations.sort(key=lambda one: one.position)


def _entries(*, is_last: bool) -> Sequence[NavigationEntry]:
    every: list[NavigationEntry] = current_app.extensions["navigation"]
    return [entry for entry in every if entry.is_last == is_last and may(entry.permission)]


def _link(entry: NavigationEntry, slug: str, index: int) -> Link:
    return Link(
        gettext(entry.label),
        url_for(entry.endpoint, workspace=slug),
        entry.icon,
        is_current=entry.name == _current(),
        is_wide=index >= _PLACES_WHEN_NARROW,
    )


def _current() -> str:
    return g.get("navigation_current") or (request.blueprint or "").split("_")[0]


def _context() -> dict[str, Any]:
    user = find_current_user()
    person = {"theme": user.theme, "shortcuts_enabled": user.shortcuts} if user is not None else {}
    if "resolved" not in g:
        return {"workspace": None, **person}
    workspace = g.resolved.workspace
    return {
        "workspace": workspace,
        "actor": g.resolved.actor,
        "navigation": Navigation(workspace, workspace.slug),
        **person,
    }
