"""Two people edit the same requirement: nothing of either is lost."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.merging import Edited, edit_conflict, merge_changes
from backlog.identity.models import User
from backlog.requirements.models import ENTITY, Requirement
from backlog.requirements.services.values import JsonValues, values_of

# Of these, additions and removals of both are kept.
SETS = frozenset({"labels", "components"})


def merge(
    session: Session, requirement: Requirement, mine: JsonValues, *, version: int, knows: int | None = None
) -> JsonValues:
    """Return the values to write so that nothing is lost that others changed after `version`.

    What the person with the id `knows` changed since counts as seen. Raise Conflict with
    `details={"fields": {name: {"yours", "theirs", "by"}}, "merged": the other fields, "version": the current one}`
    where both changed the same field to different values; owners by name.
    """
    edited = Edited(
        workspace_id=requirement.workspace_id,
        entity_type=ENTITY,
        entity_id=requirement.id,
        version=requirement.version,
        theirs=values_of(requirement, tuple(mine)),
    )
    merged = merge_changes(session, edited, mine, seen=version, sets=SETS, knows=knows)
    if merged.conflicts:
        if "owner_id" in merged.conflicts:
            merged.conflicts["owner_id"] |= _names(session, merged.conflicts["owner_id"])
        raise edit_conflict(merged.conflicts, version=requirement.version, merged=merged.values)
    return merged.values


def _names(session: Session, owner: Mapping[str, Any]) -> dict[str, str | None]:
    ids = {owner["yours"], owner["theirs"]} - {None}
    names = {row.id: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(ids)))}
    return {side: names.get(owner[side]) for side in ("yours", "theirs")}
