"""What may stand in an action's fields: texts are trimmed, numbers rounded, references resolved and checked."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.core.types import clean_text, one_line
from backlog.requirements.models import Requirement
from backlog.workspaces.models import Audience, Campaign, Catalogue, Channel, Instrument, Membership, Workspace
from backlog.workspaces.queries import find_member_id

TITLE_LENGTH = 500
DESCRIPTION_LENGTH = 100_000
MOST_EFFORT = Decimal("99999.99")
_CENT = Decimal("0.01")
_YEARS = range(1900, 2200)
ENTRIES: dict[str, Catalogue] = {
    "instrument": Instrument,
    "campaign": Campaign,
    "channel": Channel,
    "audience": Audience,
}
_UNKNOWN_ENTRY = N_("This is not in the workspace's list.")


def checked_fields(session: Session, workspace: Workspace, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns to write for the given fields; raise Invalid naming every field that is wrong.

    `title`, `description`, `points`, `hours`, `due_on`, `publish_on` stand for themselves. An instrument, campaign,
    channel or audience is given by name (`campaign`) or id (`campaign_id`), the assignee by address or handle
    (`assignee`) or id (`assignee_id`), the requirement by key (`requirement`). None or "" empties a field.
    """
    columns: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in given.items():
        try:
            column, checked = _checked(session, workspace, name, value)
        except Invalid as error:
            errors[name] = [error.message]
        else:
            columns[column] = checked
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    return columns


def checked_title(value: Any) -> str:
    """Return a title on one line; raise Invalid if it is empty or too long."""
    title = one_line(str(value or ""))
    if not title:
        raise Invalid(N_("Give the action a title."), field="title")
    if len(title) > TITLE_LENGTH:
        raise Invalid(N_("A title has at most 500 characters."), field="title")
    return title


def _checked(session: Session, workspace: Workspace, name: str, value: Any) -> tuple[str, Any]:
    if name in _SIMPLE:
        return name, _SIMPLE[name](value)
    reference = name.removesuffix("_id")
    empty = value is None or value == ""
    if reference in ENTRIES:
        return f"{reference}_id", None if empty else _entry(session, workspace, ENTRIES[reference], value)
    if reference == "assignee":
        return "assignee_id", None if empty else _member(session, workspace, value)
    if name == "requirement":
        return "requirement_id", None if empty else _requirement(session, workspace, value)
    message = f"an action has no field {name!r}"
    raise ValueError(message)


def _description(value: Any) -> str:
    text = clean_text(str(value or "")).strip()
    if len(text) > DESCRIPTION_LENGTH:
        raise Invalid(N_("A description has at most 100,000 characters."))
    return text


def _effort(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value))
        if not 0 <= number <= MOST_EFFORT:
            raise Invalid(N_("This is a number from 0 to 99999."))
    except InvalidOperation as error:
        raise Invalid(N_("This is not a number.")) from error
    return number.quantize(_CENT, ROUND_HALF_UP)


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, date) or value.year not in _YEARS:
        raise Invalid(N_("This is not a date anybody plans for."))
    return value


def _entry(session: Session, workspace: Workspace, catalogue: Catalogue, value: Any) -> int:
    same = catalogue.name == clean_text(value).strip() if isinstance(value, str) else catalogue.id == value
    found = session.scalar(select(catalogue.id).where(catalogue.workspace_id == workspace.id, same))
    if found is None:
        raise Invalid(_UNKNOWN_ENTRY)
    return found


def _member(session: Session, workspace: Workspace, value: Any) -> int:
    if isinstance(value, str):
        found = find_member_id(session, workspace_id=workspace.id, name=value)
    else:
        members = select(Membership.user_id).where(Membership.workspace_id == workspace.id)
        found = session.scalar(members.where(Membership.user_id == value))
    if found is None:
        raise Invalid(N_("This person is not a member of the workspace."))
    return found


def _requirement(session: Session, workspace: Workspace, value: str) -> int:
    number = find_number(workspace.requirement_prefixes, str(value))
    statement = select(Requirement.id).where(Requirement.workspace_id == workspace.id, Requirement.number == number)
    found = session.scalar(statement)
    if found is None:
        raise Invalid(N_("There is no requirement with this key."))
    return found


_SIMPLE: dict[str, Callable[[Any], Any]] = {
    "title": checked_title,
    "description": _description,
    "points": _effort,
    "hours": _effort,
    "due_on": _day,
    "publish_on": _day,
}
