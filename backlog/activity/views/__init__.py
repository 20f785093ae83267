"""The way back from what one has done, and what people say about things."""

from backlog.activity.views.blueprint import blueprint
from backlog.activity.views.comments import CommentViews, add_commented, open_mentions, say_comment
from backlog.activity.views.saying import Said, Talk, comments_on, page_of_comment
from backlog.activity.views.undoing import flash_act, seen_now

__all__ = [
    "CommentViews", "Said", "Talk", "add_commented", "blueprint", "comments_on", "flash_act", "open_mentions",
    "page_of_comment", "say_comment",
    "seen_now",
]  # fmt: skip
