"""Writing what happened, and what people say about it."""

from backlog.activity.services.comments import (
    COMMENT_LENGTH,
    add_comment,
    delete_comment,
    edit_comment,
    mentioned_members,
    restore_comments,
)
from backlog.activity.services.recording import Act, latest_act, one_act, write_activities

__all__ = [
    "COMMENT_LENGTH",
    "Act",
    "add_comment",
    "delete_comment",
    "edit_comment",
    "latest_act",
    "mentioned_members",
    "one_act",
    "restore_comments",
    "write_activities",
]
