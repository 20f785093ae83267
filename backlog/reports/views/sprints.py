"""The report of one sprint: its figures, its charts with their tables, and each table as a file."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.reports.burndown import burndown_of
from backlog.reports.burnup import burnup_of
from backlog.reports.flow import flow_of
from backlog.reports.history import Measure
from backlog.reports.queries import SprintStory, get_sprint_story, list_column_names
from backlog.reports.views import files, looks
from backlog.reports.views.downloads import table_response
from backlog.reports.views.measures import asked_measure
from backlog.web.access import current_workspace, requires
from backlog.web.session import db_session

blueprint = Blueprint("reports", __name__, url_prefix="/w/<workspace>/sprints/<int:number>/report")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, number: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show figures and charts of a sprint that has started, in the measure that the address asks for."""
    story, measure = _asked(number)
    columns = list_column_names(db_session(), workspace=current_workspace())
    return render_template("reports/sprint.html", **looks.report_context(story, measure, columns))


@blueprint.get("/burndown.csv")
@requires(Permission.EXPORTS_CREATE)
def burndown(workspace: str, number: int) -> ResponseReturnValue:
    """Download the burndown as a table."""
    story, measure = _asked(number)
    rows = files.burndown_rows(burndown_of(story.history, measure, story.frame))
    return table_response(rows, header=files.burndown_header(), name=f"{workspace}-sprint-{number}-burndown-{measure}")


@blueprint.get("/burnup.csv")
@requires(Permission.EXPORTS_CREATE)
def burnup(workspace: str, number: int) -> ResponseReturnValue:
    """Download the burnup as a table."""
    story, measure = _asked(number)
    rows = files.burnup_rows(burnup_of(story.history, measure, story.frame))
    return table_response(rows, header=files.burnup_header(), name=f"{workspace}-sprint-{number}-burnup-{measure}")


@blueprint.get("/flow.csv")
@requires(Permission.EXPORTS_CREATE)
def flow(workspace: str, number: int) -> ResponseReturnValue:
    """Download the cumulative flow as a table."""
    story, _measure = _asked(number)
    names = list_column_names(db_session(), workspace=current_workspace())
    found = flow_of(story.history, story.columns, story.frame)
    header = files.flow_header(found, names)
    return table_response(files.flow_rows(found, names), header=header, name=f"{workspace}-sprint-{number}-flow")


def _asked(number: int) -> tuple[SprintStory, Measure]:
    story = get_sprint_story(db_session(), workspace=current_workspace(), number=number, now=utcnow())
    return story, asked_measure(story.history.usual_measure)
