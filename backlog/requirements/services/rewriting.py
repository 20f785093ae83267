"""Very many changes whose differences are known beforehand: what an import changes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, update
from sqlalchemy.orm import Session

from backlog.core.errors import Conflict
from backlog.core.events import Change, Event, record
from backlog.core.i18n import N_
from backlog.core.keys import make_key
from backlog.core.permissions import Actor, Permission
from backlog.core.search_index import store_terms
from backlog.requirements.models import ENTITY, Requirement, RequirementComponent, RequirementLabel
from backlog.requirements.services.inserting import insert_links
from backlog.requirements.services.values import column_values
from backlog.workspaces.models import Workspace

_table = cast("Table", Requirement.__table__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RewrittenRequirement:
    """What changes about one requirement since `version`, and its terms if its words change.

    The new values have gone through `check_values`; owner, components and hierarchy have been checked, too.
    """

    id: int
    number: int
    version: int
    changes: Mapping[str, Change]
    parent_number: int | None = None
    terms: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Return the new values."""
        return {name: new for name, (_, new) in self.changes.items()}


def rewrite_requirements(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    changed: Sequence[RewrittenRequirement],
    parents: Mapping[int, int],
    components: Mapping[str, int],
    now: datetime,
) -> None:
    """Change requirements past the unit of work; a handful of statements for each set of fields that change together.

    `parents` are ids by number, `components` ids by name. Call it under the workspace's lock, some hundreds at a
    time. Raise Forbidden, or Conflict if one of them is no longer at its version.
    """
    actor.require(Permission.REQUIREMENTS_EDIT)
    _write_columns(session, changed, parents, now)
    for field, link in (("labels", RequirementLabel), ("components", RequirementComponent)):
        ids = [one.id for one in changed if field in one.changes]
        session.execute(delete(link).where(link.requirement_id.in_(ids)))
    insert_links(session, workspace, {one.id: one.values for one in changed}, components)
    terms = {one.id: f"{one.number} {one.terms}" for one in changed if one.terms is not None}
    store_terms(session, workspace_id=workspace.id, entity_type=ENTITY, terms=terms)
    record(session, *(_changed(workspace, actor, one, now) for one in changed))


def _write_columns(
    session: Session, changed: Sequence[RewrittenRequirement], parents: Mapping[int, int], now: datetime
) -> None:
    rows: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for one in changed:
        columns = column_values(one.values)
        if "parent" in one.changes:
            columns["parent_id"] = None if one.parent_number is None else parents[one.parent_number]
        rows[frozenset(columns)].append({**columns, "updated_at": now, "this": one.id, "seen": one.version})
    for names, some in rows.items():
        statement = (
            update(_table)
            .where(_table.c.id == bindparam("this"), _table.c.version == bindparam("seen"))
            .values({name: bindparam(name) for name in (*names, "updated_at")} | {"version": _table.c.version + 1})
        )
        # The connection: a session would take many rows for an update by primary key.
        if session.connection().execute(statement, some).rowcount != len(some):
            raise Conflict(N_("Requirements were changed meanwhile. Please try again."))


def _changed(workspace: Workspace, actor: Actor, one: RewrittenRequirement, now: datetime) -> Event:
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=f"{ENTITY}.changed",
        entity_type=ENTITY,
        entity_id=one.id,
        entity_key=make_key(workspace.requirement_prefix, one.number),
        entity_version=one.version + 1,
        changes=one.changes,
        at=now,
    )
