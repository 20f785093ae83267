"""The palette: one search over everything features offer, and the commands of the frame."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.permissions import Permission
from backlog.core.types import clean_text
from backlog.web.access import current_workspace, requires
from backlog.web.htmx import is_fragment_request
from backlog.workspaces.navigation import Link, Navigation

blueprint = Blueprint("search", __name__)
MOST_PER_GROUP = 8
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search found; `mark` is said instead of the key where that is no key."""

    key: str
    title: str
    href: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What one feature found."""

    label: str
    found: list[Found]


Searcher = Callable[[str, int], list[Found]]


def init_searching(app: Flask) -> None:
    """Offer the palette to the frame of every page."""
    app.extensions.setdefault("searchers", [])
    app.extensions["search_endpoint"] = "search.show"


def add_searcher(app: Flask, label: str, search: Searcher) -> None:
    """Have the palette ask `search(query, limit)` within the request; its finds stand under the label."""
    app.extensions["searchers"].append((label, search))


@blueprint.get("/w/<workspace>/search")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Answer the palette, or show the finds as a page."""
    query = clean_text(request.args.get("q", "")).strip()[:_LONGEST_QUERY]
    template = "workspaces/_found.html" if is_fragment_request() else "workspaces/search.html"
    return render_template(template, query=query, groups=_find(query), **_commands(query))


def _find(query: str) -> list[Group]:
    if not query:
        return []
    groups = [
        Group(str(gettext(label)), search(query, MOST_PER_GROUP))
        for label, search in current_app.extensions["searchers"]
    ]
    return [group for group in groups if group.found]


def _commands(query: str) -> dict[str, list[Link]]:
    navigation = Navigation(current_workspace(), current_workspace().slug)
    wanted = query.casefold()

    def matching(links: list[Link]) -> list[Link]:
        return [link for link in links if any(word.startswith(wanted) for word in _starts(link.label))]

    return {"creating": matching(navigation.creating), "places": matching(navigation.places)}


def _starts(label: str) -> list[str]:
    words = label.casefold().split()
    return [" ".join(words[index:]) for index in range(len(words))]
