"""What people say about a requirement, and the names they may mention."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.activity.views import flash_act
from backlog.core.clock import utcnow
from backlog.core.errors import Invalid, NotFound
from backlog.core.permissions import Permission
from backlog.requirements.forms import CommentForm
from backlog.requirements.mails import tell_mentioned
from backlog.requirements.models import Comment
from backlog.requirements.queries import get_requirement, list_comments
from backlog.requirements.services import add_comment, delete_comment, edit_comment
from backlog.requirements.views.blueprint import blueprint
from backlog.requirements.views.details import PAGE, PANE, answer_with
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import is_fragment_request, see_other
from backlog.web.i18n import translate_error
from backlog.web.session import db_session
from backlog.workspaces.queries import Member, list_members

_MOST_NAMES = 8


@blueprint.post("/<key>/comments/create")
@requires(Permission.COMMENTS_WRITE)
def create_comment(workspace: str, key: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Add a comment."""
    body, error = request.form.get("body", ""), ""
    try:
        said = add_comment(
            db_session(), workspace=current_workspace(), actor=current_actor(), key=key, body=body, now=utcnow()
        )
        tell_mentioned(*said)
    except Invalid as invalid:
        error = translate_error(invalid)
    return _answer(key, comment_error=error, comment_text=body if error else "")


@blueprint.get("/<key>/comments/<int:comment_id>/edit")
@requires(Permission.COMMENTS_WRITE)
def edit_words(workspace: str, key: str, comment_id: int) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show one's own comment to change or delete it."""
    comment = _own_comment(key, comment_id)
    return _form_page(CommentForm(formdata=None, obj=comment), key, comment_id)


@blueprint.post("/<key>/comments/<int:comment_id>/update")
@requires(Permission.COMMENTS_WRITE)
def update_comment(workspace: str, key: str, comment_id: int) -> ResponseReturnValue:
    """Change one's own comment."""
    form = CommentForm()
    common = {"workspace": current_workspace(), "actor": current_actor(), "key": key, "now": utcnow()}

    def save() -> None:
        tell_mentioned(*edit_comment(db_session(), comment_id=comment_id, body=form.body.data or "", **common))

    is_saved = form.validate_on_submit() and form.succeeds(save)
    if not is_saved:
        return _form_page(form, key, comment_id), 422
    flash(gettext("Saved."))
    return see_other(url_for("requirements.show", workspace=workspace, key=key, _anchor="comments"))


@blueprint.post("/<key>/comments/<int:comment_id>/delete")
@requires(Permission.COMMENTS_WRITE)
def remove_comment(workspace: str, key: str, comment_id: int) -> ResponseReturnValue:
    """Take one's own comment back."""
    delete_comment(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, comment_id=comment_id, now=utcnow()
    )
    flash_act(gettext("The comment is deleted."))
    return see_other(url_for("requirements.show", workspace=workspace, key=key, _anchor="comments"))


@blueprint.get("/mentions")
@requires(Permission.WORKSPACE_VIEW)
def mentions(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Offer the members whose name or handle begins with what is typed."""
    typed = request.args.get("q", "").casefold()
    members = [one for one in list_members(db_session(), current_workspace().id) if _fits(one, typed)]
    return render_template("requirements/_mentions.html", members=members[:_MOST_NAMES])


def _fits(member: Member, typed: str) -> bool:
    words = [member.handle.casefold(), *member.name.casefold().split()]
    return any(word.startswith(typed) for word in words)


def _own_comment(key: str, comment_id: int) -> Comment:
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    for comment in list_comments(db_session(), requirement=requirement):
        if comment.id == comment_id and comment.author_id == current_actor().user_id:
            return comment
    raise NotFound


def _answer(key: str, *, comment_error: str, comment_text: str) -> ResponseReturnValue:
    status = 422 if comment_error else 200
    if is_fragment_request() or comment_error:
        requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
        place = PANE if request.form.get("place") == PANE else PAGE
        shown = {"comment_error": comment_error, "comment_text": comment_text}
        return answer_with(requirement, place=place, status=status, is_whole=not is_fragment_request(), **shown)
    return see_other(
        url_for("requirements.show", workspace=current_workspace().slug, key=key, _anchor="comments")
    )  # fmt: skip


def _form_page(form: CommentForm, key: str, comment_id: int) -> str:
    base = url_for("requirements.index", workspace=current_workspace().slug)
    url = url_for("requirements.show", workspace=current_workspace().slug, key=key)
    return render_template("requirements/comment.html", form=form, url=url, base=base, comment_id=comment_id)
