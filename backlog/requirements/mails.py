"""Mails about requirements: whoever is mentioned hears of it, in their own language."""

from collections.abc import Collection

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from backlog.identity.models import User
from backlog.identity.queries import list_users
from backlog.identity.security import queue_mail
from backlog.requirements.models import Comment, Requirement
from backlog.web.access import current_actor, current_workspace
from backlog.web.session import db_session


def tell_mentioned(comment: Comment, mentioned: Collection[int]) -> None:
    """Send one mail to each member whom a comment mentions, after the commit; not to oneself, nor to who wants none."""
    others = set(mentioned) - {current_actor().user_id}
    if not others:
        return
    requirement = db_session().get_one(Requirement, comment.requirement_id)
    for person in list_users(db_session(), others):
        if person.active and person.mention_mails:
            _send(person, requirement, comment)


def _send(person: User, requirement: Requirement, comment: Comment) -> None:
    workspace, author, key, title = current_workspace(), current_actor().name, requirement.key, requirement.title
    address = current_app.config["SETTINGS"].base_url
    page = url_for("requirements.show", workspace=workspace.slug, key=key, _anchor=f"comment-{comment.id}")
    with force_locale(person.locale or workspace.locale):
        text = render_template(
            "emails/mention.txt", person=person, author=author, key=key, title=title, comment=comment,
            link=f"{address}{page}", account=f"{address}{url_for('account.show')}",
        )  # fmt: skip
        subject = gettext("%(name)s mentions you: %(key)s %(title)s", name=author, key=key, title=title)
    queue_mail(to=person.email, subject=subject, text=text)
