"""What is filled in about a workspace."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, EmailField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from backlog.core.permissions import ROLE_LABELS, Role
from backlog.core.public_holidays import countries, states_of
from backlog.identity.forms import new_password_rules
from backlog.web.forms import Form, NumberField, VersionedForm, choices
from backlog.web.i18n import LOCALES, TIME_ZONES, country_names

ROLES = {str(role): _l(label) for role, label in ROLE_LABELS.items()}


class SetupForm(Form):
    """The first page of an empty installation."""

    name = StringField(_l("Your name"), [DataRequired(_l("Please write your name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Please write an address.")), Email(_l("This is not an e-mail address."))],
    )
    password = PasswordField(_l("Password"), new_password_rules())
    workspace_name = StringField(
        _l("Name of the workspace"), [DataRequired(_l("Give the workspace a name.")), Length(max=120)]
    )


class RegionForm(Form):
    """Whose public holidays count; `offer` fills the lists."""

    country = SelectField(_l("Public holidays of"), choices=[], validate_choice=False)
    state = SelectField(_l("State"), choices=[], validate_choice=False)

    def offer(self, nothing: Any) -> None:
        """Fill the lists: the countries by name after `nothing`, and the states of the chosen one."""
        self.country.choices = choices({"": nothing, **country_names(countries())})
        self.state.choices = choices({"": _l("The whole country"), **states_of(self.country.data or "")})


class WorkspaceForm(RegionForm):
    """Name, prefixes, language, time zone and public holidays of a workspace."""

    name = StringField(_l("Name"), [DataRequired(_l("Give the workspace a name.")), Length(max=120)])
    requirement_prefix = StringField(_l("Prefix of requirements"), [DataRequired(), Length(max=10)])
    action_prefix = StringField(_l("Prefix of actions"), [DataRequired(), Length(max=10)])
    locale = SelectField(_l("Language"), choices=choices(LOCALES))
    time_zone = SelectField(_l("Time zone"), choices=choices(TIME_ZONES))


class WorkingTimeForm(VersionedForm, RegionForm):
    """A member's week: hours by day, the team's share of them, what meetings and mail take, the public holidays."""

    monday = NumberField(_l("Monday"))
    tuesday = NumberField(_l("Tuesday"))
    wednesday = NumberField(_l("Wednesday"))
    thursday = NumberField(_l("Thursday"))
    friday = NumberField(_l("Friday"))
    saturday = NumberField(_l("Saturday"))
    sunday = NumberField(_l("Sunday"))
    share = IntegerField(_l("For this team, in percent"))
    overhead = IntegerField(_l("Of that for meetings and mail, in percent"))


class DaysOffForm(Form):
    """Days on which a member does not work; the last one is the first where nothing else is said."""

    starts_on = DateField(_l("First day off"), [InputRequired(_l("Choose the first day."))])
    ends_on = DateField(_l("Last day off, if there are more"), [Optional()])
    is_half = BooleanField(_l("Half days"))


class NewWorkspaceForm(Form):
    """A further workspace."""

    name = StringField(_l("Name"), [DataRequired(_l("Give the workspace a name.")), Length(max=120)])


class InvitationForm(Form):
    """Whom to invite, as what."""

    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Please write an address.")), Email(_l("This is not an e-mail address."))],
    )
    role = SelectField(_l("Role"), choices=choices(ROLES), default=str(Role.MARKETER))


class RoleForm(Form):
    """Another role for a member."""

    role = SelectField(_l("Role"), choices=choices(ROLES))


class AcceptForm(Form):
    """Who accepts an invitation; people with an account sign in instead."""

    name = StringField(_l("Your name"), [DataRequired(_l("Please write your name.")), Length(max=120)])
    password = PasswordField(_l("Password"), new_password_rules())


class EntryForm(Form):
    """One word for a catalogue."""

    name = StringField(_l("Name"), [Optional(), Length(max=120)])
