"""What people say about a thing, and the names they may mention.

A feature whose things people comment on says so with `add_commented`, gives its blueprint the pages with
`CommentViews(…).add_to(blueprint)`, and includes `activity/_comments.html` in the page of the thing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from backlog.activity.forms import CommentForm
from backlog.activity.mails import tell_mentioned
from backlog.activity.models import CommentColumns, Commented
from backlog.activity.queries import Mention, get_comment, handles_in, list_open_mentions
from backlog.activity.services import add_comment, delete_comment, edit_comment
from backlog.activity.views.blueprint import blueprint
from backlog.activity.views.saying import asked_comment, page_of_comment
from backlog.activity.views.undoing import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Invalid, NotFound
from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.web.access import current_actor, current_user, current_workspace, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session
from backlog.workspaces.linking import page_of
from backlog.workspaces.queries import Member, list_members

_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class CommentViews:
    """The pages of the comments on one kind of thing.

    `show_again(key, status=…, comment_error=…, comment_text=…)` answers with the thing as it is now.
    """

    on: Commented
    show_again: Callable[..., ResponseReturnValue]

    def add_to(self, pages: Blueprint) -> None:
        """Add these pages to those of the thing."""
        one = "/<key>/comments/<int:comment_id>"
        pages.add_url_rule("/<key>/comments/create", "create_comment", self.create, methods=["POST"])
        pages.add_url_rule(f"{one}/edit", "edit_words", self.edit, methods=["GET"])
        pages.add_url_rule(f"{one}/update", "update_comment", self.update, methods=["POST"])
        pages.add_url_rule(f"{one}/delete", "remove_comment", self.delete, methods=["POST"])

    @requires(Permission.COMMENTS_WRITE)
    def create(self, workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG002 - resolved by the access check
        """Add a comment."""
        body = request.form.get("body", "")
        common = {"on": self.on, "workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
        try:
            self._tell(*add_comment(db_session(), key=key, body=body, **common))
        except Invalid as invalid:
            return self.show_again(key, status=422, comment_error=translate_error(invalid), comment_text=body)
        # On a page of earlier comments the new one would not be seen.
        stays = is_fragment_request() and asked_comment() is None
        return self.show_again(key) if stays else see_other(page_of(self.on.prefix_of, key, anchor="comments"))

    @requires(Permission.COMMENTS_WRITE)
    def edit(self, workspace: str, key: str, comment_id: int) -> ResponseReturnValue:  # noqa: ARG002 - as above
        """Show one's own comment to change or delete it."""
        _, comment = get_comment(
            db_session(), on=self.on, workspace=current_workspace(), key=key, comment_id=comment_id
        )  # fmt: skip
        if comment.author_id != current_actor().user_id:
            raise NotFound
        return self._form_page(CommentForm(formdata=None, obj=comment), key, comment_id)

    @requires(Permission.COMMENTS_WRITE)
    def update(self, workspace: str, key: str, comment_id: int) -> ResponseReturnValue:  # noqa: ARG002 - as above
        """Change one's own comment."""
        form = CommentForm()
        common = {"on": self.on, "workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}

        def save() -> None:
            said = edit_comment(db_session(), key=key, comment_id=comment_id, body=form.body.data or "", **common)
            self._tell(*said)

        if not (form.validate_on_submit() and form.succeeds(save)):
            return self._form_page(form, key, comment_id), 422
        flash(gettext("Saved."))
        return see_other(page_of_comment(self.on, key, comment_id))

    @requires(Permission.COMMENTS_WRITE)
    def delete(self, workspace: str, key: str, comment_id: int) -> ResponseReturnValue:  # noqa: ARG002 - as above
        """Take one's own comment back."""
        common = {"on": self.on, "workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
        delete_comment(db_session(), key=key, comment_id=comment_id, **common)
        flash_act(gettext("The comment is deleted."))
        return see_other(page_of_comment(self.on, key, comment_id, anchor="comments"))

    def _tell(self, comment: CommentColumns, mentioned: frozenset[int]) -> None:
        held_back = tell_mentioned(self.on, comment, mentioned)
        if held_back:
            message = ngettext(
                "Your comment is there, but one mail about it was held back: you caused many within the hour.",
                "Your comment is there, but %(num)s mails about it were held back: you caused many within the hour.",
                held_back,
            )
            flash(message, "error")

    def _form_page(self, form: CommentForm, key: str, comment_id: int) -> str:
        url = page_of(self.on.prefix_of, key)
        return render_template("activity/comment.html", form=form, url=url, comment_id=comment_id)


@blueprint.get("/w/<workspace>/mentions")
@requires(Permission.WORKSPACE_VIEW)
def mentions(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Offer the members whose name or handle begins with what is typed, and whom a comment can name so."""
    typed = request.args.get("q", "").casefold()
    members = [one for one in list_members(db_session(), current_workspace().id) if _fits(one, typed)]
    return render_template("activity/_mentions.html", members=members[:_MOST_NAMES])


def add_commented(app: Flask, on: Commented) -> None:
    """Have comments on one kind of thing wait for whom they name."""
    app.extensions.setdefault("commented", []).append(on)


def open_mentions() -> list[Mention]:
    """Return the comments that name the reader and wait for an answer, on things of every kind."""
    user = current_user()
    return list_open_mentions(
        db_session(), kinds=current_app.extensions["commented"], workspace=current_workspace(), user_id=user.id,
        email=user.email, now=utcnow(),
    )  # fmt: skip


def say_comment(verb: str, who: str) -> str | None:
    """Return the sentence that a comment came, changed or went; None for a verb of something else."""
    sentence = _SENTENCES.get(verb.rpartition(".")[2])
    return str(gettext(sentence, who=who)) if sentence else None


_SENTENCES = {
    "commented": N_("%(who)s wrote a comment."),
    "comment_edited": N_("%(who)s changed a comment."),
    "comment_deleted": N_("%(who)s deleted a comment."),
    "comment_restored": N_("%(who)s brought a comment back."),
}


def _fits(member: Member, typed: str) -> bool:
    words = [member.handle.casefold(), *member.name.casefold().split()]
    return any(word.startswith(typed) for word in words) and handles_in(f"@{member.handle}") == {member.handle.lower()}
