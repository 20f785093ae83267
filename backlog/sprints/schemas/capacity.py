"""Capacity as JSON: what people have in a sprint, and why one started with too much."""

from marshmallow import Schema, fields

from backlog.workspaces.schemas import PersonSchema


class TooMuchSchema(Schema):
    """Who had more planned than hours when a sprint started, and by how many hours."""

    name = fields.String(required=True)
    hours = fields.Float(required=True)


class OverCapacitySchema(Schema):
    """Why a sprint started although some had too much planned."""

    reason = fields.String(required=True)
    people = fields.List(fields.Nested(TooMuchSchema), required=True)


class PersonCapacitySchema(Schema):
    """What one person has and has taken on, in hours; `person` is null for what nobody has.

    `capacity` is null where the hours are not set; `available` is it less the reserve. `left` is what there is of the
    capacity from today on, null before the start.
    """

    person = fields.Nested(PersonSchema, required=True, allow_none=True)
    planned = fields.Float(required=True)
    open = fields.Float(required=True)
    capacity = fields.Float(required=True, allow_none=True)
    reserve = fields.Float(required=True)
    available = fields.Float(required=True, allow_none=True)
    over = fields.Float(required=True)
    room = fields.Float(required=True)
    left = fields.Float(required=True, allow_none=True)


class ReserveSchema(Schema):
    """The percent of everybody's hours kept for what comes unplanned: set by people, or proposed by so many sprints."""

    percent = fields.Integer(required=True)
    is_set = fields.Boolean(required=True)
    proposed = fields.Integer(required=True, allow_none=True)
    sprints = fields.Integer(required=True)


class CapacitySchema(Schema):
    """The capacity of a sprint; `without_hours` actions and `not_set` people make the figures less than certain."""

    people = fields.List(fields.Nested(PersonCapacitySchema), required=True)
    reserve = fields.Nested(ReserveSchema, required=True)
    without_hours = fields.Integer(required=True)
    not_set = fields.Integer(required=True)
