"""Workspaces and their members as JSON."""

from marshmallow import Schema, fields

from backlog.identity.models import handle_of


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


class PersonSchema(Schema):
    """A member; `handle` names them in comments and wherever a program says who."""

    name = fields.String(required=True)
    handle = fields.String(required=True)


def person_shape(name: str | None, email: str | None) -> dict[str, str] | None:
    """Return a member as `PersonSchema` takes them, None for nobody."""
    return {"name": name, "handle": handle_of(email)} if name and email else None
