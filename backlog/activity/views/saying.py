"""Comments as they are shown: the newest, or those around one that somebody was led to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs

from flask import request
from flask_babel import gettext

from backlog.activity.models import CommentColumns, Commented
from backlog.activity.queries import get_stretch
from backlog.core.keys import whole_number
from backlog.identity.models import initials_of
from backlog.web.access import current_actor
from backlog.web.htmx import current_page
from backlog.web.session import db_session
from backlog.workspaces.linking import page_of

SHOWN = 50
# In an address: the comment that is to be on the page. Mails say it so, too.
_ASKED = "comment"


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it is shown."""

    id: int
    who: str
    initials: str
    at: datetime
    edited_at: datetime | None
    body: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """Comments in a row, oldest first, and how many there are before and after them."""

    said: Sequence[Said] = ()
    earlier: int = 0
    later: int = 0

    @property
    def total(self) -> int:
        """Return how many comments there are."""
        return self.earlier + len(self.said) + self.later


def comments_on(on: Commented, subject_id: int) -> Talk:
    """Return the comments on a thing as they are shown: the newest, or those around the one the address asks for."""
    me = current_actor().user_id
    found = get_stretch(db_session(), on=on, subject_id=subject_id, around=asked_comment(), length=SHOWN)
    return Talk([_said(comment, me) for comment in found.comments], found.earlier, found.later)


def asked_comment() -> int | None:
    """Return which comment the page is to show; a part of a page is asked for in the name of the page it stands on."""
    asked = request.args.get(_ASKED) or parse_qs(current_page().query).get(_ASKED, [""])[0]
    try:
        return whole_number(asked)
    except ValueError:
        return None


def page_of_comment(on: Commented, key: str, comment_id: int, *, anchor: str | None = None) -> str:
    """Return the address under which a comment is shown, however many came after it."""
    return page_of(on.prefix_of, key, anchor=anchor or f"comment-{comment_id}", **{_ASKED: comment_id})


def _said(comment: CommentColumns, me: int | None) -> Said:
    name = comment.author.name if comment.author else comment.author_name or gettext("Someone")
    is_mine = me is not None and comment.author_id == me
    return Said(comment.id, name, initials_of(name), comment.created_at, comment.edited_at, comment.body, is_mine)
