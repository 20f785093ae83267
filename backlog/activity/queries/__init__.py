"""Reads of what happened, and of what people said."""

from backlog.activity.queries.comments import (
    MOST_COMMENTS,
    Stretch,
    get_comment,
    get_stretch,
    get_subject,
    list_comments,
)
from backlog.activity.queries.history import (
    HISTORY_COLUMNS,
    HistoryEntry,
    last_activity_number,
    list_activity_after,
    list_changes_since_version,
    list_history,
)
from backlog.activity.queries.mentions import Mention, ever_mentioned_in, handles_in, list_open_mentions

__all__ = [
    "HISTORY_COLUMNS",
    "MOST_COMMENTS",
    "HistoryEntry",
    "Mention",
    "Stretch",
    "ever_mentioned_in",
    "get_comment",
    "get_stretch",
    "get_subject",
    "handles_in",
    "last_activity_number",
    "list_activity_after",
    "list_changes_since_version",
    "list_comments",
    "list_history",
    "list_open_mentions",
]
