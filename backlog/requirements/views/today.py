"""My part of the front page: who names me, what is mine to decide, and what became of what I wrote."""

from typing import Any
from urllib.parse import urlencode

from flask import render_template
from flask.typing import ResponseReturnValue

from backlog.activity.views import open_mentions, page_of_comment
from backlog.core.clock import utcnow
from backlog.core.pagination import NumberedPage
from backlog.core.permissions import Permission
from backlog.requirements.queries import (
    RequirementFilter,
    RequirementRow,
    count_requirements,
    list_news,
    list_requirements,
)
from backlog.requirements.queries.filters import ME, NONE
from backlog.requirements.terms import Status
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.history import happenings
from backlog.requirements.views.looks import status_looks
from backlog.web.access import current_actor, current_workspace, may, requires
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session

_SHOWN = 5
_NEWS = 8


@blueprint.get("/today")
@requires(Permission.WORKSPACE_VIEW)
def today(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the comments that name me, and what waits for my decision."""
    name = "requirements/_today.html" if is_fragment_request() else "requirements/today.html"
    mentions, groups = open_mentions(), [_group(_to_refine()), _group(_to_hand_over())]
    unowned = _count(_unowned()) if may(Permission.REQUIREMENTS_EDIT) else 0
    waits = mentions or unowned or any(page.total for page, _address in groups)
    return render_template(
        name,
        mentions=[(one, page_of_comment(one.on, one.key, one.comment_id)) for one in mentions],
        groups=groups,
        unowned=unowned,
        unowned_address=urlencode(_unowned().to_args()),
        is_new=not waits and not _count(RequirementFilter()),
        looks=status_looks(),
    )


@blueprint.get("/news")
@requires(Permission.WORKSPACE_VIEW)
def news(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what became of the requirements I wrote, own or talked about."""
    found = list_news(
        db_session(), workspace=current_workspace(), user_id=current_actor().user_id, now=utcnow(), limit=_NEWS
    )
    told = zip(found, happenings(one.entry for one in found), strict=True)
    name = "requirements/_news.html" if is_fragment_request() else "requirements/news.html"
    return render_template(name, news=[(one, happening) for one, happening in told if happening.sentences])


def count_waiting() -> int:
    """Return how many requirements and comments wait for the reader."""
    return len(open_mentions()) + _count(_to_refine()) + _count(_to_hand_over())


def _who() -> dict[str, Any]:
    return {"workspace": current_workspace(), "actor": current_actor()}


def _group(wanted: RequirementFilter) -> tuple[NumberedPage[RequirementRow], str]:
    """Return the first rows of a filter, and the address of all of them."""
    return list_requirements(db_session(), wanted=wanted, per_page=_SHOWN, **_who()), urlencode(wanted.to_args())


def _count(wanted: RequirementFilter) -> int:
    return count_requirements(db_session(), wanted=wanted, **_who())


def _to_refine() -> RequirementFilter:
    return RequirementFilter(status=(Status.NEW, Status.REFINEMENT), owner=(ME,))


def _to_hand_over() -> RequirementFilter:
    """Return mine that are ready; who may hand over looks after those of nobody, too."""
    owners = (ME, NONE) if may(Permission.REQUIREMENTS_HAND_OVER) else (ME,)
    return RequirementFilter(status=(Status.READY,), owner=owners)


def _unowned() -> RequirementFilter:
    return RequirementFilter(status=(Status.NEW,), owner=(NONE,))
