"""Where each requirement came from, and what else its row said: nothing that came in is lost."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from backlog.interchange.models import ExternalReference
from backlog.interchange.queries.matching import list_references
from backlog.interchange.services.importing.matching import identity_of
from backlog.interchange.services.importing.plan import Plan, PlannedRow, batches

_KEY_LENGTH = 255
_STATUS_LENGTH = 120
_table = cast("Table", ExternalReference.__table__)


def plan_references(session: Session, plan: Plan) -> None:
    """Find a reference for each row that comes in, and what is new about the one it was recognised by."""
    for some in batches([planned for planned in plan.rows if planned.number]):
        _compare(session, plan, some)


def write_references(session: Session, plan: Plan, ids: Mapping[int, int]) -> None:
    """Write the references; `ids` are those of the requirements, by number."""
    if plan.new_references:
        rows = [{**row, "requirement_id": ids[number]} for number, row in plan.new_references]
        session.execute(insert(_table).inline(), rows)
    if plan.changed_references:
        names = next(iter(plan.changed_references.values()))
        statement = (
            update(_table).where(_table.c.id == bindparam("this")).values({name: bindparam(name) for name in names})
        )
        # The connection: a session would take many rows for an update by primary key.
        session.connection().execute(statement, [{**row, "this": one} for one, row in plan.changed_references.items()])


def _compare(session: Session, plan: Plan, some: Sequence[PlannedRow]) -> None:
    seen: dict[int, PlannedRow] = {}
    for planned in some:
        reference = planned.match.reference or plan.matcher.reference_of(planned.row)
        if reference is None:
            plan.new_references.append((planned.number or 0, _row(plan, planned)))
        elif planned.match.known is not None and reference.requirement_id == planned.match.known.id:
            seen[reference.id] = planned
    for reference_id, stored in list_references(session, seen).items() if seen else ():
        wanted = _row(plan, seen[reference_id])
        if not seen[reference_id].row.external_key:
            wanted |= {"system": stored["system"], "external_key": stored["external_key"]}
        wanted["external_id"] = wanted["external_id"] or stored["external_id"]
        if any(stored[name] != wanted[name] for name in _SAID):
            plan.changed_references[reference_id] = wanted


def _row(plan: Plan, planned: PlannedRow) -> dict[str, Any]:
    system, key = identity_of(planned.row)
    status = planned.row.source_status
    return {
        "workspace_id": plan.workspace.id,
        "system": system,
        "external_key": key[:_KEY_LENGTH],
        "external_id": planned.row.external_id[:_KEY_LENGTH] or None,
        "status": status[:_STATUS_LENGTH] if status else None,
        "raw": dict(planned.row.raw),
        "seen_at": plan.now,
    }


_SAID = ("system", "external_key", "external_id", "status", "raw")
