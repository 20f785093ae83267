"""Where each requirement came from, and what else its row said: nothing that came in is lost."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from backlog.interchange.models import ExternalReference
from backlog.interchange.services.importing.matching import identity_of
from backlog.interchange.services.importing.plan import Plan, PlannedRow, batches

_KEY_LENGTH = 255
_STATUS_LENGTH = 120


def remember_sources(plan: Plan) -> None:
    """Write a reference for each row that came in, or bring the one it was recognised by up to date."""
    for some in batches([planned for planned in plan.rows if planned.requirement_id]):
        _write(plan, some)


def _write(plan: Plan, some: Sequence[PlannedRow]) -> None:
    new: list[dict[str, Any]] = []
    ids: dict[int, PlannedRow] = {}
    for planned in some:
        reference = planned.match.reference or plan.matcher.reference_of(planned.row)
        if reference is None:
            new.append(_row(plan, planned))
        elif reference.requirement_id == planned.requirement_id:
            ids[reference.id] = planned
    if new:
        plan.session.execute(insert(ExternalReference), new)
    if ids:
        statement = select(ExternalReference).where(ExternalReference.id.in_(ids))
        for stored in plan.session.scalars(statement):
            _refresh(plan, stored, ids[stored.id])


def _refresh(plan: Plan, reference: ExternalReference, planned: PlannedRow) -> None:
    wanted = _row(plan, planned)
    if not planned.row.external_key:
        wanted |= {"system": reference.system, "external_key": reference.external_key}
    wanted["external_id"] = wanted["external_id"] or reference.external_id
    del wanted["seen_at"]
    if any(getattr(reference, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(reference, name, value)
        reference.seen_at = plan.now


def _row(plan: Plan, planned: PlannedRow) -> dict[str, Any]:
    system, key = identity_of(planned.row)
    status = planned.row.source_status
    return {
        "workspace_id": plan.workspace.id,
        "requirement_id": planned.requirement_id,
        "system": system,
        "external_key": key[:_KEY_LENGTH],
        "external_id": planned.row.external_id[:_KEY_LENGTH] or None,
        "status": status[:_STATUS_LENGTH] if status else None,
        "raw": dict(planned.row.raw),
        "seen_at": plan.now,
    }
