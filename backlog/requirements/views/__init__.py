"""The pages of the backlog."""

from flask import Flask

from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.requirements.views import (
    bulk,
    comments,
    creating,
    details,
    editing,
    epics,
    facts,
    index,
    pasting,
    ranking,
    saved_views,
    today,
)
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.finding import find
from backlog.requirements.views.looks import points_in_words, points_on_page
from backlog.workspaces.front import Part, add_part
from backlog.workspaces.navigation import Creation, NavigationEntry, add_creation, add_entry, add_place
from backlog.workspaces.searching import add_searcher

__all__ = [
    "blueprint", "bulk", "comments", "creating", "details", "editing", "epics", "facts", "index", "init_pages",
    "pasting", "ranking", "saved_views", "today",
]  # fmt: skip


def init_pages(app: Flask) -> None:
    """Give the pages their place in the frame, and templates the way points are written."""
    app.jinja_env.filters["points"] = points_on_page
    app.jinja_env.filters["points_in_words"] = points_in_words
    entry = NavigationEntry(
        name="requirements", endpoint="requirements.index", label=N_("Backlog"), icon="list-ordered", position=30
    )
    add_entry(app, entry)
    creation = Creation(
        endpoint="requirements.new",
        label=N_("Requirement"),
        icon="list-plus",
        permission=Permission.REQUIREMENTS_CREATE,
        position=10,
        shortcut="n",
        command=N_("New requirement"),
    )
    add_creation(app, creation)
    for endpoint, label, icon in (
        ("requirements.epics", N_("Epics"), "milestone"),
        ("requirements.archived", N_("The archive"), "archive"),
    ):
        add_place(app, NavigationEntry(name="requirements", endpoint=endpoint, label=label, icon=icon, position=40))
    add_searcher(app, N_("Requirements"), find)
    add_part(app, Part(endpoint="requirements.today", position=30, count=today.count_waiting))
    add_part(app, Part(endpoint="requirements.news", position=90))
