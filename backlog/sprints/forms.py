"""What is filled in about actions and sprints."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from backlog.sprints.models import APPROVAL_LABELS
from backlog.web.forms import Form, NumberField, VersionedForm, choices, one_line, text_length, title_length

LONGEST_PASTE = 200_000
LONGEST_LINE = 500

Choices = Iterable[tuple[str, str]]


class SprintForm(VersionedForm):
    """What a sprint is for, and how long it takes."""

    goal = TextAreaField(_l("Sprint goal"), [Length(max=LONGEST_LINE), one_line])
    starts_on = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))])
    reserve_percent = IntegerField(_l("Reserve for unplanned work, in percent"), [Optional()])


class QuickForm(Form):
    """One line: a title and nothing else."""

    title = StringField(_l("New action"), [DataRequired(_l("Write what is to be done.")), title_length(), one_line])


class PasteForm(Form):
    """Many lines, each of which becomes an action."""

    lines = TextAreaField(
        _l("One action a line"), [DataRequired(_l("Paste or write some lines.")), Length(max=LONGEST_PASTE)]
    )
    instrument = SelectField(_l("Instrument"), choices=[], validators=[Optional()])
    campaign = SelectField(_l("Campaign"), choices=[], validators=[Optional()])


class ActionForm(VersionedForm):
    """Everything about one action; `offer` fills the lists to choose from."""

    title = StringField(_l("Title"), [DataRequired(_l("Write what is to be done.")), title_length(), one_line])
    description = TextAreaField(_l("Description"), [text_length()])
    instrument = SelectField(_l("Instrument"), choices=[], validators=[Optional()])
    campaign = SelectField(_l("Campaign"), choices=[], validators=[Optional()])
    channel = SelectField(_l("Channel"), choices=[], validators=[Optional()])
    audience = SelectField(_l("Audience"), choices=[], validators=[Optional()])
    assignee = SelectField(_l("Assigned to"), choices=[], validators=[Optional()])
    requirement = StringField(_l("Requirement"), [Length(max=40), one_line])
    points = NumberField(_l("Story points"))
    hours = NumberField(_l("Hours"))
    due_on = DateField(_l("Due"), [Optional()])
    publish_on = DateField(_l("Published on"), [Optional()])
    checklist = TextAreaField(_l("Checklist"), [text_length()])

    def offer(self, *, members: Choices, catalogues: dict[str, Choices]) -> None:
        """Fill the lists to choose from: pairs of value and label."""
        self.assignee.choices = choices({"": _l("Nobody"), **dict(members)})
        for name, nothing in (
            ("instrument", _l("Not set")),
            ("campaign", _l("No campaign")),
            ("channel", _l("Not set")),
            ("audience", _l("Not set")),
        ):
            self[name].choices = choices({"": nothing, **dict(catalogues[name])})


class AssignForm(Form):
    """Who does it."""

    assignee = SelectField(_l("Assigned to"), choices=[], validators=[Optional()])

    def offer(self, members: Choices) -> None:
        """Fill the list to choose from: pairs of value and label."""
        self.assignee.choices = choices({"": _l("Nobody"), **dict(members)})


class BlockForm(Form):
    """What stands in the way."""

    reason = StringField(
        _l("What stands in the way?"),
        [DataRequired(_l("Write what stands in the way.")), Length(max=LONGEST_LINE), one_line],
    )


class ApprovalForm(Form):
    """Whose approval is waited for, and what is asked of them."""

    by = SelectField(
        _l("Who has to approve it?"), choices=choices({by: _l(label) for by, label in APPROVAL_LABELS.items()})
    )
    note = StringField(_l("Note"), [Length(max=LONGEST_LINE), one_line])


class OverrideForm(Form):
    """Why a WIP limit does not hold this time."""

    override_reason = StringField(
        _l("Why does it have to be all the same?"),
        [DataRequired(_l("Write why it cannot wait.")), Length(max=LONGEST_LINE), one_line],
    )


class ChecklistForm(Form):
    """One more small thing to tick."""

    text = StringField(_l("Add to the checklist"), [DataRequired(), Length(max=LONGEST_LINE), one_line])


class PlaceForm(Form):
    """Where actions go; the choices are places in words."""

    place = SelectField(_l("Where to"), choices=[])


_UNFINISHED = {
    "next_sprint": _l("Into the next sprint"),
    "backlog_top": _l("To the top of the action backlog"),
    "backlog_bottom": _l("To the bottom of the action backlog"),
}


_VERDICTS = {"met": _l("Met"), "partly_met": _l("Partly met"), "missed": _l("Missed")}


class StartForm(Form):
    """Why a sprint starts although somebody has more to do than hours."""

    reason = TextAreaField(_l("Why does it start all the same?"), [Length(max=LONGEST_LINE), one_line])


class CompleteForm(Form):
    """Whether the goal of a sprint was met, and where its unfinished actions go."""

    goal_verdict = RadioField(_l("Was the goal met?"), [Optional()], choices=choices(_VERDICTS))
    unfinished = RadioField(
        _l("What happens to the unfinished actions?"),
        choices=choices(_UNFINISHED),
        default="next_sprint",
    )

    def name_next(self, number: int | None) -> None:
        """Say which sprint the next one is; without a number it is made."""
        label = _l("Into sprint %(number)s", number=number) if number else _l("Into a new sprint that follows this one")
        self.unfinished.choices = choices({**_UNFINISHED, "next_sprint": label})


class JudgeForm(Form):
    """Whether the goal of a completed sprint was met, said later."""

    goal_verdict = RadioField(
        _l("Was the goal met?"), [InputRequired(_l("Choose what the goal came to."))], choices=choices(_VERDICTS)
    )


class EmptyForm(Form):
    """Nothing but the token against forged requests."""
