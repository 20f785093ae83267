"""`flask export-jira`."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from backlog.core.db import snapshot
from backlog.core.errors import DomainError
from backlog.interchange.downloads import jira_chunks
from backlog.interchange.jira import get_preset
from backlog.interchange.queries import Selection, count_of
from backlog.web.commands import DatabaseCommand
from backlog.web.session import engine
from backlog.workspaces.models import Workspace
from backlog.workspaces.queries import get_workspace

# Fewer rows are written before anybody could read a progress bar.
_WORTH_A_BAR = 5000


@click.command("export-jira", cls=DatabaseCommand)
@click.option("--workspace", "slug", required=True, help="The short name of the workspace, as in its address.")
@click.option("--preset", default="cloud-company", show_default=True, help="For which kind of Jira.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write the file.")
@with_appcontext
def export_jira(slug: str, preset: str, out: Path) -> None:
    """Write all requirements that are not archived as a CSV file for Jira's importer."""
    try:
        chosen = get_preset(preset)
        rows = _write(_workspace(slug), chosen.name, out)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    if rows > chosen.rows_per_file:
        click.echo(f"Jira's importer wants at most {chosen.rows_per_file} rows a file; this one has {rows}.", err=True)
    click.echo(f"{rows} requirements written to {out}")


def _workspace(slug: str) -> Workspace:
    with snapshot(engine()) as session:
        return get_workspace(session, slug)


def _write(workspace: Workspace, preset: str, out: Path) -> int:
    """Write beside the target and put it in place at the end, so that a broken run leaves nothing half."""
    partial = out.with_name(f".{out.name}.partial")
    selection = Selection(workspace)
    try:
        with partial.open("wb") as file, snapshot(engine()) as session:
            rows = count_of(session, selection)
            with click.progressbar(length=rows, label="Writing", file=sys.stderr, hidden=rows < _WORTH_A_BAR) as bar:
                for chunk in jira_chunks(selection, preset=preset, written=bar.update):
                    file.write(chunk)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return rows
