"""What programs ask for when they fetch a file."""

from marshmallow import EXCLUDE, Schema, fields, validate


class ExportArguments(Schema):
    """For which kind of Jira the file is."""

    class Meta:
        """Leave the filter to the address."""

        unknown = EXCLUDE

    preset = fields.String(load_default="cloud-company")
    part = fields.Integer(load_default=None, validate=validate.Range(min=1, max=1_000_000))
