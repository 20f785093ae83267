"""Single steps with an action: who does it, what holds it up, archived or taken back, out of the sprint."""

from typing import Any

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.permissions import Permission
from backlog.sprints.forms import ApprovalForm, AssignForm, BlockForm
from backlog.sprints.models import ApprovalBy
from backlog.sprints.queries import get_action, get_action_row
from backlog.sprints.services import (
    Allowance,
    archive_actions,
    await_approval,
    block_action,
    end_waiting,
    restore_actions,
    unblock_action,
    unplan_actions,
    update_action,
)
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.choices import members
from backlog.sprints.views.limits import allowance_in_form, flash_done
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.forms import Form
from backlog.web.htmx import is_fragment_request, page_before, see_other
from backlog.web.session import db_session

UNPROCESSABLE = 422


@blueprint.get("/<key>/menu")
@requires(Permission.WORKSPACE_VIEW)
def menu(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show what can be done with an action."""
    row = get_action_row(db_session(), workspace=current_workspace(), key=key)
    name = "sprints/_action_menu.html" if is_fragment_request() else "sprints/menu.html"
    return render_template(name, action=row, in_sprint=row.sprint_number is not None)


@blueprint.get("/<key>/assigning")
@requires(Permission.ACTIONS_EDIT)
def ask_assignee(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask who does it."""
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    form = AssignForm(formdata=None, data={"assignee": action.assignee.email if action.assignee else ""})
    form.offer(members())
    return _assign_form(form, key)


@blueprint.post("/<key>/assign")
@requires(Permission.ACTIONS_EDIT)
def assign(workspace: str, key: str) -> ResponseReturnValue:
    """Give an action to somebody, or to nobody."""
    form = AssignForm()
    form.offer(members())
    values, allowance = {"assignee": form.assignee.data}, allowance_in_form()
    if not form.validate_on_submit() or not form.succeeds(
        lambda: update_action(db_session(), values=values, allowance=allowance, **_by(key))
    ):
        return _assign_form(form, key, status=UNPROCESSABLE)
    names = {choice.value: choice.label for choice in form.assignee.choices}
    return _done(workspace, key, gettext("%(key)s: %(name)s", key=key, name=names[form.assignee.data]), allowance)


@blueprint.get("/<key>/blocking")
@requires(Permission.ACTIONS_EDIT)
def ask_reason(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask what stands in the way."""
    return _block_form(BlockForm(formdata=None), key)


@blueprint.post("/<key>/block")
@requires(Permission.ACTIONS_EDIT)
def block(workspace: str, key: str) -> ResponseReturnValue:
    """Mark an action as blocked, with the reason."""
    form = BlockForm()
    reason = form.reason.data or ""
    if not form.validate_on_submit() or not form.succeeds(
        lambda: block_action(db_session(), reason=reason, **_by(key))
    ):
        return _block_form(form, key, status=UNPROCESSABLE)
    return _done(workspace, key, gettext("%(key)s is blocked.", key=key))


@blueprint.post("/<key>/unblock")
@requires(Permission.ACTIONS_EDIT)
def unblock(workspace: str, key: str) -> ResponseReturnValue:
    """Take the block away."""
    unblock_action(db_session(), **_by(key))
    return _done(workspace, key, gettext("%(key)s is no longer blocked.", key=key))


@blueprint.get("/<key>/asking")
@requires(Permission.ACTIONS_EDIT)
def ask_approval(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask whose approval is waited for."""
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    values = {"by": action.waiting_for or ApprovalBy.LEGAL, "note": action.waiting_note}
    return _approval_form(ApprovalForm(formdata=None, data=values), key)


@blueprint.post("/<key>/wait")
@requires(Permission.ACTIONS_EDIT)
def wait(workspace: str, key: str) -> ResponseReturnValue:
    """Mark an action as waiting for approval."""
    form = ApprovalForm()
    note = form.note.data or ""
    if not form.validate_on_submit() or not form.succeeds(
        lambda: await_approval(db_session(), by=ApprovalBy(form.by.data), note=note, **_by(key))
    ):
        return _approval_form(form, key, status=UNPROCESSABLE)
    return _done(workspace, key, gettext("%(key)s is waiting for approval.", key=key))


@blueprint.post("/<key>/go-on")
@requires(Permission.ACTIONS_EDIT)
def go_on(workspace: str, key: str) -> ResponseReturnValue:
    """Say that nobody's approval is waited for any more."""
    end_waiting(db_session(), **_by(key))
    return _done(workspace, key, gettext("%(key)s is no longer waiting for approval.", key=key))


@blueprint.post("/<key>/archive")
@requires(Permission.ACTIONS_EDIT)
def archive(workspace: str, key: str) -> ResponseReturnValue:
    """Put an action away."""
    archive_actions(db_session(), keys=[key], **_who())
    return _done(workspace, key, gettext("%(key)s is archived.", key=key))


@blueprint.post("/<key>/restore")
@requires(Permission.ACTIONS_EDIT)
def restore(workspace: str, key: str) -> ResponseReturnValue:
    """Take an archived action back into the action backlog."""
    restore_actions(db_session(), keys=[key], **_who())
    return _done(workspace, key, gettext("%(key)s is back in the action backlog.", key=key))


@blueprint.post("/<key>/leave")
@requires(Permission.SPRINTS_PLAN)
def leave(workspace: str, key: str) -> ResponseReturnValue:
    """Take an action out of its sprint, back into the action backlog."""
    row = get_action_row(db_session(), workspace=current_workspace(), key=key)
    if row.sprint_number is not None:
        unplan_actions(db_session(), number=row.sprint_number, keys=[key], **_who())
    return _done(workspace, key, gettext("%(key)s is in the action backlog.", key=key))


def _who() -> dict[str, Any]:
    return {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}


def _by(key: str) -> dict[str, Any]:
    return {"key": key, **_who()}


def _done(workspace: str, key: str, sentence: str, allowance: Allowance | None = None) -> ResponseReturnValue:
    flash_done(sentence, allowance or Allowance())
    return see_other(page_before() or url_for("sprints_actions.show", workspace=workspace, key=key))


def _assign_form(form: AssignForm, key: str, *, status: int = 200) -> ResponseReturnValue:
    words = (gettext("Assign %(key)s", key=key), gettext("Assign"))
    return _question(form, [form.assignee], key, status, *words, "sprints_actions.assign")


def _block_form(form: BlockForm, key: str, *, status: int = 200) -> ResponseReturnValue:
    words = (gettext("Block %(key)s", key=key), gettext("Block"))
    return _question(form, [form.reason], key, status, *words, "sprints_actions.block")


def _approval_form(form: ApprovalForm, key: str, *, status: int = 200) -> ResponseReturnValue:
    words = (gettext("Approval for %(key)s", key=key), gettext("Wait for approval"))
    return _question(form, [form.by, form.note], key, status, *words, "sprints_actions.wait")


def _question(
    form: Form, questions: list[Any], key: str, status: int, heading: str, label: str, endpoint: str
) -> ResponseReturnValue:
    workspace = current_workspace()
    action = get_action(db_session(), workspace=workspace, key=key)
    html = render_template(
        "sprints/one_field.html",
        form=form,
        questions=questions,
        action=action,
        heading=heading,
        label=label,
        url=url_for(endpoint, workspace=workspace.slug, key=key),
    )
    return make_response(html, status)
