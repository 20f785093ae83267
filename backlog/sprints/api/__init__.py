"""Actions and sprints over the API."""

from backlog.activity.api import CommentApi
from backlog.sprints.api import actions, sprints
from backlog.sprints.models import COMMENTED

BLUEPRINTS = (actions.blueprint, sprints.blueprint)

CommentApi(COMMENTED).add_to(actions.blueprint)
