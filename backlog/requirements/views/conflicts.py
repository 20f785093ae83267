"""Two people changed the same field: both texts beside each other, and the choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from backlog.core.errors import Conflict
from backlog.requirements.forms import WordsForm
from backlog.requirements.queries import get_requirement
from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS
from backlog.requirements.views.filling import criteria_text
from backlog.requirements.views.looks import points
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.web.templating import date_short

THEIRS = "theirs"
_WRITTEN = frozenset({"title", "description", "acceptance_criteria"})
_WORDS: dict[str, dict[Any, str]] = {
    "kind": dict(KIND_LABELS),
    "status": dict(STATUS_LABELS),
    "moscow": dict(MOSCOW_LABELS),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """One field in both versions: as the form carries it, and as people read it."""

    name: str
    label: str
    is_written: bool
    by: str
    yours: str
    theirs: str
    yours_shown: str
    theirs_shown: str


def conflict_page(key: str, form: WordsForm, conflict: Conflict) -> ResponseReturnValue:
    """Show the fields both changed, to choose from or to merge by hand; all else goes along as it was merged."""
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    # Owners clash by name; the form carries their ids.
    owners = (form["owner_id"].data if "owner_id" in form else None, requirement.owner_id)
    clashes = [_clash(name, sides, form, owners) for name, sides in conflict.details["fields"].items()]
    carried = [pair for name, value in conflict.details["merged"].items() for pair in _pairs(name, value)]
    page = render_template(
        "requirements/conflict.html", requirement=requirement, clashes=clashes, carried=carried,
        version=conflict.details["version"], form=form,
        url=url_for("requirements.show", workspace=current_workspace().slug, key=requirement.key),
    )  # fmt: skip
    return page, conflict.status


def settled(sent: Mapping[str, Any] | MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    """Return the form as it was sent, their version in the fields for which that was chosen."""
    form = MultiDict(sent)
    for name in [name for name in form if name.startswith("take-") and form[name] == THEIRS]:
        field = name.removeprefix("take-")
        form[field] = form.get(f"theirs-{field}", "")
    return ImmutableMultiDict(form)


def _clash(name: str, sides: Mapping[str, Any], form: WordsForm, owners: tuple[Any, Any]) -> Clash:
    yours, theirs = sides["yours"], sides["theirs"]
    sent = owners if name == "owner_id" else (yours, theirs)
    return Clash(
        name, str(form[name].label.text), name in _WRITTEN, sides["by"] or gettext("Someone"), _sent(name, sent[0]),
        _sent(name, sent[1]), shown(name, yours), shown(name, theirs),
    )  # fmt: skip


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    if name == "labels":
        return [(name, ", ".join(value))]
    if name == "components":
        return [(name, one) for one in value]
    return [(name, _sent(name, value))]


def _sent(name: str, value: Any) -> str:
    """Return a value as the form's field carries it."""
    if name == "acceptance_criteria":
        return criteria_text(value or [])
    return "" if value is None else str(value)


def shown(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if value is None or value in ("", []):
        return str(gettext("(empty)"))
    if name in _WORDS:
        return str(gettext(_WORDS[name][value]))
    if name == "points":
        return points(value)
    return date_short(date.fromisoformat(value)) if name == "target_on" else _sent(name, value)
