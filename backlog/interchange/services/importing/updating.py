"""Requirements that are there already take on what the file says of them, and nothing else."""

from collections.abc import Sequence

from sqlalchemy import select

from backlog.interchange.services.importing.outcome import Verdict
from backlog.interchange.services.importing.plan import Plan, PlannedRow, batches
from backlog.requirements.models import Requirement
from backlog.requirements.services.applying import apply_values, load
from backlog.requirements.services.recording import record_changes
from backlog.requirements.services.references import look_up
from backlog.requirements.services.values import JsonValues
from backlog.requirements.terms import Status


def update_known(plan: Plan) -> None:
    """Change what differs, some hundreds at a time."""
    for some in batches([planned for planned in plan.rows if planned.changes_known]):
        _update(plan, some)
        plan.advance(len(some))


def _update(plan: Plan, some: Sequence[PlannedRow]) -> None:
    wanted = {}
    for planned in some:
        assert planned.match.known is not None  # noqa: S101 - says to mypy what `changes_known` has made sure of
        planned.requirement_id, planned.number = planned.match.known.id, planned.match.known.number
        wanted[planned.match.known.id] = _wanted(plan, planned)
    fields = {name for values in wanted.values() for name in values}
    statement = select(Requirement).where(
        Requirement.workspace_id == plan.workspace.id, Requirement.id.in_(wanted)
    )  # fmt: skip
    found = load(plan.session, statement, fields)
    references = look_up(plan.session, plan.workspace, plan.actor, wanted.values())
    changed = [
        (one, apply_values(plan.session, one, wanted[one.id], references=references, now=plan.now)) for one in found
    ]
    really = {one.id for one in record_changes(plan.session, changed, actor=plan.actor, now=plan.now)}
    for planned in some:
        planned.verdict = Verdict.UPDATED if planned.requirement_id in really else Verdict.UNCHANGED


def _wanted(plan: Plan, planned: PlannedRow) -> JsonValues:
    values = dict(planned.values)
    known = planned.match.known
    values.pop("kind", None)
    if planned.place.kind is not None and "kind" in planned.row.values:
        values["kind"] = str(planned.place.kind)
    is_coarse = planned.row.is_coarse_status and known is not None and "status" in values
    if is_coarse and known is not None and Status(values["status"]).category is Status(known.status).category:
        del values["status"]
    if (parent := plan.parent_of(planned)) is not None:
        values["parent"] = parent[1]
    return values
