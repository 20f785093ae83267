"""What is filled in about a workspace."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, Optional

from backlog.core.permissions import ROLE_LABELS, Role
from backlog.identity.forms import new_password_rules
from backlog.web.forms import Form, choices
from backlog.web.i18n import LOCALES, TIME_ZONES

ROLES = {str(role): _l(label) for role, label in ROLE_LABELS.items()}


class SetupForm(Form):
    """The first page of an empty installation."""

    name = StringField(_l("Your name"), [InputRequired(_l("Please write your name.")), Length(max=120)])
    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Please write an address.")), Email(_l("This is not an e-mail address."))],
    )
    password = PasswordField(_l("Password"), new_password_rules())
    workspace_name = StringField(
        _l("Name of the workspace"), [InputRequired(_l("Give the workspace a name.")), Length(max=120)]
    )


class WorkspaceForm(Form):
    """Name, prefixes, language and time zone of a workspace."""

    name = StringField(_l("Name"), [InputRequired(_l("Give the workspace a name.")), Length(max=120)])
    requirement_prefix = StringField(_l("Prefix of requirements"), [InputRequired(), Length(max=10)])
    action_prefix = StringField(_l("Prefix of actions"), [InputRequired(), Length(max=10)])
    locale = SelectField(_l("Language"), choices=choices(LOCALES))
    time_zone = SelectField(_l("Time zone"), choices=choices(TIME_ZONES))


class NewWorkspaceForm(Form):
    """A further workspace."""

    name = StringField(_l("Name"), [InputRequired(_l("Give the workspace a name.")), Length(max=120)])


class InvitationForm(Form):
    """Whom to invite, as what."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Please write an address.")), Email(_l("This is not an e-mail address."))],
    )
    role = SelectField(_l("Role"), choices=choices(ROLES), default=str(Role.MARKETER))


class RoleForm(Form):
    """Another role for a member."""

    role = SelectField(_l("Role"), choices=choices(ROLES))


class AcceptForm(Form):
    """Who accepts an invitation; people with an account sign in instead."""

    name = StringField(_l("Your name"), [InputRequired(_l("Please write your name.")), Length(max=120)])
    password = PasswordField(_l("Password"), new_password_rules())


class EntryForm(Form):
    """One word for a catalogue."""

    name = StringField(_l("Name"), [Optional(), Length(max=120)])
