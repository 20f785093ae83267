"""What happened, and what people say about it, as JSON."""

from marshmallow import Schema, fields, validate

from backlog.core.pagination import MOST_PER_PAGE
from backlog.web.api import StrictSchema
from backlog.workspaces.schemas import PersonSchema


class ActivitySchema(Schema):
    """One change; `changes` maps a field to its old and new value."""

    number = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    actor_name = fields.String(required=True, allow_none=True)
    verb = fields.String(required=True)
    entity_type = fields.String(required=True)
    entity_key = fields.String(required=True)
    changes = fields.Dict(keys=fields.String(), values=fields.List(fields.Raw(allow_none=True)), required=True)


class ActivityArguments(Schema):
    """From where in the running numbers."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST_PER_PAGE))
    cursor = fields.String(load_default=None, allow_none=True)


class CommentSchema(Schema):
    """A comment; `author` is null where the person has no account here, `author_name` says who it was."""

    id = fields.Integer(required=True)
    body = fields.String(required=True)
    author = fields.Nested(PersonSchema, required=True, allow_none=True)
    author_name = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    edited_at = fields.AwareDateTime(required=True, allow_none=True)


class WrittenCommentSchema(CommentSchema):
    """A comment as it was written; mails to who is mentioned are held back once its author has caused 50 in an hour."""

    mails_held_back = fields.Integer(required=True)


class NewCommentSchema(StrictSchema):
    """What to say; Markdown, `@handle` mentions a member."""

    body = fields.String(required=True)
