"""The import itself: one function for the real run, the preview and the command line; the caller commits or not."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.permissions import Actor, Permission
from backlog.interchange.services.importing.creating import create_new
from backlog.interchange.services.importing.filling import Owners, component_ids, fill
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.interchange.services.importing.matching import Matcher, match_all
from backlog.interchange.services.importing.outcome import ImportOutcome
from backlog.interchange.services.importing.placing import Place, place_all
from backlog.interchange.services.importing.plan import Plan, PlannedRow, Report
from backlog.interchange.services.importing.remarks import add_comments
from backlog.interchange.services.importing.remembering import remember_sources
from backlog.interchange.services.importing.updating import update_known
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace


def import_rows(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    rows: Sequence[IncomingRow],
    now: datetime,
    report: Report = lambda _done, _total: None,
) -> ImportOutcome:
    """Bring rows into the workspace and return what became of each; `report` hears how many of how many are done.

    Bring the same rows in again and nothing changes. The number of statements grows by some tens for each 500 rows.
    Raise Forbidden.
    """
    actor.require(Permission.IMPORTS_RUN)
    lock_workspace(session, workspace.id)
    plan = _plan(session, workspace, actor, rows, now, report)
    components = component_ids(session, workspace, [planned.values for planned in plan.rows if not planned.is_skipped])
    plan.advance(sum(planned.is_skipped for planned in plan.rows))
    create_new(plan, components)
    update_known(plan)
    add_comments(plan)
    remember_sources(plan)
    session.flush()
    return ImportOutcome(tuple(planned.outcome(workspace.requirement_prefix) for planned in plan.rows), plan.comments)


def _plan(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    rows: Sequence[IncomingRow],
    now: datetime,
    report: Report,
) -> Plan:
    owners, matcher = Owners(session, workspace), Matcher(session, workspace)
    filled = [fill(row, owners) for row in rows]
    matches = match_all(matcher, rows)
    places = place_all(rows, matches, matcher)
    planned = []
    for position, (row, match, (values, findings)) in enumerate(zip(rows, matches, filled, strict=True)):
        place = places.get(position, Place())
        said = [*row.findings, *findings, *place.findings]
        # What is skipped for one reason is told that reason alone.
        planned.append(PlannedRow(row, match, place, values, [match.skip] if match.skip else said))
    return Plan(session, workspace, actor, now, planned, matcher, report)
