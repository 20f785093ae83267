"""Between the trade's objects and the API's words: who and what is named, never numbered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from backlog.core.errors import DomainError, Invalid
from backlog.core.i18n import N_
from backlog.requirements.models import Requirement
from backlog.requirements.queries import RequirementRow
from backlog.requirements.terms import Status
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.workspaces.queries import find_member_id
from backlog.workspaces.schemas import person_shape

_API_NAMES = {"owner_id": "owner"}


def row_shape(row: RequirementRow, labels: Sequence[str]) -> dict[str, Any]:
    """Return a row as `RequirementRowSchema` takes it."""
    return {
        **{name: getattr(row, name) for name in _SHARED},
        "key": row.key,
        "place": row.place,
        "labels": labels,
        "status_category": Status(row.status).category,
        "owner": person_shape(row.owner_name, row.owner_email),
        "parent": {"key": row.epic_key, "title": row.epic_title} if row.epic_key else None,
    }


def requirement_shape(requirement: Requirement, place: int | None) -> dict[str, Any]:
    """Return a requirement with its links loaded as `RequirementSchema` takes it."""
    owner, parent = requirement.owner, requirement.parent
    return {
        **{name: getattr(requirement, name) for name in (*_SHARED, *_WHOLE)},
        "key": requirement.key,
        "place": place,
        "labels": requirement.label_names,
        "components": requirement.component_names,
        "status_category": Status(requirement.status).category,
        "owner": person_shape(owner.name, owner.email) if owner else None,
        "parent": {"key": parent.key, "title": parent.title} if parent else None,
    }


def values_from(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program sent as services take it; raise Invalid for an owner who is no member."""
    values = {name: value for name, value in sent.items() if name not in {"owner", "version"}}
    if "owner" in sent:
        values["owner_id"] = _owner_id(sent["owner"])
    return values


@contextmanager
def in_api_words() -> Iterator[None]:
    """Name the fields of errors as the API does."""
    try:
        yield
    except DomainError as error:
        error.errors = _renamed(error.errors)
        if "fields" in error.details:
            error.details["fields"] = _renamed(error.details["fields"])
        raise


def _owner_id(name: str | None) -> int | None:
    if not name:
        return None
    found = find_member_id(db_session(), workspace_id=current_workspace().id, name=name)
    if found is None:
        raise Invalid(N_("The owner has to be a member of the workspace."), field="owner")
    return found


def _renamed(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {_API_NAMES.get(name, name): value for name, value in fields.items()}


_SHARED = ("kind", "title", "status", "moscow", "points", "target_on", "archived_at", "updated_at", "version")
_WHOLE = ("description", "acceptance_criteria", "created_at")
