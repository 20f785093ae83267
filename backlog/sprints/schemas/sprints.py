"""Sprints, what is planned into them, and their reports as JSON."""

from marshmallow import Schema, fields

from backlog.sprints.models import GoalVerdict, SprintState
from backlog.sprints.schemas.actions import ActionRowSchema, BlockOfActionsSchema, PlacedSchema
from backlog.sprints.schemas.capacity import OverCapacitySchema
from backlog.sprints.schemas.limits import ExceededSchema, OverridableSchema
from backlog.sprints.services import END, Unfinished
from backlog.web.api import PageArguments, StrictSchema, one_of, version_field
from backlog.workspaces.schemas import PersonSchema


class PlanSchema(BlockOfActionsSchema, OverridableSchema):
    """After which action of the sprint the block is to stand (null: at the top; left out: at the end)."""

    after = fields.String(allow_none=True, load_default=END)


class PlannedSchema(PlacedSchema, ExceededSchema):
    """The same of a sprint."""


class SprintSchema(Schema):
    """A sprint with what it holds; a completed one's figures come from its frozen report."""

    number = fields.Integer(required=True)
    goal = fields.String(required=True)
    state = fields.String(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    completed_at = fields.AwareDateTime(required=True, allow_none=True)
    count = fields.Integer(required=True)
    done = fields.Integer(required=True)
    points = fields.Float(required=True)
    hours = fields.Float(required=True)
    goal_verdict = fields.String(required=True, allow_none=True)
    reserve_percent = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True)


class PlannedActionSchema(ActionRowSchema):
    """An action in a sprint."""

    joined_after_start = fields.Boolean(required=True)
    times_carried_over = fields.Integer(required=True)


class EffortSchema(Schema):
    """How many actions, and the sums of their estimates."""

    count = fields.Integer(required=True)
    points = fields.Float(required=True)
    hours = fields.Float(required=True)


class RecordedPersonSchema(PersonSchema):
    """A person as a report names them; `handle` is null in records frozen before handles were kept."""

    handle = fields.String(required=True, allow_none=True)


class StaySchema(Schema):
    """One action's stay in a sprint and how it left; `outcome` is open while it has not."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    instrument = fields.String(required=True, allow_none=True)
    campaign = fields.String(required=True, allow_none=True)
    assignee = fields.Nested(RecordedPersonSchema, required=True, allow_none=True)
    points = fields.Float(required=True, allow_none=True)
    hours = fields.Float(required=True, allow_none=True)
    outcome = fields.String(required=True)
    joined_at = fields.String(required=True)
    joined_after_start = fields.Boolean(required=True)
    left_at = fields.String(required=True, allow_none=True)
    done_at = fields.String(required=True, allow_none=True)
    times_carried_over = fields.Integer(required=True)


class ReportSchema(Schema):
    """What a sprint held and what became of it; `goal_verdict_at` and `_by` where the verdict came after completion.

    `reserve_percent` and `over_capacity` are as of its start, null where nobody's hours were known or nobody was over.
    """

    number = fields.Integer(required=True)
    goal = fields.String(required=True)
    starts_on = fields.String(required=True)
    ends_on = fields.String(required=True)
    started_at = fields.String(required=True, allow_none=True)
    completed_at = fields.String(required=True, allow_none=True)
    goal_verdict = fields.String(required=True, allow_none=True)
    goal_verdict_at = fields.String(required=True, allow_none=True)
    goal_verdict_by = fields.Nested(PersonSchema, required=True, allow_none=True)
    unfinished = fields.String(required=True, allow_none=True)
    next_sprint = fields.Integer(required=True, allow_none=True)
    committed = fields.Nested(EffortSchema, required=True, allow_none=True)
    reserve_percent = fields.Integer(required=True, allow_none=True)
    over_capacity = fields.Nested(OverCapacitySchema, required=True, allow_none=True)
    actions = fields.List(fields.Nested(StaySchema), required=True)
    sums = fields.Dict(keys=fields.String(), values=fields.Nested(EffortSchema), required=True)


class SprintDetailSchema(SprintSchema):
    """A sprint with its actions in order; of a completed one the record, where `report` is no longer null."""

    actions = fields.List(fields.Nested(PlannedActionSchema), required=True)
    report = fields.Nested(ReportSchema, required=True, allow_none=True)


class SprintChangeSchema(StrictSchema):
    """The fields to change; what is missing stays."""

    goal = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    reserve_percent = fields.Integer(strict=True, allow_none=True)
    version = version_field()


class NewSprintSchema(StrictSchema):
    """A new sprint; without dates it follows the last one and is as long as that."""

    goal = fields.String(load_default="")
    starts_on = fields.Date(load_default=None)
    ends_on = fields.Date(load_default=None)
    reserve_percent = fields.Integer(strict=True, allow_none=True, load_default=None)


class SprintArguments(PageArguments):
    """Which sprints to list."""

    state = fields.String(load_default=None, validate=one_of(SprintState))


class StartSchema(OverridableSchema):
    """Why it starts although somebody has more planned than hours, needed only then; the body may be left out."""

    may_be_left_out = True

    reason = fields.String(load_default="")


class StartedSchema(SprintDetailSchema, ExceededSchema):
    """A sprint that has just started."""


class CompletionSchema(StrictSchema):
    """Where the unfinished actions go; whether the goal was met; `create_next` makes a sprint if none is planned."""

    unfinished = fields.String(required=True, validate=one_of(Unfinished))
    goal_verdict = fields.String(load_default=None, allow_none=True, validate=one_of(GoalVerdict))
    create_next = fields.Boolean(load_default=True, truthy={True}, falsy={False})


class GoalVerdictSchema(StrictSchema):
    """Whether the goal of a sprint was met."""

    goal_verdict = fields.String(required=True, validate=one_of(GoalVerdict))


class CompletedSchema(Schema):
    """What completing did: how many were done, how many went where."""

    sprint = fields.Nested(SprintSchema, required=True)
    done = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    unfinished = fields.String(required=True)
    next_sprint = fields.Integer(required=True, allow_none=True)
