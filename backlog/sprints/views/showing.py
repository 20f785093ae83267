"""One action: its page, its facts and what happened to it."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.queries import list_history
from backlog.activity.views import comments_on
from backlog.core.permissions import Permission
from backlog.sprints.models import COMMENTED, ENTITY, Action
from backlog.sprints.queries import find_names, get_action
from backlog.sprints.views.blueprints import actions as blueprint
from backlog.sprints.views.history import lines_of
from backlog.sprints.views.words import approval_label, state_of_action
from backlog.web.access import current_workspace, requires
from backlog.web.htmx import is_fragment_request
from backlog.web.session import db_session
from backlog.web.templating import date_long, number, time_ago

HISTORY_LENGTH = 50


@blueprint.get("/<key>")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show an action with everything known about it; to htmx without the frame."""
    action = get_action(db_session(), workspace=current_workspace(), key=key)
    return render_template(template_of_action(), **action_context(action))


def template_of_action() -> str:
    """Return the page of an action, without its frame where only that is asked for."""
    return "sprints/_action.html" if is_fragment_request() else "sprints/action.html"


def action_context(action: Action) -> dict[str, Any]:
    """Return what the page of an action shows."""
    workspace, sprint = current_workspace(), action.sprint
    history = list_history(
        db_session(), workspace_id=workspace.id, entity_type=ENTITY, entity_id=action.id, limit=HISTORY_LENGTH
    )
    asked = action.requirement.key if action.requirement else ""
    return {
        "action": action,
        "sprint": sprint,
        "in_sprint": sprint is not None,
        "state": state_of_action(action),
        "waiting": _waiting(action),
        "facts": _facts(action),
        "comments": comments_on(COMMENTED, action.id),
        "history": lines_of(history, find_names(db_session(), workspace=workspace, entries=history)),
        "requirement_key": asked,
        "requirement_url": url_for("requirements.show", workspace=workspace.slug, key=asked) if asked else "",
    }


def _waiting(action: Action) -> str:
    if action.waiting_at is None:
        return ""
    who, day = approval_label(action.waiting_for), time_ago(action.waiting_at)
    sentence = str(gettext("Waiting for approval since %(day)s: %(who)s.", day=day, who=who))
    return f"{sentence} {action.waiting_note}" if action.waiting_note else sentence


def _facts(action: Action) -> list[tuple[str, str]]:
    """Return what is known, as pairs of label and value; what is not known is left out."""
    named = (
        (gettext("Campaign"), action.campaign),
        (gettext("Channel"), action.channel),
        (gettext("Audience"), action.audience),
    )
    facts = [(label, entry.name) for label, entry in named if entry]
    if action.points is not None:
        facts.append((gettext("Story points"), number(action.points)))
    if action.hours is not None:
        facts.append((gettext("Hours"), number(action.hours)))
    days = ((gettext("Due"), action.due_on), (gettext("Published on"), action.publish_on))
    return [*facts, *((label, date_long(day)) for label, day in days if day)]
