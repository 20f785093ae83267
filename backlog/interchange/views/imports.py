"""Bring a CSV file in: choose it, agree on its columns, look at what would happen, let it happen."""

from typing import Any, cast

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from backlog.core.clock import utcnow
from backlog.core.errors import LimitReached
from backlog.core.events import after_commit
from backlog.core.i18n import N_
from backlog.core.jobs import Job, JobQueue
from backlog.core.permissions import Permission
from backlog.interchange.forms import ColumnsForm, UploadForm
from backlog.interchange.mapping import TARGET_LABELS, NoTable
from backlog.interchange.models import ImportRun
from backlog.interchange.queries.import_runs import get_import_run, list_import_runs
from backlog.interchange.reading import ReadingLimits, read_limited
from backlog.interchange.services.importing import (
    CHOICES,
    WORKING,
    ImportFiles,
    Reading,
    RunState,
    Upload,
    choose_columns,
    create_import_run,
    preview_import,
    read_upload,
    run_import,
    start_import,
    state_of,
)
from backlog.interchange.views.import_rows import STATE_LABELS, progress_of, shown_rows
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.errors import render_domain_error
from backlog.web.htmx import see_other
from backlog.web.session import db_session, let_go

blueprint = Blueprint("imports", __name__, url_prefix="/w/<workspace>/imports")


@blueprint.before_request
def _mark_backlog() -> None:
    g.navigation_current = "requirements"


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    limit = _limits().megabytes
    return render_domain_error(LimitReached(N_("The file is larger than {limit} MB."), params={"limit": limit}))


