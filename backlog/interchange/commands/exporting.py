"""`flask export-jira`."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from backlog.core.db import snapshot
from backlog.core.errors import DomainError
from backlog.interchange.downloads import jira_chunks, jira_parts
from backlog.interchange.jira import JiraFile, Preset, get_preset
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
    """Write all requirements that are not archived as CSV for Jira's importer.

    Where they are more than its limit they go into several files, FILE-1.csv, FILE-2.csv and so on.
    """
    try:
        chosen = get_preset(preset)
        selection = Selection(_workspace(slug))
        rows, paths = _write(selection, chosen, out)
    except (DomainError, OSError) as error:
        raise click.ClickException(str(error)) from error
    if len(paths) > 1:
        limit = f"Jira's importer wants at most {chosen.rows_per_file} rows a file"
        click.echo(f"{rows} requirements written to {paths[0]} … {paths[-1].name}, {len(paths)} files: {limit}.")
    else:
        click.echo(f"{rows} requirements written to {out}")


def _workspace(slug: str) -> Workspace:
    with snapshot(engine()) as session:
        return get_workspace(session, slug)


def _write(selection: Selection, preset: Preset, out: Path) -> tuple[int, list[Path]]:
    """Write one file, or as many numbered ones as Jira's limit asks for; return how many rows went into which."""
    with snapshot(engine()) as session:
        rows = count_of(session, selection)
    with click.progressbar(length=rows, label="Writing", file=sys.stderr, hidden=rows < _WORTH_A_BAR) as bar:
        if rows <= preset.rows_per_file:
            return rows, _put([(out, jira_chunks(selection, preset=preset.name, written=bar.update))])
        parts = jira_parts(selection, preset=preset.name)
        numbered = [out.with_name(f"{out.stem}-{part.number}{out.suffix}") for part in parts]
        chunks = (_telling(part, bar.update) for part in parts)
        return sum(len(part.issues) for part in parts), _put(zip(numbered, chunks, strict=True))


def _put(files: Iterable[tuple[Path, Iterable[bytes]]]) -> list[Path]:
    """Write beside the targets and put all in place at the end, so that a broken run leaves nothing half."""
    partials: dict[Path, Path] = {}
    try:
        for path, chunks in files:
            partials[path] = path.with_name(f".{path.name}.partial")
            with partials[path].open("wb") as file:
                file.writelines(chunks)
        for path, partial in partials.items():
            partial.replace(path)
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)
    return list(partials)


def _telling(part: JiraFile, written: Callable[[int], object]) -> Iterator[bytes]:
    yield from part.chunks
    written(len(part.issues))
