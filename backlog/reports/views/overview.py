"""Reports across sprints: velocity, and how fast work flows."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.reports.history import Measure
from backlog.reports.queries import list_finished, list_instruments, list_reports
from backlog.reports.times import by_week, monday_of
from backlog.reports.velocity import Velocity, usual_measure, velocity_of
from backlog.reports.views import files, trends
from backlog.reports.views.downloads import table_response
from backlog.reports.views.measures import asked_measure
from backlog.reports.views.trends import Trend
from backlog.sprints.queries import today_in
from backlog.web.access import current_workspace, requires
from backlog.web.session import db_session

SPRINTS = 7
blueprint = Blueprint("reports_overview", __name__, url_prefix="/w/<workspace>/reports")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what the last sprints came to, and how long actions took in the last weeks."""
    velocities, measure = _velocities()
    trend = _trend()
    return render_template("reports/index.html", **trends.overview_context(velocities, measure, trend))


@blueprint.get("/velocity.csv")
@requires(Permission.EXPORTS_CREATE)
def velocity(workspace: str) -> ResponseReturnValue:
    """Download what the last sprints came to as a table."""
    velocities, measure = _velocities()
    rows = files.velocity_rows(velocities)
    return table_response(rows, header=files.velocity_header(), name=f"{workspace}-velocity-{measure}")


@blueprint.get("/throughput.csv")
@requires(Permission.EXPORTS_CREATE)
def throughput(workspace: str) -> ResponseReturnValue:
    """Download how much was finished week by week as a table."""
    rows = files.throughput_rows(_trend().weeks)
    return table_response(rows, header=files.throughput_header(), name=f"{workspace}-throughput")


@blueprint.get("/times.csv")
@requires(Permission.EXPORTS_CREATE)
def times(workspace: str) -> ResponseReturnValue:
    """Download how long each finished action took as a table."""
    rows = files.times_rows(_trend())
    return table_response(rows, header=files.times_header(), name=f"{workspace}-times")


def _velocities() -> tuple[list[Velocity], Measure]:
    reports: list[dict[str, Any]] = list_reports(db_session(), workspace=current_workspace(), limit=SPRINTS)
    measure = asked_measure(usual_measure(reports))
    return [velocity_of(report, measure) for report in reports], measure


def _trend() -> Trend:
    workspace = current_workspace()
    last = today_in(workspace, utcnow())
    # From a Monday on: a week that is cut would look like a slow one.
    first = monday_of(last - trends.SPAN)
    finished = list_finished(db_session(), workspace=workspace, first=first)
    ids = [one.entity for one in finished]
    instruments = list_instruments(db_session(), workspace=workspace, actions=ids) if ids else {}
    return Trend(finished, by_week(finished, first=first, last=last), instruments)
