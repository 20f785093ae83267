"""Starting, completing and deleting a sprint: each asks first and says what will happen."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid
from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.sprints.forms import CompleteForm, EmptyForm, StartForm
from backlog.sprints.models import GoalVerdict, Sprint, SprintState
from backlog.sprints.queries import (
    find_active_sprint,
    find_next_sprint,
    get_capacity,
    get_plan,
    get_sprint,
    today_in,
)
from backlog.sprints.services import Allowance, Completion, Unfinished, complete_sprint, delete_sprint, start_sprint
from backlog.sprints.views.bars import over_words
from backlog.sprints.views.blueprints import sprints as blueprint
from backlog.sprints.views.limits import allowance_in_form, warnings
from backlog.sprints.views.words import off_the_end, off_the_start
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import see_other
from backlog.web.session import db_session

UNPROCESSABLE = 422


@blueprint.get("/<int:number>/starting")
@requires(Permission.SPRINTS_PLAN)
def confirm_start(workspace: str, number: int) -> ResponseReturnValue:
    """Say what starting the sprint does."""
    sprint = _sprint(number)
    if sprint.state != SprintState.PLANNED:
        return see_other(url_for("sprints.show", workspace=workspace, number=number))
    return _starting(sprint, StartForm(formdata=None))


@blueprint.post("/<int:number>/start")
@requires(Permission.SPRINTS_PLAN)
def start(workspace: str, number: int) -> ResponseReturnValue:
    """Start the sprint and go to the board; where somebody is over, only with a reason."""
    form, allowance = StartForm(), allowance_in_form()
    if not form.validate_on_submit() or not form.succeeds(lambda: _start(number, form, allowance)):
        return _starting(_sprint(number), form), UNPROCESSABLE
    flash(" ".join([gettext("Sprint %(number)s is under way. Good luck!", number=number), *warnings(allowance)]))
    return see_other(url_for("board.show", workspace=workspace))


@blueprint.get("/<int:number>/completing")
@requires(Permission.SPRINTS_PLAN)
def confirm_complete(workspace: str, number: int) -> ResponseReturnValue:
    """Say what completing the sprint does, and ask where the unfinished actions go."""
    sprint = _sprint(number)
    if sprint.state != SprintState.ACTIVE:
        return see_other(url_for("sprints.show", workspace=workspace, number=number))
    return render_template("sprints/complete.html", **_context(sprint, CompleteForm(formdata=None)))


@blueprint.post("/<int:number>/complete")
@requires(Permission.SPRINTS_PLAN)
def complete(workspace: str, number: int) -> ResponseReturnValue:
    """Complete the sprint, say how many moved where, and show its record."""
    sprint = _sprint(number)
    form = CompleteForm()
    try:
        completion = _complete(number, form) if form.validate_on_submit() else None
    except Invalid as error:
        form.add_errors(error)
        completion = None
    if completion is None:
        return render_template("sprints/complete.html", **_context(sprint, form)), UNPROCESSABLE
    flash(_sentence(completion))
    return see_other(url_for("sprints.show", workspace=workspace, number=number))


@blueprint.get("/<int:number>/deleting")
@requires(Permission.SPRINTS_PLAN)
def confirm_delete(workspace: str, number: int) -> ResponseReturnValue:
    """Say what deleting a planned sprint does."""
    sprint = _sprint(number)
    if sprint.state != SprintState.PLANNED:
        return see_other(url_for("sprints.show", workspace=workspace, number=number))
    count = get_plan(db_session(), workspace=current_workspace(), sprint=sprint).effort.count
    return render_template("sprints/delete.html", sprint=sprint, form=EmptyForm(), count=count)


@blueprint.post("/<int:number>/delete")
@requires(Permission.SPRINTS_PLAN)
def delete(workspace: str, number: int) -> ResponseReturnValue:
    """Delete a planned sprint, say what became of its actions, and offer the way back."""
    freed = delete_sprint(
        db_session(), workspace=current_workspace(), actor=current_actor(), number=number, now=utcnow()
    )
    sentence = str(gettext("Sprint %(number)s is deleted.", number=number))
    if freed:
        back = ngettext(
            "%(num)d action is back in the action backlog.", "%(num)d actions are back in the action backlog.", freed
        )
        sentence = f"{sentence} {back}"
    flash_act(sentence)
    return see_other(url_for("sprints.index", workspace=workspace))


def _start(number: int, form: StartForm, allowance: Allowance) -> None:
    start_sprint(
        db_session(), workspace=current_workspace(), actor=current_actor(), number=number, now=utcnow(),
        reason=form.reason.data or "", allowance=allowance,
    )  # fmt: skip


def _starting(sprint: Sprint, form: StartForm) -> str:
    session, workspace = db_session(), current_workspace()
    plan, today = get_plan(session, workspace=workspace, sprint=sprint), today_in(workspace, utcnow())
    return render_template(
        "sprints/start.html",
        sprint=sprint,
        form=form,
        count=plan.effort.count,
        over=over_words(get_capacity(session, workspace=workspace, plan=plan, today=today).over),
        active=find_active_sprint(session, workspace=workspace),
        off_the_dates=off_the_start(sprint, today),
    )


def _complete(number: int, form: CompleteForm) -> Completion:
    return complete_sprint(
        db_session(), workspace=current_workspace(), actor=current_actor(), number=number, now=utcnow(),
        unfinished=Unfinished(form.unfinished.data), creates_next=True,
        goal_verdict=GoalVerdict(form.goal_verdict.data) if form.goal_verdict.data else None,
    )  # fmt: skip


def _context(sprint: Sprint, form: CompleteForm) -> dict[str, Any]:
    if sprint.state != SprintState.ACTIVE:
        raise Conflict(N_("This sprint is not under way."))
    members = get_plan(db_session(), workspace=current_workspace(), sprint=sprint).actions
    done = sum(one.action.done_at is not None for one in members)
    following = find_next_sprint(db_session(), workspace=current_workspace())
    form.name_next(following.number if following else None)
    return {
        "sprint": sprint, "form": form, "count": len(members), "done": done, "unfinished": len(members) - done,
        "off_the_dates": off_the_end(sprint, today_in(current_workspace(), utcnow())),
    }  # fmt: skip


def _sentence(completion: Completion) -> str:
    number = completion.sprint.number
    opening = str(gettext("Sprint %(number)s is complete.", number=number))
    if not completion.moved:
        return opening
    targets = {
        Unfinished.NEXT_SPRINT: ngettext(
            "%(num)d action moved into sprint %(next)s.", "%(num)d actions moved into sprint %(next)s.",
            completion.moved, next=completion.next_sprint_number,
        ),
        Unfinished.BACKLOG_TOP: ngettext(
            "%(num)d action moved to the top of the action backlog.",
            "%(num)d actions moved to the top of the action backlog.", completion.moved,
        ),
        Unfinished.BACKLOG_BOTTOM: ngettext(
            "%(num)d action moved to the bottom of the action backlog.",
            "%(num)d actions moved to the bottom of the action backlog.", completion.moved,
        ),
    }  # fmt: skip
    return f"{opening} {targets[completion.unfinished]}"


def _sprint(number: int) -> Sprint:
    return get_sprint(db_session(), workspace=current_workspace(), number=number)
