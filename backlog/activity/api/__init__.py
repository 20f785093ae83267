"""What happened, and what people say about it, over the API."""

from backlog.activity.api.activities import blueprint
from backlog.activity.api.comments import CommentApi

__all__ = ["CommentApi", "blueprint"]
