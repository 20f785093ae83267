"""The import itself: everything is decided without a lock, and the lock is held for the writing alone."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from backlog.core.db import snapshot
from backlog.core.permissions import Actor, Permission
from backlog.interchange.queries.matching import stamp_of
from backlog.interchange.services.importing.creating import plan_new
from backlog.interchange.services.importing.filling import Owners, PreparedRow, prepare_rows, with_owner
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.interchange.services.importing.matching import Match, Matcher
from backlog.interchange.services.importing.outcome import ImportOutcome
from backlog.interchange.services.importing.placing import Place, place_all
from backlog.interchange.services.importing.plan import Plan, PlannedRow, Report
from backlog.interchange.services.importing.remarks import plan_comments
from backlog.interchange.services.importing.remembering import plan_references
from backlog.interchange.services.importing.updating import plan_changes
from backlog.interchange.services.importing.writing import AtEnd, carry_out
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace

# How often a plan that others have overtaken is made anew before it is made under the lock, where nobody can.
_ATTEMPTS = 3


def bring_in(
    engine: Engine,
    opened: Callable[[Engine], AbstractContextManager[Session]],
    *,
    workspace: Workspace,
    actor: Actor,
    rows: Sequence[IncomingRow],
    now: datetime,
    report: Report = lambda _done, _total: None,
    at_end: AtEnd = lambda _session, _outcome: None,
) -> ImportOutcome:
    """Bring rows in within a session that `opened` makes (and keeps, or rolls back), the lock held only to write.

    `at_end` is called before that session ends; `report` hears how many of how many steps are done. Raise Forbidden.
    """
    steps = 2 * len(rows)
    prepared = prepare_rows(rows, lambda done, _: report(done, steps))
    for _ in range(_ATTEMPTS):
        with snapshot(engine) as session:
            plan = plan_import(session, workspace=workspace, actor=actor, rows=prepared, now=now)
        with opened(engine) as session:
            lock_workspace(session, workspace.id)
            if stamp_of(session, workspace) == plan.stamp:
                return carry_out(session, plan, lambda done, _: report(len(rows) + done, steps), at_end)
    with opened(engine) as session:
        lock_workspace(session, workspace.id)
        plan = plan_import(session, workspace=workspace, actor=actor, rows=prepared, now=now)
        return carry_out(session, plan, lambda done, _: report(len(rows) + done, steps), at_end)


def import_rows(
    session: Session, *, workspace: Workspace, actor: Actor, rows: Sequence[IncomingRow], now: datetime
) -> ImportOutcome:
    """Bring rows into the workspace within a session and return what became of each; the caller commits or not.

    Bring the same rows in again and nothing changes. The number of statements grows by some tens for each 500 rows.
    Raise Forbidden.
    """
    lock_workspace(session, workspace.id)
    plan = plan_import(session, workspace=workspace, actor=actor, rows=prepare_rows(rows), now=now)
    return carry_out(session, plan)


def plan_import(
    session: Session, *, workspace: Workspace, actor: Actor, rows: Sequence[PreparedRow], now: datetime
) -> Plan:
    """Return all that bringing rows in would write into the workspace as the session sees it; raise Forbidden."""
    actor.require(Permission.IMPORTS_RUN)
    stamp, owners, matcher = stamp_of(session, workspace), Owners(session, workspace), Matcher(session, workspace)
    matches = [Match(skip=one.skip) if one.skip else matcher.match(one.row) for one in rows]
    places = place_all([one.row for one in rows], matches, matcher)
    planned = [
        _planned(one, match, places.get(position, Place()), owners)
        for position, (one, match) in enumerate(zip(rows, matches, strict=True))
    ]
    plan = Plan(workspace, actor, now, stamp, planned, matcher)
    plan_new(session, plan)
    plan_changes(session, plan)
    plan_comments(session, plan)
    plan_references(session, plan)
    return plan


def _planned(prepared: PreparedRow, match: Match, place: Place, owners: Owners) -> PlannedRow:
    values, findings = with_owner(prepared, owners)
    # What is skipped for one reason is told that reason alone.
    said = [match.skip] if match.skip else [*prepared.row.findings, *findings, *place.findings]
    said = [finding.of_known() for finding in said] if match.known else said
    number = match.known.number if match.known and not match.skip else None
    return PlannedRow(prepared, match, place, values, said, number)
