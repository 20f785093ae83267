"""What the pages with a list show: rows, pages, facets, and the addresses that lead from one to the other."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request, url_for

from backlog.core.clock import utcnow
from backlog.core.keys import find_number, whole_number
from backlog.core.pagination import NumberedPage
from backlog.core.permissions import Permission
from backlog.requirements.queries import (
    Archived,
    RequirementFilter,
    RequirementRow,
    count_requirements,
    list_created,
    list_requirements,
    list_saved_views,
)
from backlog.requirements.queries.filters import NONE
from backlog.requirements.views.facets import facets_of
from backlog.requirements.views.looks import priorities, status_looks
from backlog.web.access import current_actor, current_workspace, may
from backlog.web.session import db_session
from backlog.web.slots import links

# Any of these makes the list as a whole another one; a change of one row refreshes that row.
_VERBS = ("created", "ranked", "archived", "restored")
_AROUND = 1
MOST_PAGES = 1_000_000
# What was added before stays to be seen, as far as it does not push the list away.
MOST_ADDED = 5
_JUST_NOW = timedelta(minutes=15)


class Line(NamedTuple):
    """One row as the list shows it; `is_selected` when the pane shows it, `may_tick` when the reader can use that."""

    requirement: RequirementRow
    is_selected: bool
    may_tick: bool


def wanted_from(query: str) -> RequirementFilter:
    """Return the filter of a list's address, as a hidden field carries it, with keys as they are today."""
    wanted = RequirementFilter.from_args(parse_qsl(query))
    return wanted.with_keys_of(current_workspace().requirement_prefixes)


def list_url(wanted: RequirementFilter, *, page: int = 1, **more: str) -> str:
    """Return the address of the backlog with this filter and page."""
    pairs = [*wanted.to_args(), *more.items()]
    if page > 1:
        pairs.append(("page", str(page)))
    base = url_for("requirements.index", workspace=current_workspace().slug)
    return f"{base}?{urlencode(pairs)}" if pairs else base


def list_url_from(query: str, **more: str) -> str:
    """Return the address of the backlog that a form was sent from."""
    return list_url(wanted_from(query), page=page_from(query), **more)


def page_from(query: str) -> int:
    """Return the page a list's address asks for."""
    try:
        return min(max(whole_number(dict(parse_qsl(query)).get("page", "1")), 1), MOST_PAGES)
    except ValueError:
        return 1


def request_query() -> str:
    """Return the query of the current address."""
    return request.query_string.decode("utf-8", "replace")


def backlog_context(query: str, **more: Any) -> dict[str, Any]:
    """Return what `requirements/_backlog.html` shows for the query of a list's address."""
    wanted, workspace = wanted_from(query), current_workspace()
    selected_key = dict(parse_qsl(query)).get("selected")
    page = list_requirements(
        db_session(), workspace=workspace, actor=current_actor(), wanted=wanted, page=page_from(query),
        counts_whole=True,
    )  # fmt: skip
    return {
        **row_context(page.items, selected_key=selected_key),
        "wanted": wanted,
        "page": page,
        "page_numbers": page_numbers(page),
        "page_url": _page_url(wanted),
        "facets": facets_of(wanted, page.items),
        "query": urlencode([*wanted.to_args(), *([("page", page.number)] if page.number > 1 else [])]),
        "here": list_url(wanted, page=page.number),
        "anchor": page.before,
        "may_rank": wanted.is_ranked and may(Permission.REQUIREMENTS_RANK),
        "list_version": workspace.activity_number,
        "live_verbs": " ".join(f"requirement.{verb}" for verb in _VERBS),
        "role": current_actor().role,
        "tables": links("table"),
        "view_name": _view_name(wanted),
        "selected_key": selected_key,
        **more,
    }


def list_answer(context: dict[str, Any], **more: Any) -> str:
    """Return the list for a page that is there already, with the count in its head."""
    return render_template("requirements/_answer.html", total=total_of(context), **context, **more)


def total_of(context: dict[str, Any]) -> int:
    """Return how many requirements there are whatever the filter, for the head of the page."""
    wanted, page = context["wanted"], context["page"]
    if wanted.archived is Archived.NO:
        total: int = page.whole
        return total
    whole = RequirementFilter(archived=wanted.archived)
    return count_requirements(db_session(), workspace=current_workspace(), actor=current_actor(), wanted=whole)


def row_context(rows: Iterable[RequirementRow], *, selected_key: str | None = None) -> dict[str, Any]:
    """Return what `requirements/_rows.html` shows; ticks only for who may do something with what is ticked."""
    may_tick = may(Permission.REQUIREMENTS_EDIT) or may(Permission.REQUIREMENTS_RANK) or bool(links("bulk"))
    return {
        "rows": rows,
        "lines": [Line(row, row.key == selected_key, may_tick) for row in rows],
        "base": url_for("requirements.index", workspace=current_workspace().slug),
        "looks": status_looks(),
        "priorities": priorities(),
        "may_tick": may_tick,
    }


def epic_shown(query: str) -> str | None:
    """Return the one epic whose requirements the list shows: what is written below it belongs there, too."""
    shown = wanted_from(query).epic
    return shown[0] if len(shown) == 1 and shown[0] != NONE else None


def added_rows(keys: Sequence[str]) -> list[RequirementRow]:
    """Return what the reader has just added one after another, the newest first and no more than fit below the line.

    Keys come from an address that can be kept or given to others, and then nothing was added.
    """
    numbers = [find_number(current_workspace().requirement_prefixes, key) for key in keys[-MOST_ADDED:]]
    known = [number for number in numbers if number is not None]
    if not known:
        return []
    rows = list_created(
        db_session(), workspace=current_workspace(), numbers=known, user_id=current_actor().user_id,
        since=utcnow() - _JUST_NOW,
    )  # fmt: skip
    return sorted(rows, key=lambda row: row.id, reverse=True)


def page_numbers(page: NumberedPage[Any]) -> list[int | None]:
    """Return the first page, the last, and those around this one; None stands for a gap."""
    shown = {1, page.pages, *range(page.number - _AROUND, page.number + _AROUND + 1)}
    numbers: list[int | None] = []
    for number in sorted(number for number in shown if 1 <= number <= page.pages):
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _view_name(wanted: RequirementFilter) -> str | None:
    """Return what the saved view is called that shows just this list, one's own before those others share."""
    query = urlencode(wanted.to_args())
    if not query:
        return None
    views = list_saved_views(db_session(), workspace=current_workspace(), actor=current_actor())
    # Saved as they are written here, but for keys from before the prefix was changed.
    is_renamed = len(current_workspace().requirement_prefixes) > 1
    said = ((view.name, urlencode(wanted_from(view.query).to_args()) if is_renamed else view.query) for view in views)
    return next((name for name, of_view in said if of_view == query), None)


def _page_url(wanted: RequirementFilter) -> Callable[[int], str]:
    return lambda number: list_url(wanted, page=number)
