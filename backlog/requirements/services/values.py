"""What can be written into a requirement: cleaned, checked against its limits, and as JSON for the record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypedDict

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.types import clean_text, one_line
from backlog.requirements.models import Requirement
from backlog.requirements.terms import Kind, Moscow, Status

TITLE_LENGTH = 500
DESCRIPTION_LENGTH = 100_000
LABEL_LENGTH = 100
MOST_LABELS = 100
MOST_CRITERIA = 200
CRITERION_LENGTH = 2_000
MOST_POINTS = Decimal("99999.99")


class Criterion(TypedDict):
    """One acceptance criterion."""

    text: str
    done: bool


class RequirementValues(TypedDict, total=False):
    """The fields of a requirement as forms, programs and imports fill them in; what is missing stays as it is.

    `parent` is a key such as `REQ-7`, `components` are names of the workspace's catalogue, `owner_id` a member.
    """

    title: str
    description: str
    acceptance_criteria: Sequence[Criterion]
    kind: str
    status: str
    moscow: str | None
    points: Decimal | float | str | None
    owner_id: int | None
    target_on: date | None
    parent: str | None
    labels: Sequence[str]
    components: Sequence[str]


JsonValues = dict[str, Any]


def check_values(values: RequirementValues | Mapping[str, Any]) -> JsonValues:
    """Return the values cleaned and as JSON; raise Invalid naming every field that breaks its limit."""
    checked: JsonValues = {}
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        try:
            checked[name] = _CHECKS[name](value)
        except Invalid as error:
            errors[name] = [error.message]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    return checked


def values_of(requirement: Requirement, names: Sequence[str]) -> JsonValues:
    """Return the current values of these fields as JSON; links that are asked for must be loaded."""
    return {name: _READERS[name](requirement) for name in names}


def column_values(values: JsonValues) -> dict[str, Any]:
    """Return those of the values that are columns of their own, as the columns take them."""
    found = {name: value for name, value in values.items() if name not in _LINKS}
    if "points" in found:
        found["points"] = points_of(found["points"])
    if found.get("target_on"):
        found["target_on"] = date.fromisoformat(found["target_on"])
    return found


def points_of(value: float | str | None) -> Decimal | None:
    """Return the stored form of points in JSON."""
    return None if value is None else Decimal(str(value))


def points_as_json(value: Decimal | None) -> int | float | None:
    """Return points as the shortest JSON number."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _title(value: Any) -> str:
    title = one_line(str(value or ""))
    if not title:
        raise Invalid(N_("Give it a title."))
    if len(title) > TITLE_LENGTH:
        raise Invalid(N_("A title has at most 500 characters."))
    return title


def _description(value: Any) -> str:
    text = clean_text(str(value or "")).strip("\n").rstrip()
    if len(text) > DESCRIPTION_LENGTH:
        raise Invalid(N_("A description has at most 100,000 characters."))
    return text


def _criteria(value: Any) -> list[dict[str, Any]]:
    criteria: list[dict[str, Any]] = [
        {"text": clean_text(item["text"]).strip(), "done": bool(item["done"])} for item in value or ()
    ]
    criteria = [criterion for criterion in criteria if criterion["text"]]
    if len(criteria) > MOST_CRITERIA:
        raise Invalid(N_("At most 200 acceptance criteria, please."))
    if any(len(criterion["text"]) > CRITERION_LENGTH for criterion in criteria):
        raise Invalid(N_("An acceptance criterion has at most 2,000 characters."))
    return criteria


def _choice(enum: type[StrEnum], *, optional: bool = False) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if optional and not value:
            return None
        if value not in set(enum):
            raise Invalid(N_("This is not one of the choices."))
        return str(value)

    return check


def _points(value: Any) -> int | float | None:
    if value is None or value == "":
        return None
    try:
        points = Decimal(str(value))
    except InvalidOperation as error:
        raise Invalid(N_("Points are a number.")) from error
    if not points.is_finite() or not 0 <= points <= MOST_POINTS:
        raise Invalid(N_("Points are a number from 0 to 99,999."))
    return points_as_json(points.quantize(Decimal("0.01")))


def _owner(value: Any) -> int | None:
    return int(value) if value else None


def _target(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _parent(value: Any) -> str | None:
    return clean_text(str(value)).strip().upper() or None if value else None


def _labels(value: Any) -> list[str]:
    cleaned: set[str] = {one_line(label) for label in value or ()}
    labels = sorted(cleaned - {""})
    if len(labels) > MOST_LABELS:
        raise Invalid(N_("At most 100 labels, please."))
    if any(len(label) > LABEL_LENGTH for label in labels):
        raise Invalid(N_("A label has at most 100 characters."))
    return labels


def _components(value: Any) -> list[str]:
    return sorted({clean_text(name).strip() for name in value or ()} - {""})


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "description": _description,
    "acceptance_criteria": _criteria,
    "kind": _choice(Kind),
    "status": _choice(Status),
    "moscow": _choice(Moscow, optional=True),
    "points": _points,
    "owner_id": _owner,
    "target_on": _target,
    "parent": _parent,
    "labels": _labels,
    "components": _components,
}
FIELDS = tuple(_CHECKS)
_LINKS = frozenset({"parent", "labels", "components"})

_READERS: dict[str, Callable[[Requirement], Any]] = {
    "title": lambda requirement: requirement.title,
    "description": lambda requirement: requirement.description,
    "acceptance_criteria": lambda requirement: requirement.acceptance_criteria,
    "kind": lambda requirement: str(requirement.kind),
    "status": lambda requirement: str(requirement.status),
    "moscow": lambda requirement: requirement.moscow and str(requirement.moscow),
    "points": lambda requirement: points_as_json(requirement.points),
    "owner_id": lambda requirement: requirement.owner_id,
    "target_on": lambda requirement: requirement.target_on and requirement.target_on.isoformat(),
    "parent": lambda requirement: requirement.parent and requirement.parent.key,
    "labels": lambda requirement: sorted(label.name for label in requirement.labels),
    "components": lambda requirement: sorted(component.name for component in requirement.components),
}
