"""Files as answers: streamed, so that the first byte comes at once and memory stays as it is."""

from collections.abc import Callable, Iterator
from itertools import chain

from flask import Response, current_app, stream_with_context
from flask_babel import force_locale, gettext

from backlog.core.db import snapshot
from backlog.core.errors import NotFound
from backlog.core.i18n import N_
from backlog.interchange.jira import (
    JiraFile,
    JiraIssue,
    Phrases,
    Shape,
    WritingOptions,
    get_preset,
    jira_files,
    unpack,
    write_issues,
)
from backlog.interchange.queries import Selection, iter_issues, list_issues, shape_of
from backlog.web.session import end_session, engine
from backlog.workspaces.models import Workspace


def jira_response(selection: Selection, *, preset: str, name: str) -> Response:
    """Return the selection as a CSV file for Jira's importer.

    Raise NotFound for an unknown preset, Invalid where there is nothing. Ends the request's session.
    """
    chosen = get_preset(preset)
    end_session()
    return _response(jira_chunks(selection, preset=chosen.name), name)


def kept_response(packed: bytes, *, workspace: Workspace, preset: str, name: str) -> Response:
    """Return the file of a hand-over as it went out; ends the request's session."""
    end_session()
    issues, options = unpack(packed)
    options = options or writing_options(workspace)
    return _response(write_issues(issues, preset=get_preset(preset), shape=Shape.of(issues), options=options), name)


def _response(chunks: Iterator[bytes], name: str) -> Response:
    # The first rows are read before the answer begins: what is wrong then still has a status of its own.
    response = Response(stream_with_context(chain([next(chunks)], chunks)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-jira.csv"'
    return response


def jira_part_response(selection: Selection, *, preset: str, name: str, part: int) -> Response:
    """Return one of the files into which Jira's limit cuts the selection, counted from 1.

    Raise NotFound for an unknown preset or beyond the last file, Invalid where there is nothing.
    """
    parts = jira_parts(selection, preset=get_preset(preset).name)
    if part > len(parts):
        raise NotFound(N_("There are only {count} files."), params={"count": len(parts)})
    end_session()
    response = Response(stream_with_context(parts[part - 1].chunks), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-jira-{part}.csv"'
    response.headers["X-Part-Count"] = str(len(parts))
    return response


def jira_parts(selection: Selection, *, preset: str) -> list[JiraFile]:
    """Return the selection as files within Jira's limit, families together; raise Invalid where there is nothing."""
    with snapshot(engine()) as session:
        issues = list_issues(session, selection)
    options = writing_options(selection.workspace)
    return jira_files(issues, preset=get_preset(preset), options=options)


def jira_chunks(
    selection: Selection, *, preset: str, written: Callable[[int], object] | None = None
) -> Iterator[bytes]:
    """Yield the bytes of the file, read in one transaction: one picture of the backlog, whatever is written meanwhile.

    `written` is told how many rows have gone through since it was last told.
    """
    with snapshot(engine()) as session:
        shape = shape_of(session, selection)
        options = writing_options(selection.workspace)
        issues = iter_issues(session, selection, shape)
        if written is not None:
            issues = _telling(issues, written)
        yield from write_issues(issues, preset=get_preset(preset), shape=shape, options=options)


def _telling(issues: Iterator[JiraIssue], written: Callable[[int], object]) -> Iterator[JiraIssue]:
    for issue in issues:
        written(1)
        yield issue


def writing_options(workspace: Workspace) -> WritingOptions:
    """Return what stays the same for all rows of a workspace's file."""
    phrases = Phrases()
    with force_locale(workspace.locale):
        words = {
            name: str(gettext(getattr(phrases, name)))
            for name in ("acceptance_criteria", "full_title", "belongs_to", "cut")
        }
    address = f"{current_app.config['SETTINGS'].base_url}/w/{workspace.slug}/requirements/"
    return WritingOptions(reference_url=address, phrases=Phrases(**words))
