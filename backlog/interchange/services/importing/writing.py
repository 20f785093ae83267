"""Carrying out what was decided: inserts and updates of many rows at a time, under the workspace's lock."""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy.orm import Session

from backlog.interchange.services.importing.filling import component_ids
from backlog.interchange.services.importing.outcome import ImportOutcome
from backlog.interchange.services.importing.plan import Plan, Report, batches
from backlog.interchange.services.importing.remarks import write_comments
from backlog.interchange.services.importing.remembering import write_references
from backlog.requirements.services.inserting import insert_requirements
from backlog.requirements.services.rewriting import rewrite_requirements
from backlog.requirements.terms import Kind
from backlog.workspaces.services import take_numbers

AtEnd = Callable[[Session, ImportOutcome], None]
_LEVELS = sorted({kind.level for kind in Kind}, reverse=True)


def carry_out(
    session: Session,
    plan: Plan,
    report: Report = lambda _done, _total: None,
    at_end: AtEnd = lambda _session, _outcome: None,
) -> ImportOutcome:
    """Write what the plan says and return what became of each row; the workspace must stand at the plan's stamp."""
    ids = {number: known.id for number, known in plan.matcher.by_number.items()}
    said = [one.values for planned in plan.rows for one in (planned.placed, planned.change) if one]
    components = component_ids(session, plan.workspace, plan.actor, said, plan.now)
    done = len(plan.rows) - len(said)
    for some in _inserts(session, plan, ids, components):
        report(done := done + some, len(plan.rows))
    for some in _updates(session, plan, ids, components):
        report(done := done + some, len(plan.rows))
    write_comments(session, plan, ids)
    write_references(session, plan, ids)
    outcome = plan.outcome()
    at_end(session, outcome)
    session.flush()
    return outcome


def _inserts(session: Session, plan: Plan, ids: dict[int, int], components: Mapping[str, int]) -> Iterator[int]:
    """Insert what is new and yield how many at a time; what stands above others first, so that each finds its own."""
    new = sorted((planned.placed for planned in plan.rows if planned.placed), key=lambda one: one.number)
    if new:
        take_numbers(session, plan.workspace.id, "requirement_number", len(new))
    for level in _LEVELS:
        for some in batches([one for one in new if Kind(one.values["kind"]).level == level]):
            ids |= insert_requirements(
                session,
                workspace=plan.workspace,
                actor=plan.actor,
                placed=some,
                parents=ids,
                components=components,
                now=plan.now,
            )
            yield len(some)


def _updates(session: Session, plan: Plan, ids: Mapping[int, int], components: Mapping[str, int]) -> Iterator[int]:
    """Change what differs and yield how many at a time."""
    for some in batches([planned.change for planned in plan.rows if planned.change]):
        rewrite_requirements(
            session,
            workspace=plan.workspace,
            actor=plan.actor,
            changed=some,
            parents=ids,
            components=components,
            now=plan.now,
        )
        yield len(some)
