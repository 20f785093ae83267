"""Two people changed the same fields of a form: both versions of each beside each other, and the choice.

A feature answers a conflict with `conflict_page`, and reads its form from `settled(request.form)`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms import DateField, Field, SelectField, SelectMultipleField, TextAreaField

from backlog.web.forms import Form, NumberField
from backlog.web.templating import date_short, number

_TAKE, _MINE, _THEIRS = "take-", "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Clash:
    """One field in both versions: as the form carries it, and as people read it.

    What is written can be changed once more, in one line or, if it `is_long`, in many.
    """

    name: str
    label: str
    by: str
    yours: str
    theirs: str
    yours_shown: str
    theirs_shown: str
    is_written: bool
    is_long: bool
    max_length: int | None


def clashes(mine: Form, theirs: Form, sides: Mapping[str, Mapping[str, Any]]) -> list[Clash]:
    """Return the fields named in `sides` in both versions: `mine` as it was sent, `theirs` as it would be filled now.

    `sides` are those of a conflict, by the names of the form's fields: `{"yours", "theirs", "by"}`.
    """
    return [_clash(mine[name], theirs[name], both) for name, both in sides.items()]


def conflict_page(
    *, heading: str, key: str, url: str, version: int, between: Iterable[Clash], carried: Iterable[tuple[str, str]]
) -> str:
    """Return the page that asks which version of each field stays; `carried` are the other fields as they were merged.

    It posts to `update` under `url`, the page of the thing.
    """
    return render_template(
        "errors/conflict.html", heading=heading, key=key, url=url, version=version, clashes=between, carried=carried
    )


def settled(sent: Mapping[str, Any] | MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    """Return the form as it was sent, their version in the fields for which that was chosen."""
    form = MultiDict(sent)
    for name in [name for name in form if name.startswith(_TAKE) and form[name] == _THEIRS]:
        field = name.removeprefix(_TAKE)
        form[field] = form.get(f"{_THEIRS}-{field}", "")
    return ImmutableMultiDict(form)


def carried_by(field: Field) -> list[tuple[str, str]]:
    """Return what a browser sends for a field as it stands: pairs of name and value."""
    if isinstance(field, SelectMultipleField):
        return [(field.name, str(one)) for one in field.data or ()]
    return [(field.name, _value(field))]


def _clash(mine: Field, theirs: Field, sides: Mapping[str, Any]) -> Clash:
    is_written = not isinstance(mine, SelectField | DateField | NumberField)
    return Clash(
        name=mine.name,
        label=str(mine.label.text),
        by=sides["by"] or gettext("Someone"),
        yours=_value(mine),
        theirs=_value(theirs),
        yours_shown=_shown(mine, mine.choices) if isinstance(mine, SelectField) else _shown(mine),
        # The lists of a form that was only filled are empty; those of the other hold both.
        theirs_shown=_shown(theirs, mine.choices) if isinstance(mine, SelectField) else _shown(theirs),
        is_written=is_written,
        is_long=isinstance(mine, TextAreaField),
        max_length=getattr(mine.flags, "maxlength", None),
    )


def _value(field: Field) -> str:
    """Return a value as the form carries it."""
    if isinstance(field, SelectField):
        return "" if field.data is None else str(field.data)
    return str(field._value())  # noqa: SLF001 - what WTForms' own widgets ask a field for


def _shown(field: Field, options: Iterable[Any] = ()) -> str:
    """Return a value as people read it."""
    value = _value(field)
    if isinstance(field, SelectField):
        value = next((str(one.label or one.value) for one in options if str(one.value) == value), value)
    elif isinstance(field, DateField):
        value = date_short(field.data)
    elif isinstance(field, NumberField):
        value = number(field.data)
    return value or str(gettext("(empty)"))
