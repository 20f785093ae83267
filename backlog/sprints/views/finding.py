"""What the palette finds among actions and sprints."""

from flask import url_for
from flask_babel import gettext

from backlog.sprints.models import SPRINT_STATE_LABELS, SprintState
from backlog.sprints.queries import suggest_actions, suggest_sprints
from backlog.sprints.views.words import state_of_row
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.workspaces.searching import Found


def find_actions(query: str, limit: int) -> list[Found]:
    """Return the actions that a key, its beginning, its number or words mean."""
    workspace = current_workspace()
    return [
        Found(
            one.key, one.title, url_for("sprints_actions.show", workspace=workspace.slug, key=one.key),
            state_of_row(one).label,
        )
        for one in suggest_actions(db_session(), workspace=workspace, text=query, limit=limit)
    ]  # fmt: skip


def find_sprints(query: str, limit: int) -> list[Found]:
    """Return the sprint of a number, or those whose goal holds the words."""
    workspace = current_workspace()
    return [
        Found(
            f"sprint-{one.number}",
            one.goal or str(gettext("No goal yet")),
            url_for("sprints.show", workspace=workspace.slug, number=one.number),
            str(gettext(SPRINT_STATE_LABELS[SprintState(one.state)])),
            mark=str(gettext("Sprint %(number)s", number=one.number)),
        )
        for one in suggest_sprints(db_session(), workspace=workspace, text=query, limit=limit)
    ]
