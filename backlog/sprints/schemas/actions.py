"""Actions as JSON."""

from marshmallow import Schema, fields, validate

from backlog.core.keys import LARGEST_NUMBER
from backlog.sprints.models import ApprovalBy, Place
from backlog.sprints.schemas.limits import ExceededSchema, OverridableSchema
from backlog.web.api import PageArguments, StrictSchema, one_of, version_field
from backlog.workspaces.schemas import PersonSchema


class ChecklistItemSchema(StrictSchema):
    """One small thing to tick."""

    text = fields.String(required=True)
    done = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class ActionRowSchema(Schema):
    """An action as it stands in a list; `place` is backlog, sprint, done or archived."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    place = fields.String(required=True)
    sprint = fields.Integer(required=True, allow_none=True)
    instrument = fields.String(required=True, allow_none=True)
    campaign = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    audience = fields.String(required=True, allow_none=True)
    requirement = fields.String(required=True, allow_none=True)
    assignee = fields.Nested(PersonSchema, required=True, allow_none=True)
    points = fields.Float(required=True, allow_none=True)
    hours = fields.Float(required=True, allow_none=True)
    due_on = fields.Date(required=True, allow_none=True)
    publish_on = fields.Date(required=True, allow_none=True)
    blocked_reason = fields.String(required=True, allow_none=True)
    waiting_for = fields.String(required=True, allow_none=True)
    waiting_note = fields.String(required=True, allow_none=True)
    waiting_at = fields.AwareDateTime(required=True, allow_none=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)
    archived_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True)


class ActionSchema(ActionRowSchema):
    """An action as a whole; send `version` back with a change so that nobody's work is lost."""

    column = fields.String(required=True, allow_none=True)
    description = fields.String(required=True)
    checklist = fields.List(fields.Nested(ChecklistItemSchema), required=True)
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)


class ChangedActionSchema(ActionSchema, ExceededSchema):
    """An action as a change has left it."""


class ActionChangeSchema(OverridableSchema):
    """The fields to change; what is missing stays, null empties.

    Instrument, campaign, channel and audience are names of the workspace's lists, `requirement` is a key, `assignee`
    a handle or an address.
    """

    title = fields.String()
    description = fields.String()
    instrument = fields.String(allow_none=True)
    campaign = fields.String(allow_none=True)
    channel = fields.String(allow_none=True)
    audience = fields.String(allow_none=True)
    requirement = fields.String(allow_none=True)
    assignee = fields.String(allow_none=True)
    points = fields.Decimal(allow_none=True)
    hours = fields.Decimal(allow_none=True)
    due_on = fields.Date(allow_none=True)
    publish_on = fields.Date(allow_none=True)
    checklist = fields.List(fields.Nested(ChecklistItemSchema))
    version = version_field()


class NewActionSchema(ActionChangeSchema):
    """A new action; a title is all it needs. With `sprint` it is planned into that one at once."""

    class Meta(StrictSchema.Meta):
        """A new one has no version yet."""

        exclude = ("version",)

    title = fields.String(required=True)
    sprint = fields.Integer(strict=True, allow_none=True, load_default=None, validate=validate.Range(1, LARGEST_NUMBER))


class ActionArguments(PageArguments):
    """Which actions to list; without `place`, all that are not archived."""

    q = fields.String(load_default="")
    place = fields.String(load_default=None, validate=one_of(Place))
    sprint = fields.Integer(load_default=None, validate=validate.Range(1, LARGEST_NUMBER))
    instrument = fields.String(load_default=None)
    campaign = fields.String(load_default=None)
    assignee = fields.String(load_default=None)
    blocked = fields.Boolean(load_default=None)
    waiting = fields.Boolean(load_default=None)


class BlockSchema(StrictSchema):
    """What holds an action up."""

    reason = fields.String(required=True)


class ApprovalSchema(StrictSchema):
    """Whose approval an action waits for, and what is asked of them."""

    by = fields.String(required=True, validate=one_of(ApprovalBy))
    note = fields.String(load_default="")


class BlockOfActionsSchema(StrictSchema):
    """Actions that go somewhere together, in this order; `version` of the list refuses that if it has changed."""

    keys = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    version = version_field(allow_none=True, load_default=None)


class RankSchema(BlockOfActionsSchema):
    """After which action the block is to stand (null: at the top)."""

    after = fields.String(required=True, allow_none=True)


class PlacedSchema(Schema):
    """How many now stand where they were to, and the version of the list after that."""

    moved = fields.Integer(required=True)
    version = fields.Integer(required=True)
