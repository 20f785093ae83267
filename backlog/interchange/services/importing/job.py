"""The work behind an import: tried and rolled back, or run; either way one transaction and the same function."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.db import transaction, writing
from backlog.core.errors import DomainError, Forbidden
from backlog.core.jobs import JobContext, job
from backlog.core.permissions import Actor
from backlog.identity.models import User
from backlog.interchange.models import ImportRun
from backlog.interchange.reading import ReadingLimits
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.interchange.services.importing.keeping import ImportFiles
from backlog.interchange.services.importing.outcome import ImportOutcome
from backlog.interchange.services.importing.reading import read_rows
from backlog.interchange.services.importing.running import bring_in
from backlog.interchange.services.importing.runs import RunState, reading_of
from backlog.workspaces.models import Membership, Workspace


@dataclass(frozen=True, slots=True)
class _Task:
    run: ImportRun
    workspace: Workspace
    actor: Actor


@job
def preview_import(context: JobContext, *, run_id: int) -> None:
    """Try an import: run it, keep what became of each row, and roll everything back."""
    _work(context, run_id, RunState.PREVIEWING, RunState.PREVIEWED)


@job
def run_import(context: JobContext, *, run_id: int) -> None:
    """Run an import; whatever ends it early leaves the database as it was."""
    _work(context, run_id, RunState.IMPORTING, RunState.DONE)


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Session]:
    """Yield a session like `transaction`, but keep nothing of it."""
    with Session(writing(engine), expire_on_commit=False) as session:
        try:
            yield session
        finally:
            session.rollback()


def _work(context: JobContext, run_id: int, state: RunState, then: RunState) -> None:
    files = ImportFiles(context.settings.instance_path)
    try:
        task = _find_task(context.engine, run_id, context.job_id, state)
        if task is None:
            return
        raw = files.read(task.run.stored_as)
        count = task.run.mapping["rows"]
        rows = read_rows(
            raw,
            reading_of(task.run),
            workspace=task.workspace,
            limits=ReadingLimits.of_bytes(context.settings.upload_limit),
            report=lambda done, _: context.report(done, 3 * count),
        )
        outcome = _bring_in(context, task, rows, then)
    except DomainError as error:
        _fail(context.engine, run_id, context.job_id, error)
        return
    files.store_rows(task.run.stored_as, outcome.rows)
    if then is RunState.DONE:
        files.forget(task.run.stored_as)
    else:
        _finish(context.engine, run_id, context.job_id, then, outcome)


def _bring_in(context: JobContext, task: _Task, rows: list[IncomingRow], then: RunState) -> ImportOutcome:
    is_real = then is RunState.DONE

    def write_end(session: Session, outcome: ImportOutcome) -> None:
        if is_real:
            _write_end(session, task.run.id, then, outcome)

    return bring_in(
        context.engine,
        transaction if is_real else rolled_back,
        workspace=task.workspace,
        actor=task.actor,
        rows=rows,
        now=utcnow(),
        report=lambda done, _: context.report(len(rows) + done, 3 * len(rows)),
        at_end=write_end,
    )


def _find_task(engine: Engine, run_id: int, job_id: str, state: RunState) -> _Task | None:
    """Return what is to be done, None if somebody has begun anew since; raise Forbidden for a former member."""
    with Session(engine, expire_on_commit=False) as session:
        run = session.get(ImportRun, run_id)
        if run is None or run.job_id != job_id or run.state != state:
            return None
        workspace = session.get_one(Workspace, run.workspace_id)
        statement = (
            select(Membership, User.name)
            .join(User, User.id == Membership.user_id)
            .where(Membership.workspace_id == run.workspace_id, Membership.user_id == run.started_by)
        )
        found = session.execute(statement).one_or_none()
        if found is None:
            raise Forbidden
        return _Task(run, workspace, found[0].as_actor(found[1]))


def _finish(engine: Engine, run_id: int, job_id: str, state: RunState, outcome: ImportOutcome) -> None:
    with transaction(engine) as session:
        if session.get_one(ImportRun, run_id).job_id == job_id:
            _write_end(session, run_id, state, outcome)


def _fail(engine: Engine, run_id: int, job_id: str, error: DomainError) -> None:
    with transaction(engine) as session:
        run = session.get_one(ImportRun, run_id)
        if run.job_id == job_id:
            run.state, run.finished_at = RunState.FAILED, utcnow()
            run.result = {"error": error.message, "params": error.params}


def _write_end(session: Session, run_id: int, state: RunState, outcome: ImportOutcome) -> None:
    run = session.get_one(ImportRun, run_id)
    run.state, run.result, run.finished_at = state, outcome.as_json(), utcnow()
