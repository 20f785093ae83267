"""`flask import-csv`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.errors import DomainError
from backlog.core.permissions import Actor, Role
from backlog.interchange.mapping import NoTable
from backlog.interchange.reading import read_limited
from backlog.interchange.services.importing import ImportOutcome, Verdict, bring_in, open_table, read_rows, rolled_back
from backlog.interchange.services.importing.plan import Report
from backlog.web.commands import DatabaseCommand
from backlog.web.session import engine
from backlog.workspaces.queries import get_workspace

# Fewer rows are in before anybody could read a progress bar.
_WORTH_A_BAR = 500


@click.command("import-csv", cls=DatabaseCommand)
@click.option("--workspace", "slug", required=True, help="The short name of the workspace, as in its address.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option(
    "--clear-empty", is_flag=True, help="Let empty cells clear fields of requirements that are there already."
)
@click.option("--lines", "lines_are_titles", is_flag=True, help="The file is no table: each line of it is a title.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_csv(slug: str, file: Path, *, dry_run: bool, clear_empty: bool, lines_are_titles: bool) -> None:
    """Bring the requirements of a CSV FILE in, its columns read as their headers suggest."""
    try:
        outcome = _import(slug, file, is_real=not dry_run, clears_empty=clear_empty, lines_are_titles=lines_are_titles)
    except NoTable as error:
        message = f"{error} If each line is a title, add --lines."
        raise click.ClickException(message) from error
    except (DomainError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for row in outcome.rows:
        if row.verdict is Verdict.SKIPPED:
            click.echo(f"Line {row.line} skipped: {' '.join(map(str, row.findings))}", err=True)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in outcome.counts.items())
    click.echo(f"{'Nothing written. Would be: ' if dry_run else ''}{counts}, {outcome.comments} comments.")


def _import(slug: str, file: Path, *, is_real: bool, clears_empty: bool, lines_are_titles: bool) -> ImportOutcome:
    with file.open("rb") as stream:
        raw = read_limited(stream)
    table, proposed = open_table(raw, lines_are_titles=lines_are_titles)
    with _progress(3 * table.row_count) as advance:
        with Session(engine()) as session:
            workspace = get_workspace(session, slug)
        reading = replace(proposed, clears_empty=clears_empty)
        rows = read_rows(raw, reading, workspace=workspace, report=lambda done, _: advance(done, 0))
        return bring_in(
            engine(),
            transaction if is_real else rolled_back,
            workspace=workspace,
            actor=Actor(user_id=None, name="Import", workspace_id=workspace.id, role=Role.ADMINISTRATOR),
            rows=rows,
            now=utcnow(),
            report=lambda done, _: advance(len(rows) + done, 0),
        )


@contextmanager
def _progress(length: int) -> Iterator[Report]:
    """Yield a way to say how far it is; a terminal shows it where it takes long enough to be read."""
    hidden = length < _WORTH_A_BAR or not sys.stderr.isatty()
    with click.progressbar(length=length, label="Importing", file=sys.stderr, hidden=hidden) as bar:
        yield lambda done, _total: bar.update(done - bar.pos)
