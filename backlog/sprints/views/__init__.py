"""Pages of sprints and actions, by what a person wants to do."""

from backlog.sprints.views import (  # noqa: F401 - importing them adds their addresses to the blueprints
    checklists,
    comments,
    editing,
    fragments,
    judging,
    lifecycle,
    listing,
    moving,
    planning,
    showing,
    sprints,
    states,
)
from backlog.sprints.views.blueprints import actions as _actions
from backlog.sprints.views.blueprints import planning as _planning
from backlog.sprints.views.blueprints import sprints as _sprints
from backlog.sprints.views.finding import find_actions, find_sprints
from backlog.sprints.views.limits import ask_beyond_limits

__all__ = ["BLUEPRINTS", "ask_beyond_limits", "find_actions", "find_sprints"]

BLUEPRINTS = (_sprints, _planning, _actions)
