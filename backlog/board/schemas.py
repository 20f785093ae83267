"""The board as JSON."""

from marshmallow import Schema, fields

from backlog.sprints.schemas import ExceededSchema, OverridableSchema
from backlog.sprints.services import END
from backlog.web.api import version_field
from backlog.workspaces.schemas import PersonSchema


class CardSchema(Schema):
    """One card; ages are in working days, the first one counted."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    instrument = fields.String(required=True, allow_none=True)
    campaign = fields.String(required=True, allow_none=True)
    assignee = fields.Nested(PersonSchema, required=True, allow_none=True)
    points = fields.Float(required=True, allow_none=True)
    hours = fields.Float(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    publish_on = fields.Date(required=True, allow_none=True)
    age_days = fields.Integer(required=True, allow_none=True)
    blocked_reason = fields.String(required=True, allow_none=True)
    blocked_days = fields.Integer(required=True, allow_none=True)
    waiting_for = fields.String(required=True, allow_none=True)
    waiting_note = fields.String(required=True, allow_none=True)
    waiting_days = fields.Integer(required=True, allow_none=True)
    is_done = fields.Boolean(required=True)
    is_unplanned = fields.Boolean(required=True)
    checklist_total = fields.Integer(required=True)
    checklist_done = fields.Integer(required=True)
    version = fields.Integer(required=True)


class ColumnSchema(Schema):
    """A column with its cards from top to bottom; `over_limit` says how many there are too many."""

    name = fields.String(required=True)
    category = fields.String(required=True)
    wip_limit = fields.Integer(required=True, allow_none=True)
    wip_mode = fields.String(required=True)
    over_limit = fields.Integer(required=True)
    cards = fields.List(fields.Nested(CardSchema), required=True)


class BoardSchema(Schema):
    """The board; `sprint` is null and columns are without cards between sprints."""

    sprint = fields.Integer(required=True, allow_none=True)
    person_wip_limit = fields.Integer(required=True, allow_none=True)
    person_wip_mode = fields.String(required=True)
    columns = fields.List(fields.Nested(ColumnSchema), required=True)


class MoveCardSchema(OverridableSchema):
    """Into which column, by name or category, and after which card (null: at the top; left out: at the end).

    `version` is that of the action when it was seen; the move is refused if somebody has moved it since.
    """

    column = fields.String(required=True)
    after = fields.String(allow_none=True, load_default=END)
    version = version_field(allow_none=True, load_default=None)


class MovedCardSchema(ExceededSchema):
    """Where the card stands now, and whether its column holds more than it should."""

    key = fields.String(required=True)
    column = fields.String(required=True, attribute="column_name")
    version = fields.Integer(required=True)
    count = fields.Integer(required=True)
    wip_limit = fields.Integer(required=True, allow_none=True)
    over_limit = fields.Integer(required=True)
