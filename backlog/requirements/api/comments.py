"""What is said about a requirement."""

from datetime import datetime
from typing import Any

from backlog.core.clock import utcnow
from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.pagination import decode_cursor, page_of
from backlog.core.permissions import Permission
from backlog.requirements.api.blueprint import blueprint
from backlog.requirements.api.shapes import comment_shape
from backlog.requirements.mails import tell_mentioned
from backlog.requirements.queries import get_requirement, list_comments
from backlog.requirements.schemas import CommentSchema, NewCommentSchema
from backlog.requirements.services import add_comment, delete_comment, edit_comment
from backlog.web.access import current_actor, current_user, current_workspace, requires
from backlog.web.api import PageArguments, page_schema, page_shape
from backlog.web.session import db_session


@blueprint.get("/<key>/comments")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_schema(CommentSchema))
def list_of_requirement(arguments: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """List the comments on a requirement, oldest first."""
    limit = arguments["limit"]
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    after = _position_in(arguments["cursor"])
    found = list_comments(db_session(), requirement=requirement, after=after, limit=limit + 1)
    page = page_of(found, limit, lambda comment: (comment.created_at.isoformat(), comment.id))
    return page_shape(page, lambda comment: comment_shape(comment, comment.author))


@blueprint.post("/<key>/comments")
@requires(Permission.COMMENTS_WRITE)
@blueprint.arguments(NewCommentSchema)
@blueprint.response(201, CommentSchema)
def create_comment(sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Comment on a requirement."""
    comment, mentioned = add_comment(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, now=utcnow(), **sent
    )
    tell_mentioned(comment, mentioned)
    return comment_shape(comment, current_user())


@blueprint.patch("/<key>/comments/<int:comment_id>")
@requires(Permission.COMMENTS_WRITE)
@blueprint.arguments(NewCommentSchema)
@blueprint.response(200, CommentSchema)
def update_comment(sent: dict[str, Any], workspace: str, key: str, comment_id: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Change a comment of one's own."""
    comment, mentioned = edit_comment(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, comment_id=comment_id,
        now=utcnow(), **sent,
    )  # fmt: skip
    tell_mentioned(comment, mentioned)
    return comment_shape(comment, current_user())


@blueprint.delete("/<key>/comments/<int:comment_id>")
@requires(Permission.COMMENTS_WRITE)
@blueprint.response(204)
def remove_comment(workspace: str, key: str, comment_id: int) -> None:  # noqa: ARG001 - resolved by the access check
    """Take a comment of one's own back."""
    delete_comment(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, comment_id=comment_id, now=utcnow()
    )  # fmt: skip


def _position_in(cursor: str | None) -> tuple[datetime, int] | None:
    if not cursor:
        return None
    at, comment_id = decode_cursor(cursor, str, int)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise Invalid(N_("This cursor is not valid."), field="cursor") from error
    if moment.tzinfo is None or not 0 <= comment_id < 2**31:
        raise Invalid(N_("This cursor is not valid."), field="cursor")
    return moment, comment_id
