"""New requirements at the end of the backlog, in the order of the file or of the rank it came with."""

from collections.abc import Mapping, Sequence

from backlog.core.i18n import N_
from backlog.core.ordering import last_rank
from backlog.core.rank import ranks_between
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.services.importing.outcome import Verdict
from backlog.interchange.services.importing.plan import Plan, PlannedRow, batches
from backlog.requirements.queries.order import ordering_of
from backlog.requirements.services.inserting import PlacedRequirement, insert_requirements
from backlog.requirements.terms import Kind
from backlog.workspaces.services import take_numbers

_FROM_THE_TOP = (1, 0, -1)


def create_new(plan: Plan, components: Mapping[str, int]) -> None:
    """Create what is new: first what stands above others, so that each finds its parent."""
    new = sorted((planned for planned in plan.rows if planned.is_new), key=lambda planned: planned.row.order)
    if not new:
        return
    numbers = take_numbers(plan.session, plan.workspace.id, "requirement_number", len(new))
    ranks = ranks_between(last_rank(plan.session, ordering_of(plan.workspace)), None, len(new))
    for planned, number in zip(new, numbers, strict=True):
        planned.number = number
    rank_of = dict(zip(numbers, ranks, strict=True))
    for level in _FROM_THE_TOP:
        for some in batches([planned for planned in new if _kind(planned).level == level]):
            _insert(plan, some, rank_of, components)


def _insert(plan: Plan, some: Sequence[PlannedRow], rank_of: Mapping[int, str], components: Mapping[str, int]) -> None:
    placed = [_placed(plan, planned, rank_of) for planned in some]
    ids = insert_requirements(
        plan.session, workspace=plan.workspace, actor=plan.actor, placed=placed, components=components, now=plan.now
    )
    for planned, one in zip(some, placed, strict=True):
        planned.requirement_id, planned.verdict = ids[one.number], Verdict.CREATED
    plan.advance(len(some))


def _placed(plan: Plan, planned: PlannedRow, rank_of: Mapping[int, str]) -> PlacedRequirement:
    parent = plan.parent_of(planned)
    kind = _kind(planned)
    if kind is Kind.SUBTASK and parent is None:
        # What should stand above it was skipped for its own faults.
        kind = Kind.TASK
        note = N_("It comes in as a task: a sub-task needs something above it.")
        planned.findings.append(Finding(Severity.NOTE, "kind", note))
    number = planned.number or 0
    return PlacedRequirement(
        number=number,
        rank=rank_of[number],
        values={**planned.values, "kind": str(kind)},
        parent_id=parent and parent[0],
        parent_key=parent and parent[1],
    )


def _kind(planned: PlannedRow) -> Kind:
    return planned.place.kind or Kind.STORY
