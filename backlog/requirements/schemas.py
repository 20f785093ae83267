"""Requirements as JSON: what programs send and what they get."""

from marshmallow import Schema, fields, validate

from backlog.requirements.queries.filters import Archived
from backlog.requirements.terms import Kind, Moscow, Status, StatusCategory
from backlog.web.api import PageArguments, StrictSchema, one_of, version_field
from backlog.workspaces.schemas import PersonSchema


class ParentSchema(Schema):
    """What a requirement stands under."""

    key = fields.String(required=True)
    title = fields.String(required=True)


class CriterionSchema(StrictSchema):
    """One acceptance criterion."""

    text = fields.String(required=True)
    done = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class RequirementRowSchema(Schema):
    """A requirement as it stands in a list; `place` counts from 1, null outside the order."""

    key = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.String(required=True)
    status_category = fields.String(required=True)
    moscow = fields.String(required=True, allow_none=True)
    points = fields.Float(required=True, allow_none=True)
    owner = fields.Nested(PersonSchema, required=True, allow_none=True)
    parent = fields.Nested(ParentSchema, required=True, allow_none=True)
    labels = fields.List(fields.String(), required=True)
    target_on = fields.Date(required=True, allow_none=True)
    place = fields.Integer(required=True, allow_none=True)
    archived_at = fields.AwareDateTime(required=True, allow_none=True)
    updated_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True)


class RequirementSchema(RequirementRowSchema):
    """A requirement as a whole; send `version` back with a change so that nobody's work is lost."""

    description = fields.String(required=True)
    acceptance_criteria = fields.List(fields.Nested(CriterionSchema), required=True)
    components = fields.List(fields.String(), required=True)
    created_at = fields.AwareDateTime(required=True)


class RequirementChangeSchema(StrictSchema):
    """The fields to change; what is missing stays. `owner` is a handle or an address, `parent` a key."""

    title = fields.String()
    description = fields.String()
    acceptance_criteria = fields.List(fields.Nested(CriterionSchema))
    kind = fields.String(validate=one_of(Kind))
    status = fields.String(validate=one_of(Status))
    moscow = fields.String(validate=one_of(Moscow), allow_none=True)
    points = fields.Decimal(allow_none=True)
    owner = fields.String(allow_none=True)
    target_on = fields.Date(allow_none=True)
    parent = fields.String(allow_none=True)
    labels = fields.List(fields.String())
    components = fields.List(fields.String())
    version = version_field()


class NewRequirementSchema(RequirementChangeSchema):
    """A new requirement; a title is all it needs."""

    class Meta(StrictSchema.Meta):
        """A new one has no version yet."""

        exclude = ("version",)

    title = fields.String(required=True)


class RequirementArguments(PageArguments):
    """Which requirements to list: each field narrows, several values of one field widen. Without `kind`, all kinds."""

    q = fields.String(load_default="")
    epic = fields.List(fields.String(), load_default=list)
    component = fields.List(fields.String(), load_default=list)
    label = fields.List(fields.String(), load_default=list)
    status = fields.List(fields.String(validate=one_of(Status)), load_default=list)
    category = fields.List(fields.String(validate=one_of(StatusCategory)), load_default=list)
    moscow = fields.List(fields.String(validate=one_of([*Moscow, "none"])), load_default=list)
    owner = fields.List(fields.String(), load_default=list)
    kind = fields.List(fields.String(validate=one_of(Kind)), load_default=lambda: [str(kind) for kind in Kind])
    target_after = fields.Date(load_default=None)
    target_before = fields.Date(load_default=None)
    archived = fields.String(load_default=str(Archived.NO), validate=one_of(Archived))


class MoveSchema(StrictSchema):
    """A block and what it is to stand after (null: the top); `version` of the list refuses the move if it changed."""

    keys = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    after = fields.String(required=True, allow_none=True)
    version = version_field(allow_none=True, load_default=None)


class MovedSchema(Schema):
    """How many now stand where they were to, and the version of the list after that."""

    moved = fields.Integer(required=True)
    version = fields.Integer(required=True)
