"""Requirements over the API."""

from backlog.requirements.api import comments, requirements
from backlog.requirements.api.blueprint import blueprint

__all__ = ["blueprint", "comments", "requirements"]
