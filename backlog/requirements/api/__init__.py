"""Requirements over the API."""

from backlog.activity.api import CommentApi
from backlog.requirements.api import requirements
from backlog.requirements.api.blueprint import blueprint
from backlog.requirements.models import COMMENTED

__all__ = ["blueprint", "requirements"]

CommentApi(COMMENTED).add_to(blueprint)
