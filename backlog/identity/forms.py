"""What people fill in about themselves."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from backlog.web.forms import Form, choices
from backlog.web.i18n import LOCALES, TIME_ZONES

SHORTEST_PASSWORD = 10
THEME_LABELS = {"system": _l("As the system"), "light": _l("Light"), "dark": _l("Dark")}


def new_password_rules() -> list[Any]:
    """Return what a password that somebody chooses has to be."""
    length = Length(min=SHORTEST_PASSWORD, max=128, message=_l("At least %(min)d characters.", min=SHORTEST_PASSWORD))
    return [InputRequired(_l("Please choose a password.")), length]


class PreferencesForm(Form):
    """Name, language, time zone, look."""

    name = StringField(_l("Name"), [DataRequired(_l("Please write your name.")), Length(max=120)])
    locale = SelectField(_l("Language"), choices=choices(LOCALES))
    time_zone = SelectField(_l("Time zone"), choices=choices(TIME_ZONES))
    theme = SelectField(_l("Look"), choices=choices(THEME_LABELS))
    shortcuts = BooleanField(_l("Keyboard shortcuts"))
    mention_mails = BooleanField(_l("A mail when a comment mentions me"))


class NewPasswordForm(Form):
    """A password, twice."""

    password = PasswordField(_l("New password"), new_password_rules())
    password_again = PasswordField(_l("Repeat the password"), [EqualTo("password", _l("The two are not the same."))])


class TokenForm(Form):
    """A name for an API token."""

    token_name = StringField(
        _l("What will use it?"), [DataRequired(_l("Give the token a name that says what uses it.")), Length(max=120)]
    )
