"""The daily view: what moved, what is stuck, who is free, for a team that looks at its board together."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.board.queries import Board, find_board
from backlog.core.clock import utcnow
from backlog.core.permissions import PERMISSIONS, Permission
from backlog.reports.daily import News, Stuck, What, day_before, free_on, news_of, stuck_on
from backlog.reports.history import Happening
from backlog.reports.queries import list_standing, list_titles
from backlog.reports.standing import MOST, days_standing, stays_of, usual_days
from backlog.requirements.terms import StatusCategory
from backlog.sprints.queries import today_in
from backlog.web.access import current_workspace, requires
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session
from backlog.workspaces.queries import list_members

SPAN = timedelta(weeks=12)
blueprint = Blueprint("reports_daily", __name__, url_prefix="/w/<workspace>/reports/daily")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what there is to talk about; for a page that shows it already, that alone."""
    now = utcnow()
    board = find_board(db_session(), workspace=current_workspace(), now=now)
    name = "reports/_daily.html" if is_fragment_request() else "reports/daily.html"
    return render_template(name, **(_context(board, now) if board else {"sprint": None}))


def _context(board: Board, now: datetime) -> dict[str, Any]:
    workspace = current_workspace()
    zone = ZoneInfo(workspace.time_zone)
    recorded = list_standing(db_session(), workspace=workspace, since=now - SPAN)
    ended, standing = stays_of(recorded)
    days = days_standing(standing, today=today_in(workspace, now), zone=zone)
    stuck = stuck_on(board, days=days, usual=usual_days(ended, zone))
    since = day_before(now, zone)
    people = [
        (one.user_id, one.name)
        for one in list_members(db_session(), workspace.id)
        if Permission.BOARD_MOVE in PERMISSIONS[one.role]
    ]
    return {
        "sprint": board.sprint,
        "since": since,
        "news": _news(board, [one for one in recorded if one.at >= since]),
        "stuck": [(one, _why(one)) for one in stuck],
        "free": free_on(board, people),
    }


def _news(board: Board, recorded: list[Happening]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the news in groups, each with its heading, what is done first; those without any are left out."""
    names = {column.id: column.name for column in board.columns}
    done = frozenset(column.id for column in board.columns if column.category == StatusCategory.DONE)
    sprint = board.sprint
    found = news_of(recorded, sprint=sprint.number, started_at=sprint.started_at, done=done)
    titles = list_titles(db_session(), workspace=current_workspace(), actions=[one.entity for one in found])
    headings = {
        What.DONE: gettext("Done"),
        What.MOVED: gettext("Moved"),
        What.CAME: gettext("Came in"),
        What.WENT: gettext("Went out"),
    }
    groups = (
        (heading, [_told(one, titles, names) for one in found if one.what is what])
        for what, heading in headings.items()
    )
    return [(heading, rows) for heading, rows in groups if rows]


def _told(one: News, titles: dict[int, str], names: dict[int, str]) -> dict[str, str]:
    before, after = names.get(one.before or 0), names.get(one.after or 0)
    if one.what is What.MOVED and before and after:
        way = str(gettext("from “%(before)s” to “%(after)s”", before=before, after=after))
    else:
        way = after or ""
    return {"key": one.key, "title": titles.get(one.entity, one.key), "way": way}


def _why(one: Stuck) -> str:
    """Return for how long it stands there, and how long is usual where that is known."""
    standing = ngettext("for %(num)d working day", "for %(num)d working days", one.days)
    if one.usual is None:
        return str(standing)
    usual = ngettext(
        "%(percent)s %% move on within %(num)d day", "%(percent)s %% move on within %(num)d days", one.usual,
        percent=MOST,
    )  # fmt: skip
    return f"{standing}; {usual}"
