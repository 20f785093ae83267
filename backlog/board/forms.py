"""What is filled in about the board and its columns."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from backlog.board.services import HIGHEST_LIMIT
from backlog.requirements.terms import CATEGORY_LABELS, StatusCategory
from backlog.web.forms import Form, choices, one_line
from backlog.workspaces.models import LimitMode


class LimitForm(Form):
    """How many cards may be somewhere at once, and what one more does."""

    wip_limit = IntegerField(
        _l("Limit"),
        [Optional(), NumberRange(min=1, max=HIGHEST_LIMIT, message=_l("A limit is a number from %(min)d to %(max)d."))],
    )
    wip_mode = SelectField(
        _l("One too many"),
        choices=choices({LimitMode.WARN: _l("is warned of"), LimitMode.BLOCK: _l("is kept out")}),
        default=str(LimitMode.WARN),
    )


class PeopleForm(LimitForm):
    """How many cards in progress one person should hold."""


class ColumnForm(LimitForm):
    """A column's name, what it means, and how much may be in it at once."""

    name = StringField(_l("Name"), [DataRequired(_l("Give the column a name.")), Length(max=60), one_line])
    category = SelectField(
        _l("Category"),
        choices=choices({category: _l(label) for category, label in CATEGORY_LABELS.items()}),
        default=str(StatusCategory.IN_PROGRESS),
    )


class RemoveColumnForm(Form):
    """Where the cards of a column go that is removed."""

    target = SelectField(_l("Its cards go to"), choices=[])


class PlaceForm(Form):
    """A place on the board; the choices are the places of each column, in words."""

    place = SelectField(_l("Where to"), choices=[])
