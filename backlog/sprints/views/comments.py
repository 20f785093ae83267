"""What people say about an action."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from backlog.activity.views import CommentViews
from backlog.sprints.models import COMMENTED
from backlog.sprints.queries import get_action
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.showing import action_context, template_of_action
from backlog.web.access import current_workspace
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session


def show_again(key: str, *, status: int = 200, **shown: Any) -> ResponseReturnValue:
    """Answer with the action as it is now."""
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    shown |= action_context(action) | {"is_answer": is_fragment_request()}
    return render_template(template_of_action(), **shown), status


CommentViews(COMMENTED, show_again).add_to(blueprint)
