"""Taking back what one has just done, from the page where one did it."""

from flask import flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.services import latest_act
from backlog.activity.undo import undo
from backlog.activity.views.blueprint import blueprint
from backlog.core.clock import utcnow
from backlog.core.errors import Conflict
from backlog.core.keys import whole_number
from backlog.core.permissions import Permission
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, page_before, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session, rollback
from backlog.web.toasts import flash_with_undo


@blueprint.post("/w/<workspace>/undo")
@requires(Permission.ACTIVITY_VIEW)
def undo_act(workspace: str) -> ResponseReturnValue:
    """Take back an act of one's own and show the page it was done on again, or say there why it stays."""
    first = request.form.get("first", 0, type=whole_number)
    last = request.form.get("last", 0, type=whole_number)
    try:
        undo(
            db_session(), workspace=current_workspace(), actor=current_actor(), first=first, last=last, now=utcnow()
        )  # fmt: skip
        flash(gettext("Taken back."))
    except Conflict as error:
        if is_fragment_request():
            raise
        rollback()
        flash(translate_error(error), "error")
    return see_other(page_before() or url_for("workspaces.today", workspace=workspace))


def seen_now() -> int:
    """Return the activity number a page goes on with: its own last one, so that its next move is not refused."""
    act = latest_act(db_session())
    return act.last if act is not None else int(current_workspace().activity_number)


def flash_act(text: str) -> None:
    """Flash what the person has just done, with the way back; without one if nothing was recorded."""
    act = latest_act(db_session())
    if act is None:
        flash(text)
        return
    action = url_for("activity.undo_act", workspace=g.resolved.workspace.slug)
    flash_with_undo(text, action=action, fields={"first": str(act.first), "last": str(act.last)})
