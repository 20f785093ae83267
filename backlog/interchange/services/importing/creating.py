"""New requirements at the end of the backlog, in the order of the file or of the rank it came with."""

from sqlalchemy.orm import Session

from backlog.core.ordering import last_rank
from backlog.core.rank import ranks_between
from backlog.interchange.services.importing.outcome import Verdict
from backlog.interchange.services.importing.plan import Plan, PlannedRow
from backlog.requirements.queries.order import ordering_of
from backlog.requirements.services.inserting import PlacedRequirement
from backlog.requirements.terms import Kind


def plan_new(session: Session, plan: Plan) -> None:
    """Give each new requirement its number, its rank and its parent."""
    new = sorted((planned for planned in plan.rows if planned.is_new), key=lambda planned: planned.row.order)
    ranks = ranks_between(last_rank(session, ordering_of(plan.workspace)), None, len(new))
    for number, planned in enumerate(new, start=plan.stamp.requirement_number + 1):
        planned.number, planned.verdict = number, Verdict.CREATED
    for planned, rank in zip(new, ranks, strict=True):
        planned.placed = _placed(plan, planned, rank)


def _placed(plan: Plan, planned: PlannedRow, rank: str) -> PlacedRequirement:
    assert planned.number is not None  # noqa: S101 - says to mypy what `plan_new` has just made sure of
    return PlacedRequirement(
        number=planned.number,
        rank=rank,
        values={**planned.values, "kind": str(planned.place.kind or Kind.STORY)},
        terms=planned.prepared.terms,
        parent_number=plan.parent_of(planned),
    )
