"""An import step by step: a file comes in, its columns are agreed on, it is tried, it is run."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.interchange.mapping import Target, decide, restore_columns
from backlog.interchange.models import ImportRun
from backlog.interchange.reading import STANDARD_LIMITS, ReadingLimits, Table
from backlog.interchange.services.importing.keeping import ImportFiles
from backlog.interchange.services.importing.reading import Reading, open_table
from backlog.workspaces.models import Workspace

_SAMPLES = 3
_SAMPLE_LENGTH = 80
_SAMPLED_ROWS = 200
_NAME_LENGTH = 255


class RunState(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"
    PREVIEWING = "previewing"
    PREVIEWED = "previewed"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


WORKING = frozenset({RunState.PREVIEWING, RunState.IMPORTING})
IsAlive = Callable[[str], bool]


def state_of(run: ImportRun, is_alive: IsAlive) -> RunState:
    """Return how far an import has come; one whose job has died has failed, whatever it says of itself."""
    state = RunState(run.state)
    is_dead = state in WORKING and not (run.job_id and is_alive(run.job_id))
    return RunState.FAILED if is_dead else state


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read once: where its bytes are kept, and what the page about its columns shows."""

    file_name: str
    stored_as: str
    mapping: Mapping[str, Any]


def read_upload(
    raw: bytes,
    *,
    file_name: str,
    files: ImportFiles,
    lines_are_titles: bool = False,
    limits: ReadingLimits = STANDARD_LIMITS,
) -> Upload:
    """Read a file and propose what its columns mean; takes seconds, so call it outside a transaction.

    Raise Invalid or LimitReached, NoTable where the file is none and its lines are not titles.
    """
    table, reading = open_table(raw, lines_are_titles=lines_are_titles, limits=limits)
    mapping = _described(table, reading)
    return Upload(_base_name(file_name), files.store(raw), mapping)


def create_import_run(
    session: Session, *, workspace: Workspace, actor: Actor, upload: Upload, now: datetime
) -> ImportRun:
    """Take a file in that has been read; raise Forbidden."""
    actor.require(Permission.IMPORTS_RUN)
    run = ImportRun(
        workspace_id=workspace.id,
        started_by=actor.user_id,
        file_name=upload.file_name,
        stored_as=upload.stored_as,
        mapping=dict(upload.mapping),
        state=RunState.UPLOADED,
        created_at=now,
    )
    session.add(run)
    session.flush()
    return run


def choose_columns(session: Session, *, actor: Actor, run: ImportRun, reading: Reading, is_alive: IsAlive) -> ImportRun:
    """Agree on what the columns mean, so that the import can be tried as the job `run.job_id`.

    Raise Forbidden, Invalid where no column is the title, Conflict while it is being worked on or after it is done.
    """
    actor.require(Permission.IMPORTS_RUN)
    _refuse(state_of(run, is_alive), {*WORKING, RunState.DONE})
    header = [column["header"] for column in run.mapping["columns"]]
    restore_columns(header, source=reading.source, targets=reading.targets).require_title()
    columns = [
        {**column, "target": target} for column, target in zip(run.mapping["columns"], reading.targets, strict=True)
    ]
    run.mapping = run.mapping | {
        "columns": columns,
        "date_order": reading.date_order,
        "decimal": reading.decimal,
        "clears_empty": reading.clears_empty,
        "updates_same_title": reading.updates_same_title,
    }
    return _begin(session, run, RunState.PREVIEWING)


def start_import(session: Session, *, actor: Actor, run: ImportRun, is_alive: IsAlive) -> ImportRun:
    """Let the import be run as the job `run.job_id`; raise Forbidden, or Conflict unless it has been tried."""
    actor.require(Permission.IMPORTS_RUN)
    _refuse(state_of(run, is_alive), {*WORKING, RunState.UPLOADED, RunState.DONE})
    return _begin(session, run, RunState.IMPORTING)


def reading_of(run: ImportRun) -> Reading:
    """Return how the file of an import is to be read."""
    kept = run.mapping
    targets = tuple(column["target"] for column in kept["columns"])
    return Reading(
        kept["source"],
        targets,
        kept["date_order"],
        kept["decimal"],
        kept["clears_empty"],
        kept.get("updates_same_title", False),
        kept.get("lines_are_titles", False),
    )


def _begin(session: Session, run: ImportRun, state: RunState) -> ImportRun:
    run.state, run.job_id, run.result, run.finished_at = state, uuid.uuid4().hex, None, None
    session.flush()
    return run


def _refuse(state: RunState, wrong: set[RunState]) -> None:
    if state in wrong:
        raise Conflict(N_("This import has moved on. Please look at it again."))


def _described(table: Table, reading: Reading) -> dict[str, Any]:
    """Return what the page about the columns shows, so that it need not read the file again."""
    samples = _samples(table)
    columns = [
        {"header": header, "target": target, "proposed": target, "samples": samples[position]}
        for position, (header, target) in enumerate(zip(table.header, reading.targets, strict=True))
    ]
    decisions = decide(table, restore_columns(table.header, source=reading.source, targets=reading.targets))
    asked = [decisions.dates[position].example for position in decisions.open_questions]
    return {
        "source": reading.source,
        "lines_are_titles": reading.lines_are_titles,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "rows": table.row_count,
        "columns": columns,
        "asks_date": asked[0] if asked else "",
        "asks_decimal": any(not number.is_certain for number in decisions.numbers.values()),
        "date_order": "",
        "decimal": "",
        "clears_empty": False,
        "updates_same_title": False,
    }


def _samples(table: Table) -> Sequence[list[str]]:
    """Return up to three different values of each column, from its first rows."""
    samples: list[list[str]] = [[] for _ in table.header]
    for count, row in enumerate(table.rows()):
        if count == _SAMPLED_ROWS:
            break
        for found, cell in zip(samples, row.cells, strict=True):
            text = " ".join(cell[: 2 * _SAMPLE_LENGTH].split())[:_SAMPLE_LENGTH]
            if text and text not in found and len(found) < _SAMPLES:
                found.append(text)
    return samples


def _base_name(file_name: str) -> str:
    """Return the name without the folders some browsers send along."""
    return file_name.replace("\\", "/").rsplit("/", 1)[-1][-_NAME_LENGTH:] or "import.csv"


# What a column may be read as, in the order of a form.
CHOICES = tuple(Target)
