"""What is filled in about requirements."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS, Kind
from backlog.web.forms import Form, NumberField, VersionedForm, choices, one_line, text_length, title_length

LONGEST_PASTE = 200_000
LONGEST_LABELS = 2000


def translated(labels: Mapping[Any, str]) -> dict[Any, Any]:
    """Return the table with its labels in the reader's language."""
    return {value: _l(label) for value, label in labels.items()}


def with_nothing(nothing: Any, labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the options of a select field with an empty one before them."""
    return [SelectChoice(value="", label=nothing), *choices(labels)]


def number_or_none(value: Any) -> int | None:
    """Return the number of a choice, None for the empty one."""
    return int(value) if value not in {None, ""} else None


class TicksField(SelectMultipleField):
    """Several of a list, each with a tick box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class QuickForm(Form):
    """One line: a title and nothing else."""

    title = StringField(_l("New requirement"), [DataRequired(_l("Write what is asked for.")), title_length(), one_line])


class WordsForm(VersionedForm):
    """What one requirement says."""

    title = StringField(_l("Title"), [DataRequired(_l("Write what is asked for.")), title_length(), one_line])
    description = TextAreaField(_l("What is asked"), [text_length()])
    acceptance_criteria = TextAreaField(_l("Acceptance criteria"), [text_length()])


class RequirementForm(WordsForm):
    """Everything about one requirement; `offer` fills the lists to choose from."""

    kind = SelectField(_l("Kind"), choices=choices(translated(KIND_LABELS)), default=str(Kind.STORY))
    parent = SelectField(_l("Epic"), choices=[], validators=[Optional()])
    status = SelectField(_l("Status"), choices=choices(translated(STATUS_LABELS)))
    moscow = SelectField(_l("Priority (MoSCoW)"), choices=with_nothing(_l("Not judged"), translated(MOSCOW_LABELS)))
    points = NumberField(_l("Story points"))
    owner_id = SelectField(_l("Owner"), choices=[], coerce=number_or_none, validators=[Optional()])
    target_on = DateField(_l("Target hand-over"), [Optional()])
    components = TicksField(_l("Components"), choices=[])
    labels = StringField(_l("Labels"), [Length(max=LONGEST_LABELS), one_line])

    def offer(
        self,
        *,
        epics: Iterable[tuple[str, str]],
        members: Iterable[tuple[str, str]],
        components: Iterable[tuple[str, str]],
    ) -> None:
        """Fill the lists to choose from: pairs of value and label."""
        self.parent.choices = with_nothing(_l("No epic"), dict(epics))
        self.owner_id.choices = with_nothing(_l("Nobody"), dict(members))
        self.components.choices = choices(dict(components))


class PasteForm(Form):
    """Many lines, each of which becomes a requirement."""

    lines = TextAreaField(
        _l("One requirement a line"), [DataRequired(_l("Paste or write some lines.")), Length(max=LONGEST_PASTE)]
    )
    parent = SelectField(_l("Epic"), choices=[], validators=[Optional()])
    with_duplicates = BooleanField(_l("Create those whose title is there already, too"))


class BulkForm(Form):
    """What to change in many requirements; the empty choice leaves each as it is, `none` takes the value away."""

    status = SelectField(
        _l("Status"), choices=with_nothing(_l("Leave as it is"), translated(STATUS_LABELS)), default=""
    )
    moscow = SelectField(
        _l("Priority (MoSCoW)"),
        default="",
        choices=with_nothing(_l("Leave as it is"), {**translated(MOSCOW_LABELS), "none": _l("Not judged")}),
    )
    owner_id = SelectField(_l("Owner"), choices=[], default="")
    parent = SelectField(_l("Epic"), choices=[], default="")
    points = NumberField(_l("Story points"))
    target_on = DateField(_l("Target hand-over"), [Optional()])
    add_components = SelectField(_l("Add a component"), choices=[], default="")
    remove_components = SelectField(_l("Remove a component"), choices=[], default="")
    add_labels = StringField(_l("Add labels"), [Length(max=LONGEST_LABELS), one_line])
    remove_labels = StringField(_l("Remove labels"), [Length(max=LONGEST_LABELS), one_line])

    def offer(self, *, epics: Mapping[str, str], members: Mapping[str, str], components: Mapping[str, str]) -> None:
        """Fill the lists to choose from: from value to label."""
        keep = _l("Leave as it is")
        self.parent.choices = with_nothing(keep, {**epics, "none": _l("No epic")})
        self.owner_id.choices = with_nothing(keep, {**members, "none": _l("Nobody")})
        for field in (self.add_components, self.remove_components):
            field.choices = with_nothing(keep, components)


class MoveForm(Form):
    """Where requirements go: a place in words, after a key, or at a rank."""

    place = RadioField(
        _l("Where to"),
        choices=choices(
            {
                "top": _l("To the top"),
                "bottom": _l("To the bottom"),
                "rank": _l("To a rank"),
                "after": _l("After another requirement"),
            }
        ),
        default="top",
    )
    after = StringField(_l("After"), [Optional(), Length(max=40)])
    rank = IntegerField(_l("Rank"), [Optional(), NumberRange(min=1, message=_l("Ranks begin at 1."))])


class ViewForm(Form):
    """The name of a saved view, and whether others see it."""

    name = StringField(_l("Name"), [DataRequired(_l("Give the view a name.")), Length(max=80), one_line])
    query = HiddenField()
    is_shared = BooleanField(_l("Everybody in the workspace sees it"))
