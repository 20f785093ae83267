"""Workspaces as JSON."""

from marshmallow import Schema, fields


class WorkspaceSchema(Schema):
    """A workspace as programs see it."""

    slug = fields.String(required=True)
    name = fields.String(required=True)
    locale = fields.String(required=True)
    time_zone = fields.String(required=True)
    requirement_prefix = fields.String(required=True)
    action_prefix = fields.String(required=True)
    experiment_prefix = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
