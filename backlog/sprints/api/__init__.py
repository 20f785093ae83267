"""Actions and sprints over the API."""

from backlog.sprints.api import actions, sprints

BLUEPRINTS = (actions.blueprint, sprints.blueprint)
