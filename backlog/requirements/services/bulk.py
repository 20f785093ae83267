"""The same change to many requirements at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy.orm import Session

from backlog.core.errors import Invalid
from backlog.core.permissions import Actor, Permission
from backlog.requirements.models import Requirement
from backlog.requirements.services.applying import Changes, apply_values, load_for_change
from backlog.requirements.services.recording import record_changes
from backlog.requirements.services.references import References, look_up
from backlog.requirements.services.values import JsonValues, check_values, values_of
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace


class BulkValues(TypedDict, total=False):
    """What to change; a field that is missing stays as it is in each. `parent` is an epic's key."""

    status: str
    moscow: str | None
    points: Any
    owner_id: int | None
    parent: str | None
    target_on: date | None
    add_labels: Sequence[str]
    remove_labels: Sequence[str]
    add_components: Sequence[str]
    remove_components: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The checked request: values that replace, and words that are added to or taken from sets."""

    values: JsonValues
    added: Mapping[str, Sequence[str]]
    removed: Mapping[str, Sequence[str]]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset({*self.values, *self.added, *self.removed})

    def for_one(self, requirement: Requirement) -> JsonValues:
        sets = {*self.added, *self.removed}
        now = values_of(requirement, tuple(sets))
        return self.values | {
            name: sorted({*now[name], *self.added.get(name, ())} - {*self.removed.get(name, ())}) for name in sets
        }


def bulk_edit(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    keys: Collection[str],
    values: BulkValues | Mapping[str, Any],
    now: datetime,
) -> list[Requirement]:
    """Change up to 500 requirements alike, all or none, as one act; return those that really changed.

    Raise NotFound, Forbidden, LimitReached, or Invalid whose `details["key"]` names the first that cannot be so.
    """
    actor.require(Permission.REQUIREMENTS_EDIT)
    wanted = _check(values)
    lock_workspace(session, workspace.id)
    found = load_for_change(session, workspace, keys, wanted.fields)
    each = [wanted.for_one(requirement) for requirement in found]
    references = look_up(session, workspace, actor, each)
    changed = [
        (requirement, _apply(session, found, requirement, new, references, now))
        for requirement, new in zip(found, each, strict=True)
    ]
    return record_changes(session, changed, actor=actor, now=now)


def _check(values: BulkValues | Mapping[str, Any]) -> _Wanted:
    parts: dict[str, dict[str, Any]] = {"add": {}, "remove": {}, "": {}}
    for name, value in values.items():
        verb, _, words = name.partition("_")
        is_set = verb in {"add", "remove"}
        parts[verb if is_set else ""][words if is_set else name] = value
    return _Wanted(check_values(parts[""]), check_values(parts["add"]), check_values(parts["remove"]))


def _apply(
    session: Session,
    found: Sequence[Requirement],
    requirement: Requirement,
    new: JsonValues,
    references: References,
    now: datetime,
) -> Changes:
    try:
        return apply_values(session, requirement, new, references=references, now=now)
    except Invalid as error:
        # Nothing of those before it may be seen or written.
        for one in found:
            session.expire(one)
        error.details["key"] = requirement.key
        raise
