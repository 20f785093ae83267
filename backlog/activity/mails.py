"""Mails about what people say: whoever is mentioned hears of it, in their own language."""

from collections.abc import Collection
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from backlog.activity.models import CommentColumns, Commented
from backlog.core.clock import utcnow
from backlog.identity.models import User
from backlog.identity.queries import list_users
from backlog.identity.security import queue_mail
from backlog.identity.throttling import count_mails
from backlog.web.access import current_actor, current_user, current_workspace
from backlog.web.session import db_session
from backlog.workspaces.linking import page_of


def tell_mentioned(on: Commented, comment: CommentColumns, mentioned: Collection[int]) -> int:
    """Send one mail to each member whom a comment mentions, after the commit; not to oneself, nor to who wants none.

    Return how many are held back because the author has caused as many as may go out in an hour.
    """
    others = set(mentioned) - {current_actor().user_id}
    if not others:
        return 0
    subject = db_session().get_one(on.subject, comment.subject_id)
    people = [one for one in list_users(db_session(), others) if one.active and one.mention_mails]
    author_id = current_user().id
    may_go = count_mails(db_session(), sender_id=author_id, kind="mention", wanted=len(people), now=utcnow())
    for person in people[:may_go]:
        _send(person, on, subject, comment)
    return len(people) - may_go


def _send(person: User, on: Commented, subject: Any, comment: CommentColumns) -> None:
    workspace, author, key, title = current_workspace(), current_actor().name, subject.key, subject.title
    address = current_app.config["SETTINGS"].base_url
    page = page_of(on.prefix_of, key, comment=comment.id, anchor=f"comment-{comment.id}")
    with force_locale(person.locale or workspace.locale):
        text = render_template(
            "emails/mention.txt", person=person, author=author, key=key, title=title, comment=comment,
            link=f"{address}{page}", account=f"{address}{url_for('account.show')}",
        )  # fmt: skip
        says = gettext("%(name)s mentions you: %(key)s %(title)s", name=author, key=key, title=title)
    queue_mail(to=person.email, subject=says, text=text)
