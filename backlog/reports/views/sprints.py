"""The report of one sprint: its figures, its charts with their tables, and each table as a file."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.core.spreadsheets import write_csv
from backlog.reports.burndown import burndown_of
from backlog.reports.burnup import burnup_of
from backlog.reports.history import Measure
from backlog.reports.queries import SprintStory, get_sprint_story
from backlog.reports.views import files, looks
from backlog.web.access import current_workspace, requires
from backlog.web.session import db_session

blueprint = Blueprint("reports", __name__, url_prefix="/w/<workspace>/sprints/<int:number>/report")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, number: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show figures and charts of a sprint that has started, in the measure that the address asks for."""
    story, measure = _asked(number)
    return render_template("reports/sprint.html", **looks.report_context(story, measure))


@blueprint.get("/burndown.csv")
@requires(Permission.EXPORTS_CREATE)
def burndown(workspace: str, number: int) -> ResponseReturnValue:
    """Download the burndown as a table."""
    story, measure = _asked(number)
    rows = files.burndown_rows(burndown_of(story.history, measure, story.frame))
    return _file(rows, header=files.burndown_header(), name=f"{workspace}-sprint-{number}-burndown-{measure}")


@blueprint.get("/burnup.csv")
@requires(Permission.EXPORTS_CREATE)
def burnup(workspace: str, number: int) -> ResponseReturnValue:
    """Download the burnup as a table."""
    story, measure = _asked(number)
    rows = files.burnup_rows(burnup_of(story.history, measure, story.frame))
    return _file(rows, header=files.burnup_header(), name=f"{workspace}-sprint-{number}-burnup-{measure}")


def _asked(number: int) -> tuple[SprintStory, Measure]:
    story = get_sprint_story(db_session(), workspace=current_workspace(), number=number, now=utcnow())
    wanted = request.args.get("measure")
    return story, Measure(wanted) if wanted in set(Measure) else story.history.usual_measure


def _file(rows: Any, *, header: list[str], name: str) -> Response:
    response = Response(write_csv(rows, header=header), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
