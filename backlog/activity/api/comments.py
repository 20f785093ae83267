"""What is said about a thing of any kind; a feature adds it to its part with `CommentApi(…).add_to(blueprint)`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backlog.activity.mails import tell_mentioned
from backlog.activity.models import CommentColumns, Commented
from backlog.activity.queries import get_subject, list_comments
from backlog.activity.schemas import CommentSchema, NewCommentSchema, WrittenCommentSchema
from backlog.activity.services import add_comment, delete_comment, edit_comment
from backlog.core.clock import utcnow
from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.pagination import decode_cursor, page_of
from backlog.core.permissions import Permission
from backlog.identity.models import User
from backlog.web.access import current_actor, current_user, current_workspace, requires
from backlog.web.api import ApiBlueprint, PageArguments, page_schema, page_shape
from backlog.web.session import db_session
from backlog.workspaces.schemas import person_shape

_PAGE = page_schema(CommentSchema)


@dataclass(frozen=True, slots=True)
class CommentApi:
    """The comments on one kind of thing."""

    on: Commented

    def add_to(self, part: ApiBlueprint) -> None:
        """Add the addresses to those of the thing."""
        many, one = "/<key>/comments", "/<key>/comments/<int:comment_id>"
        asked, sent = part.arguments(PageArguments, location="query"), part.arguments(NewCommentSchema)
        part.route(many, endpoint="list_comments", methods=["GET"])(asked(part.response(200, _PAGE)(self.index)))
        part.route(many, endpoint="create_comment", methods=["POST"])(
            sent(part.response(201, WrittenCommentSchema)(self.create))
        )
        part.route(one, endpoint="update_comment", methods=["PATCH"])(
            sent(part.response(200, WrittenCommentSchema)(self.update))
        )
        part.route(one, endpoint="remove_comment", methods=["DELETE"])(part.response(204)(self.delete))

    @requires(Permission.WORKSPACE_VIEW)
    def index(self, arguments: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG002 - resolved by the access check
        """List the comments, oldest first."""
        limit, after = arguments["limit"], _position_in(arguments["cursor"])
        subject = get_subject(db_session(), on=self.on, workspace=current_workspace(), key=key)
        found = list_comments(db_session(), on=self.on, subject_id=subject.id, after=after, limit=limit + 1)
        page = page_of(found, limit, lambda comment: (comment.created_at.isoformat(), comment.id))
        return page_shape(page, lambda comment: _shape(comment, comment.author))

    @requires(Permission.COMMENTS_WRITE)
    def create(self, sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG002 - as above
        """Write a comment."""
        comment, mentioned = add_comment(db_session(), key=key, **sent, **self._common())
        return self._told(comment, mentioned)

    @requires(Permission.COMMENTS_WRITE)
    def update(self, sent: dict[str, Any], workspace: str, key: str, comment_id: int) -> dict[str, Any]:  # noqa: ARG002 - as above
        """Change a comment of one's own."""
        comment, mentioned = edit_comment(db_session(), key=key, comment_id=comment_id, **sent, **self._common())
        return self._told(comment, mentioned)

    @requires(Permission.COMMENTS_WRITE)
    def delete(self, workspace: str, key: str, comment_id: int) -> None:  # noqa: ARG002 - as above
        """Take a comment of one's own back."""
        delete_comment(db_session(), key=key, comment_id=comment_id, **self._common())

    def _told(self, comment: CommentColumns, mentioned: frozenset[int]) -> dict[str, Any]:
        held_back = tell_mentioned(self.on, comment, mentioned)
        return {**_shape(comment, current_user()), "mails_held_back": held_back}

    def _common(self) -> dict[str, Any]:
        return {"on": self.on, "workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}


def _shape(comment: CommentColumns, author: User | None) -> dict[str, Any]:
    """Return a comment as `CommentSchema` takes it."""
    names = ("id", "body", "created_at", "edited_at")
    return {
        **{name: getattr(comment, name) for name in names},
        "author": person_shape(author.name, author.email) if author else None,
        "author_name": author.name if author else comment.author_name,
    }


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
