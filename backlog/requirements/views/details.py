"""One requirement: as a page, beside the list, its menu, its whole history."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.queries import list_history
from backlog.activity.views import Talk, comments_on
from backlog.core.i18n import N_
from backlog.core.keys import whole_number
from backlog.core.permissions import Permission
from backlog.requirements.models import COMMENTED, ENTITY, Requirement
from backlog.requirements.queries import (
    get_requirement,
    get_surroundings,
    list_children,
    list_rows,
)
from backlog.requirements.services import may_reword
from backlog.requirements.terms import Kind, Status
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.history import happenings
from backlog.requirements.views.listing import row_context
from backlog.requirements.views.looks import kind_looks, priorities
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session
from backlog.web.slots import links
from backlog.web.templating import date_short

SHORT_HISTORY = 8
LONG_HISTORY = 200
_BEFORE_HAND_OVER = {
    Status.NEW: N_("not refined yet"),
    Status.REFINEMENT: N_("in refinement"),
    Status.READY: N_("ready"),
    Status.PLANNED: N_("planned"),
    Status.DECLINED: N_("declined"),
}
PANE = "pane"
PAGE = "page"


@blueprint.get("/<key>")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show one requirement as a page; to htmx without its frame."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    template = "_page" if is_fragment_request() else "show"
    return render_template(f"requirements/{template}.html", **detail_context(requirement, place=PAGE))


@blueprint.get("/<key>/pane")
@requires(Permission.WORKSPACE_VIEW)
def pane(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show one requirement as it stands beside the list."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    return render_template("requirements/_pane.html", **detail_context(requirement, place=PANE))


@blueprint.get("/<key>/menu")
@requires(Permission.WORKSPACE_VIEW)
def menu(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what can be done with one requirement."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    context = {"requirement": requirement, **_addresses(requirement)}
    return render_template("requirements/menu.html", bulk_tools=links("bulk", requirement.key), **context)


@blueprint.get("/<key>/history")
@requires(Permission.WORKSPACE_VIEW)
def history(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show everything that happened to one requirement, newest first."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    before = request.args.get("before", type=whole_number)
    entries = _entries(requirement, LONG_HISTORY + 1, before)
    shown = entries[:LONG_HISTORY]
    older = shown[-1].number if len(entries) > LONG_HISTORY else None
    return render_template(
        "requirements/history.html", requirement=requirement, history=happenings(shown), older=older,
        **_addresses(requirement),
    )  # fmt: skip


def detail_context(requirement: Requirement, *, place: str, **more: Any) -> dict[str, Any]:
    """Return what the detail shows, in the pane or on its page."""
    session, workspace = db_session(), current_workspace()
    entries = _entries(requirement, SHORT_HISTORY + 1)
    around = get_surroundings(session, workspace=workspace, requirement=requirement)
    stands = around.standing
    shows_children = around.has_children and place == PAGE
    return {
        **row_context(()),
        **_addresses(requirement),
        "requirement": requirement,
        "place": place,
        "kinds": kind_looks(),
        "kind_options": [(kind, look.label) for kind, look in kind_looks().items()],
        "moscow_options": [("", gettext("Not judged")), *priorities().items()],
        "steps": thread_steps(requirement, stands.place if stands else None),
        "comments": comments_on(COMMENTED, requirement.id) if around.has_comments else Talk(),
        "children": list_children(session, requirement=requirement) if shows_children else (),
        "history": happenings(entries[:SHORT_HISTORY]),
        "has_more_history": len(entries) > SHORT_HISTORY,
        "rank": stands.place if stands else None,
        "previous_key": stands and stands.before,
        "next_key": stands and stands.after,
        "detail_slots": links("detail", requirement.key),
        "thread_slots": links("thread", requirement.key),
        **more,
    }


def answer_with(
    requirement: Requirement, *, place: str, status: int = 200, is_whole: bool = False, **more: Any
) -> ResponseReturnValue:
    """Answer a change made in the detail with the detail as it is now, and its row in the list."""
    context = detail_context(requirement, place=place, is_answer=not is_whole, **more)
    if place == PANE:
        rows = list_rows(db_session(), workspace=current_workspace(), ids=[requirement.id])
        context |= row_context(rows, selected_key=requirement.key)
    return render_template(f"requirements/{'show' if is_whole else f'_{place}'}.html", **context), status


def thread_steps(requirement: Requirement, rank: int | None) -> list[dict[str, str]]:
    """Return where the requirement stands between the request and the answer."""
    status = Status(requirement.status)
    handed_over = status in {Status.HANDED_OVER, Status.SHIPPED}
    return [
        {"name": gettext("Asked"), "state": "done", "value": date_short(requirement.created_at)},
        {"name": gettext("Ranked"), "state": "done" if rank else "", "value": _rank_word(rank)},
        {"name": gettext("Hand-over"), "state": "done" if handed_over else "here", "value": _hand_over_word(status)},
        {"name": gettext("Shipped"), "state": _shipped_state(status), "value": "–"},
        {"name": gettext("Answer"), "state": "here" if status is Status.SHIPPED else "", "value": "–"},
    ]


def _rank_word(rank: int | None) -> str:
    return str(gettext("Rank %(rank)s", rank=rank)) if rank else "–"


def _shipped_state(status: Status) -> str:
    if status is Status.SHIPPED:
        return "done"
    return "here" if status is Status.HANDED_OVER else ""


def _hand_over_word(status: Status) -> str:
    return str(gettext(_BEFORE_HAND_OVER.get(status, N_("done"))))


def _addresses(requirement: Requirement) -> dict[str, Any]:
    base = url_for("requirements.index", workspace=current_workspace().slug)
    return {
        "base": base,
        "url": f"{base}/{requirement.key}",
        "back_url": f"{base}/epics" if requirement.kind == Kind.EPIC else base,
        "may_edit": may(Permission.REQUIREMENTS_EDIT),
        "may_reword": may_reword(current_actor(), requirement),
    }


def _entries(requirement: Requirement, limit: int, before: int | None = None) -> list[Any]:
    return list_history(
        db_session(), workspace_id=requirement.workspace_id, entity_type=ENTITY, entity_id=requirement.id, limit=limit,
        before=before,
    )  # fmt: skip