@blueprint.get("/new")
@requires(Permission.IMPORTS_RUN)
def new(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Ask for a file, and list what came in before."""
    return render_template("interchange/import_new.html", **_upload(UploadForm(formdata=None)))


@blueprint.post("/create")
@requires(Permission.IMPORTS_RUN)
def create(workspace: str) -> ResponseReturnValue:
    """Take a file in."""
    form = UploadForm()
    made: list[ImportRun] = []
    if form.validate_on_submit() and form.succeeds(lambda: made.append(_create(form))):
        return see_other(url_for("imports.edit", workspace=workspace, name=made[0].stored_as))
    return render_template("interchange/import_new.html", **_upload(form)), 422


@blueprint.get("/<name>/edit")
@requires(Permission.IMPORTS_RUN)
def edit(workspace: str, name: str) -> ResponseReturnValue:
    """Show what each column is read as."""
    run = _run(name)
    if state_of(run, _jobs().is_alive) in {*WORKING, RunState.DONE}:
        return see_other(url_for("imports.show", workspace=workspace, name=name))
    kept = {name: run.mapping.get(name) or None for name in ColumnsForm.NAMES}
    form = ColumnsForm(formdata=None, data=kept)
    return render_template("interchange/import_edit.html", **_columns(run, form))


@blueprint.post("/<name>/update")
@requires(Permission.IMPORTS_RUN)
def update(workspace: str, name: str) -> ResponseReturnValue:
    """Agree on the columns and try the import."""
    run, form = _run(name, for_update=True), ColumnsForm()
    if form.validate_on_submit() and form.succeeds(lambda: _choose(run, form)):
        _enqueue(preview_import, run)
        return see_other(url_for("imports.show", workspace=workspace, name=name))
    return render_template("interchange/import_edit.html", **_columns(run, form)), 422


@blueprint.get("/<name>")
@requires(Permission.IMPORTS_RUN)
def show(workspace: str, name: str) -> ResponseReturnValue:
    """Show what would happen, how far it is, or what has happened to each row."""
    run = _run(name)
    state = state_of(run, _jobs().is_alive)
    if state is RunState.UPLOADED:
        return see_other(url_for("imports.edit", workspace=workspace, name=name))
    context: dict[str, Any] = {"run": run, "state": state, "RunState": RunState}
    if state in WORKING:
        return render_template("interchange/import_working.html", **context, progress=_progress(run))
    return render_template("interchange/import_show.html", **context, shown=shown_rows(_files(), run, request.args))


@blueprint.get("/<name>/progress")
@requires(Permission.IMPORTS_RUN)
def progress(workspace: str, name: str) -> ResponseReturnValue:
    """Show how far it is; lead to the outcome when there is one."""
    run = _run(name)
    if state_of(run, _jobs().is_alive) not in WORKING:
        return see_other(url_for("imports.show", workspace=workspace, name=name))
    return render_template("interchange/_import_progress.html", run=run, progress=_progress(run))


@blueprint.post("/<name>/start")
@requires(Permission.IMPORTS_RUN)
def start(workspace: str, name: str) -> ResponseReturnValue:
    """Let it happen; pressing twice is pressing once."""
    run = _run(name, for_update=True)
    if state_of(run, _jobs().is_alive) not in {RunState.IMPORTING, RunState.DONE}:
        start_import(db_session(), actor=current_actor(), run=run, is_alive=_jobs().is_alive)
        _enqueue(run_import, run)
    return see_other(url_for("imports.show", workspace=workspace, name=name))


def _create(form: UploadForm) -> ImportRun:
    # Reading 20 MB takes seconds, in which others want to write.
    let_go()
    sent = form.file.data
    raw = read_limited(sent.stream, limits=_limits())
    upload = _read(raw, form)
    return create_import_run(
        db_session(), workspace=current_workspace(), actor=current_actor(), upload=upload, now=utcnow()
    )


def _read(raw: bytes, form: UploadForm) -> Upload:
    name, lines = form.file.data.filename or "", form.lines_are_titles.data
    try:
        return read_upload(raw, file_name=name, files=_files(), lines_are_titles=lines, limits=_limits())
    except NoTable:
        form.is_no_table = True
        raise


def _choose(run: ImportRun, form: ColumnsForm) -> None:
    asked = run.mapping
    reading = Reading(
        asked["source"],
        tuple(request.form.getlist("target")),
        form.date_order.data if asked["asks_date"] else "",
        form.decimal.data if asked["asks_decimal"] else "",
        clears_empty=form.clears_empty.data,
        updates_same_title=form.updates_same_title.data,
        lines_are_titles=asked.get("lines_are_titles", False),
    )
    choose_columns(db_session(), actor=current_actor(), run=run, reading=reading, is_alive=_jobs().is_alive)


def _enqueue(job: Job, run: ImportRun) -> None:
    queue, run_id, job_id = _jobs(), run.id, run.job_id
    after_commit(db_session(), lambda: cast("None", queue.enqueue(job, job_id=job_id, run_id=run_id)))


def _run(name: str, *, for_update: bool = False) -> ImportRun:
    return get_import_run(db_session(), workspace=current_workspace(), name=name, for_update=for_update)


def _jobs() -> JobQueue:
    queue: JobQueue = current_app.extensions["jobs"]
    return queue


def _files() -> ImportFiles:
    return ImportFiles(current_app.config["SETTINGS"].instance_path)


def _limits() -> ReadingLimits:
    return ReadingLimits.of_bytes(current_app.config["SETTINGS"].upload_limit)


def _progress(run: ImportRun) -> Any:
    return progress_of(_jobs().progress(run.job_id or ""))


def _upload(form: UploadForm) -> dict[str, Any]:
    runs = list_import_runs(db_session(), workspace=current_workspace())
    states = [state_of(run, _jobs().is_alive) for run in runs]
    return {
        "form": form,
        "limits": _limits(),
        "runs": list(zip(runs, states, strict=True)),
        "labels": STATE_LABELS,
    }


def _columns(run: ImportRun, form: ColumnsForm) -> dict[str, Any]:
    sent = request.form.getlist("target")
    columns = run.mapping["columns"]
    targets = sent if len(sent) == len(columns) else [column["target"] for column in columns]
    return {"run": run, "form": form, "targets": targets, "choices": CHOICES, "labels": TARGET_LABELS}
