"""Two people changed the same field of a requirement: what the page that asks about it is made of."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.errors import Conflict
from backlog.requirements.forms import WordsForm
from backlog.requirements.models import Requirement
from backlog.requirements.queries import get_requirement
from backlog.requirements.views.filling import criteria_text, filled_as
from backlog.requirements.views.looks import kind_looks, points, priorities, status_looks
from backlog.web.access import current_workspace
from backlog.web.conflicts import clashes, conflict_page
from backlog.web.session import db_session
from backlog.web.templating import date_short

# What is chosen from a menu, which is closed when the answer comes.
_IN_MENUS = frozenset({"status", "owner_id"})


def both_versions(key: str, form: WordsForm, conflict: Conflict) -> ResponseReturnValue:
    """Show the fields both changed, to choose from or to merge by hand; all else goes along as it was merged."""
    if "fields" not in conflict.details:
        raise conflict
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    page = conflict_page(
        heading=requirement.title, key=requirement.key, version=conflict.details["version"],
        url=url_for("requirements.show", workspace=current_workspace().slug, key=requirement.key),
        between=clashes(form, filled_as(type(form), requirement), conflict.details["fields"]),
        carried=_carried(conflict.details["merged"]),
    )  # fmt: skip
    return page, conflict.status


def shown_fact(name: str, value: str | None) -> str | None:
    """Return a fact of the record of changes as people read it."""
    return date_short(date.fromisoformat(value)) if value and name == "target_on" else value


def changed_meanwhile(requirement: Requirement, conflict: Conflict) -> str:
    """Return who has changed the one field that a small form is about, and into what; `requirement` is as it is now."""
    if "fields" not in conflict.details:
        raise conflict
    ((name, sides),) = conflict.details["fields"].items()
    sentence = (
        gettext("%(name)s chose meanwhile: %(text)s. Choose again to have yours.")
        if name in _IN_MENUS
        else gettext("%(name)s wrote meanwhile: %(text)s. Save again to keep yours.")
    )
    by, theirs = sides["by"] or gettext("Somebody"), _in_words(requirement, name)
    return str(sentence % {"name": by, "text": theirs})


def _in_words(requirement: Requirement, name: str) -> str:
    if name == "owner_id":
        return requirement.owner.name if requirement.owner else str(gettext("Nobody"))
    if name == "status":
        return status_looks()[requirement.status].label
    if name == "kind":
        return kind_looks()[requirement.kind].label
    if name == "moscow":
        return priorities()[requirement.moscow] if requirement.moscow else str(gettext("Not judged"))
    return points(requirement.points) or "–"


def _carried(merged: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in merged.items():
        if name == "components":
            yield from ((name, one) for one in value)
        elif name == "labels":
            yield name, ", ".join(value)
        else:
            yield name, criteria_text(value or []) if name == "acceptance_criteria" else str(value or "")
