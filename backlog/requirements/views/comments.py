"""What people say about a requirement."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from backlog.activity.views import CommentViews
from backlog.requirements.models import COMMENTED
from backlog.requirements.queries import get_requirement
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.details import PAGE, PANE, answer_with
from backlog.web.access import current_workspace
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session


def show_again(key: str, *, status: int = 200, **shown: Any) -> ResponseReturnValue:
    """Answer with the requirement as it is now, beside the list where it stood there."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    place = PANE if request.form.get("place") == PANE else PAGE
    return answer_with(requirement, place=place, status=status, is_whole=not is_fragment_request(), **shown)


CommentViews(COMMENTED, show_again).add_to(blueprint)
