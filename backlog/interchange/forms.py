"""What is asked before files go out and come in."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, SelectField

from backlog.interchange.jira import PRESETS
from backlog.interchange.mapping import DateOrder
from backlog.interchange.mapping.numbers import DecimalMark
from backlog.web.forms import Form, choices


class UploadForm(Form):
    """Which file is to come in."""

    file = FileField(_l("CSV file"), validators=[FileRequired(_l("Choose a file first."))])
    # Asked only where a file turns out to be no table.
    lines_are_titles = BooleanField(_l("Each line of the file is a title"))
    is_no_table = False


class ColumnsForm(Form):
    """How ambiguous cells are to be read; the columns themselves are sent by position, as `target`."""

    NAMES = ("date_order", "decimal", "clears_empty", "updates_same_title")

    date_order = SelectField(
        _l("What comes first in dates such as this one?"),
        choices=choices({DateOrder.DAY_FIRST: _l("The day"), DateOrder.MONTH_FIRST: _l("The month")}),
        default=DateOrder.DAY_FIRST,
    )
    decimal = SelectField(
        _l("What stands before decimals?"),
        choices=choices({DecimalMark.POINT: _l("A point: 3.5"), DecimalMark.COMMA: _l("A comma: 3,5")}),
        default=DecimalMark.POINT,
    )
    clears_empty = BooleanField(_l("Empty cells clear the field"))
    updates_same_title = BooleanField(_l("Update requirements with the same title"))


class HandOverForm(Form):
    """Where the requirements go."""

    # The last hand-over that stood there when the person chose, and the keys that were said to be in Jira.
    seen = HiddenField()
    known = HiddenField()
    preset = SelectField(_l("Where to"), choices=choices({name: _l(preset.label) for name, preset in PRESETS.items()}))
