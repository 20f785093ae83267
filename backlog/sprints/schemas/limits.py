"""What is sent and answered about WIP limits."""

from marshmallow import Schema, fields

from backlog.web.api import StrictSchema


class OverridableSchema(StrictSchema):
    """What a WIP limit may refuse with 409; a reason goes beyond one that blocks, and is kept in the history."""

    override_reason = fields.String(allow_none=True, load_default="")


class ExcessSchema(Schema):
    """A WIP limit that was gone beyond: of a `column` or a `person`, and how many cards that holds now."""

    kind = fields.String(required=True)
    name = fields.String(required=True)
    count = fields.Integer(required=True)
    limit = fields.Integer(required=True)


class ExceededSchema(Schema):
    """What an answer says about WIP limits."""

    exceeded = fields.List(fields.Nested(ExcessSchema), required=True)
