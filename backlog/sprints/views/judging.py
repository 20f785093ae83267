"""Saying later, in the record of a completed sprint, whether its goal was met."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.sprints.forms import JudgeForm
from backlog.sprints.models import GoalVerdict
from backlog.sprints.queries import get_sprint
from backlog.sprints.services import judge_goal, require_awaiting
from backlog.sprints.views.blueprints import sprints as blueprint
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import see_other
from backlog.web.session import db_session

UNPROCESSABLE = 422


@blueprint.get("/<int:number>/judging")
@requires(Permission.SPRINTS_PLAN)
def ask_verdict(workspace: str, number: int) -> ResponseReturnValue:
    """Ask whether the goal was met, where nobody has said so."""
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    if not sprint.awaits_verdict:
        return see_other(url_for("sprints.show", workspace=workspace, number=number))
    return render_template("sprints/judge.html", sprint=sprint, form=JudgeForm(formdata=None))


@blueprint.post("/<int:number>/judge")
@requires(Permission.SPRINTS_PLAN)
def judge(workspace: str, number: int) -> ResponseReturnValue:
    """Write the verdict into the record and show it."""
    form = JudgeForm()
    sprint = get_sprint(db_session(), workspace=current_workspace(), number=number)
    require_awaiting(sprint)
    if not form.validate_on_submit() or not form.succeeds(lambda: _judge(form, number)):
        return render_template("sprints/judge.html", sprint=sprint, form=form), UNPROCESSABLE
    flash(gettext("The record says now what the goal came to."))
    return see_other(url_for("sprints.show", workspace=workspace, number=number))


def _judge(form: JudgeForm, number: int) -> None:
    judge_goal(
        db_session(), workspace=current_workspace(), actor=current_actor(), number=number, now=utcnow(),
        goal_verdict=GoalVerdict(form.goal_verdict.data),
    )  # fmt: skip
