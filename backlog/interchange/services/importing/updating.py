"""Requirements that are there already take on what the file says of them, and nothing else."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from backlog.interchange.queries.matching import Current, Known, list_current
from backlog.interchange.services.importing.clearing import EMPTY
from backlog.interchange.services.importing.outcome import Verdict
from backlog.interchange.services.importing.plan import Plan, PlannedRow, batches
from backlog.requirements.services.indexing import INDEXED, terms_of
from backlog.requirements.services.rewriting import RewrittenRequirement
from backlog.requirements.services.values import JsonValues
from backlog.requirements.terms import Status


def plan_changes(session: Session, plan: Plan) -> None:
    """Find out what differs, some hundreds at a time."""
    for some in batches([planned for planned in plan.rows if planned.changes_known]):
        _compare(session, plan, some)


def _compare(session: Session, plan: Plan, some: Sequence[PlannedRow]) -> None:
    found = list_current(session, plan.workspace, [planned.match.known.id for planned in some if planned.match.known])
    for planned in some:
        known = planned.match.known
        assert known is not None  # noqa: S101 - says to mypy what `changes_known` has made sure of
        planned.change = _change(plan, planned, known, found[known.id])
        planned.verdict = Verdict.UPDATED if planned.change else Verdict.UNCHANGED


def _change(plan: Plan, planned: PlannedRow, known: Known, current: Current) -> RewrittenRequirement | None:
    wanted = _wanted(plan, planned, known)
    changes = {
        name: (current.values[name], value) for name, value in wanted.items() if current.values[name] != value
    }  # fmt: skip
    if not changes:
        return None
    terms = terms_of({**current.values, **wanted}) if INDEXED & changes.keys() else None
    return RewrittenRequirement(
        id=known.id,
        number=known.number,
        version=current.version,
        changes=changes,
        parent_number=plan.parent_of(planned),
        terms=terms,
    )


def _wanted(plan: Plan, planned: PlannedRow, known: Known) -> JsonValues:
    values = {name: EMPTY[name] for name in planned.row.cleared} | planned.values
    values.pop("kind", None)
    if planned.place.kind is not None and "kind" in planned.row.values:
        values["kind"] = str(planned.place.kind)
    is_coarse = planned.row.is_coarse_status and "status" in values
    if is_coarse and Status(values["status"]).category is Status(known.status).category:
        del values["status"]
    if (parent := plan.parent_of(planned)) is not None:
        values["parent"] = plan.key_of(parent)
    return values
