"""The checklist of an action: each answer is the whole list again."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from backlog.core.clock import utcnow
from backlog.core.errors import Conflict, Invalid, LimitReached
from backlog.core.permissions import Permission
from backlog.sprints.forms import ChecklistForm
from backlog.sprints.queries import get_action
from backlog.sprints.services import add_checklist_items, remove_checklist_item, tick_checklist_item
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session


@blueprint.post("/<key>/checklist/add")
@requires(Permission.ACTIONS_EDIT)
def add_item(workspace: str, key: str) -> ResponseReturnValue:
    """Add one more thing to tick."""
    text = ChecklistForm().text.data or ""
    return _answer(workspace, key, lambda by: add_checklist_items(db_session(), text=text, **by))


@blueprint.post("/<key>/checklist/<int:item_id>/tick")
@requires(Permission.ACTIONS_EDIT)
def tick(workspace: str, key: str, item_id: int) -> ResponseReturnValue:
    """Tick a thing."""
    return _answer(workspace, key, lambda by: tick_checklist_item(db_session(), item_id=item_id, is_done=True, **by))


@blueprint.post("/<key>/checklist/<int:item_id>/untick")
@requires(Permission.ACTIONS_EDIT)
def untick(workspace: str, key: str, item_id: int) -> ResponseReturnValue:
    """Take a tick back."""
    return _answer(workspace, key, lambda by: tick_checklist_item(db_session(), item_id=item_id, is_done=False, **by))


@blueprint.post("/<key>/checklist/<int:item_id>/remove")
@requires(Permission.ACTIONS_EDIT)
def remove_item(workspace: str, key: str, item_id: int) -> ResponseReturnValue:
    """Take a thing off the list."""
    return _answer(workspace, key, lambda by: remove_checklist_item(db_session(), item_id=item_id, **by))


def _answer(workspace: str, key: str, change: Callable[[dict[str, Any]], Any]) -> ResponseReturnValue:
    by = {"workspace": current_workspace(), "actor": current_actor(), "key": key, "now": utcnow()}
    try:
        change(by)
    except (Conflict, Invalid, LimitReached) as error:
        flash(translate_error(error), "error")
    if not is_fragment_request():
        return see_other(url_for("sprints_actions.show", workspace=workspace, key=key, _anchor="checklist"))
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    return render_template("sprints/_checklist.html", action=action, is_alone=True)
