"""The base of all forms: CSRF, no NUL bytes, one kind of line end, nothing around the words."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import get_translations
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextInput

from backlog.core.errors import Invalid, LimitReached
from backlog.core.keys import seen_number
from backlog.core.types import clean_text
from backlog.web.i18n import LOCALES, language, translate_error

TITLE_LENGTH = 500
TEXT_LENGTH = 100_000


class _LateTokenField(CSRFTokenField):
    """A token that is signed when it is shown: a form that is only read needs none."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Take what was sent."""
        Field.process(self, *args, **kwargs)

    def _value(self) -> str:
        token: str = self.csrf_impl.generate_csrf_token(self)
        return token


class _LateTokens(FlaskForm.Meta.csrf_class):
    field_class = _LateTokenField


class Form(FlaskForm):
    """A form of ours."""

    class Meta(FlaskForm.Meta):
        """Clean every text before it is checked."""

        csrf_class = _LateTokens

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Add the cleaning filters to text fields."""
            if unbound_field.field_class.__name__ not in {"PasswordField", "FileField", "MultipleFileField"}:
                options["filters"] = [_clean, *unbound_field.kwargs.get("filters", ())]
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)

        def get_translations(self, _form: Any) -> Any:
            """Return WTForms' own words in the reader's language, read once and not for each form."""
            return _words_of(language())

    def succeeds(self, act: Callable[[], Any]) -> bool:
        """Run what the form asks for and tell whether it went well; a service's Invalid is shown at its fields.

        Answer 422 with the form when it did not: the edge then rolls back.
        """
        try:
            act()
        except Invalid as error:
            self.add_errors(error)
            return False
        return True

    def add_errors(self, error: Invalid | LimitReached) -> None:
        """Show an error at the fields it names; what names no field that is seen stands above the form."""
        if not error.errors:
            self.form_errors.append(translate_error(error))
        for name, messages in error.errors.items():
            found = [translate_error(error, message) for message in messages]
            target = self._fields.get(name)
            if target is None or isinstance(target, HiddenField):
                self.form_errors.extend(found)
            else:
                target.errors = [*target.errors, *found]


class VersionedForm(Form):
    """A form that knows which version it was filled from, and can show what others have made of it since."""

    version = HiddenField()
    is_contested = False

    def contest(self, fields: Mapping[str, Mapping[str, Any]], *, version: int) -> None:
        """Show beside each field what somebody else has made of it meanwhile; saving again keeps what stands here."""
        self.is_contested = True
        self.version.data = str(version)
        for name, sides in fields.items():
            theirs = _l(
                "%(name)s wrote meanwhile: %(text)s. Save again to keep yours.",
                name=sides["by"] or _l("Somebody"), text=sides["theirs"] or "–",
            )  # fmt: skip
            self[name].errors = [*self[name].errors, theirs]


class NumberField(Field):
    """A number written with point or comma, or nothing."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format(self.data.normalize(), "f")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn "2,5" and "2.5" into a Decimal; raise ValueError on anything else."""
        text = valuelist[0].strip().replace(",", ".") if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError(gettext("Write a number, such as 5 or 2.5.")) from None
        if not number.is_finite():
            raise ValueError(gettext("Write a number, such as 5 or 2.5."))
        self.data = number


def version_in(form: VersionedForm) -> int | None:
    """Return the version that a form was filled from, as its field `version` carries it; None if that was not sent."""
    return seen_number(form.version.data)


def choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the options of a select field, from each value to its label."""
    return [SelectChoice(value=str(value), label=label) for value, label in labels.items()]


def title_length() -> Length:
    """Return the limit of a title, in characters."""
    return Length(max=TITLE_LENGTH, message=_l("At most %(max)d characters.", max=TITLE_LENGTH))


def text_length() -> Length:
    """Return the limit of a long text, in characters."""
    return Length(max=TEXT_LENGTH, message=_l("At most %(max)d characters.", max=TEXT_LENGTH))


def one_line(_form: Any, field: Field) -> None:
    """Raise ValidationError if the text has more than one line."""
    if field.data and "\n" in field.data:
        raise ValidationError(gettext("Only one line, please."))


@lru_cache(maxsize=len(LOCALES))
def _words_of(locale: str) -> Any:
    return get_translations([locale])


def _clean(value: Any) -> Any:
    return clean_text(value).strip() if isinstance(value, str) else value
