"""Two people edit the same thing: what each changed alone is kept, only the same field twice is a conflict.

A three-way merge whose base is the version the form was filled from, read back from the record of changes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from backlog.activity.queries import HistoryEntry, last_activity_number, list_changes_since_version
from backlog.core.errors import Conflict, Invalid
from backlog.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Merge:
    """What to write, and the fields that both changed: `{name: {"yours", "theirs", "by"}}`."""

    values: dict[str, Any]
    conflicts: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The thing as it is now: `theirs` are its current values as they stand in the record of changes."""

    workspace_id: int
    entity_type: str
    entity_id: int
    version: int
    theirs: Mapping[str, Any]


def merge_changes(
    session: Session, edited: Edited, mine: Mapping[str, Any], *, seen: int, sets: Collection[str] = (),
    knows: int | None = None,
) -> Merge:  # fmt: skip
    """Return how `mine`, filled in from version `seen`, goes together with what others changed since.

    Fields named in `sets` are lists in which additions and removals of both are kept. What the person with
    the id `knows` changed since counts as seen. Raise Invalid for a version that does not exist yet.
    """
    if seen > edited.version:
        raise no_such_version()
    if seen == edited.version:
        return Merge(dict(mine))
    entries = list_changes_since_version(
        session,
        workspace_id=edited.workspace_id,
        entity_type=edited.entity_type,
        entity_id=edited.entity_id,
        version=seen,
    )
    base = {**edited.theirs, **_seen_values(entries, knows)}
    merge = Merge({})
    for name, value in mine.items():
        theirs = edited.theirs[name]
        if name in sets:
            merge.values[name] = _merge_sets(base[name], value, theirs)
        elif value in (base[name], theirs):
            merge.values[name] = theirs
        elif base[name] == theirs:
            merge.values[name] = value
        else:
            merge.conflicts[name] = {"yours": value, "theirs": theirs, "by": _last_actor(entries, name)}
    return merge


def refuse_number_to_come(session: Session, *, workspace_id: int, seen: int) -> None:
    """Raise Invalid if a list is said to have been seen at an activity number that the workspace has not reached."""
    if seen > last_activity_number(session, workspace_id):
        raise no_such_version()


def no_such_version() -> Invalid:
    """Return the error that nobody can have seen this version, and so nothing is known of what was changed since."""
    return Invalid(N_("This version does not exist yet. Load it again, and send what you get then."), field="version")


def edit_conflict(
    conflicts: Mapping[str, Any], *, version: int, merged: Mapping[str, Any] | None = None, **more: Any
) -> Conflict:
    """Return the error that both changed the same fields.

    `version` is the current one, to try again with; `merged` is what to send along for the fields without a conflict;
    `more` goes with the details.
    """
    message = N_("Someone changed this while you were writing. Both versions are below.")
    details = {"fields": dict(conflicts), "merged": dict(merged or {}), "version": version, **more}
    return Conflict(message, details=details)


def _seen_values(entries: Sequence[HistoryEntry], knows: int | None) -> dict[str, Any]:
    base: dict[str, Any] = {}
    for entry in entries:
        is_known = knows is not None and entry.actor_id == knows
        for name, (old, new) in entry.changes.items():
            base[name] = new if is_known else base.get(name, old)
    return base


def _merge_sets(base: Collection[str], mine: Collection[str], theirs: Collection[str]) -> list[str]:
    added, removed = set(mine) - set(base), set(base) - set(mine)
    return sorted((set(theirs) | added) - removed)


def _last_actor(entries: Sequence[HistoryEntry], name: str) -> str | None:
    return next((entry.actor_name for entry in reversed(entries) if name in entry.changes), None)
