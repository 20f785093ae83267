"""Issues to CSV bytes, row by row: the first byte comes at once, and memory stays as it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.jira.arranging import split
from backlog.interchange.jira.issue import JiraIssue, WritingOptions
from backlog.interchange.jira.presets import Preset
from backlog.interchange.jira.rows import IssueRows, Shape

_CHUNK = 64 * 1024  # characters that go out together


@dataclass(frozen=True, slots=True)
class JiraFile:
    """One file of a hand-over: its number from 1, its rows in file order, and its bytes as a stream."""

    number: int
    issues: Sequence[JiraIssue]
    chunks: Iterator[bytes]


def jira_files(issues: Iterable[JiraIssue], *, preset: Preset, options: WritingOptions | None = None) -> list[JiraFile]:
    """Return as many files as the preset's limit asks for; `issues` come in our ranking.

    Raises Invalid where there is nothing to write.
    """
    batches = split(issues, rows_per_file=preset.rows_per_file)
    if not batches:
        raise _nothing()
    return [
        JiraFile(number, batch, write_issues(batch, preset=preset, shape=Shape.of(batch), options=options))
        for number, batch in enumerate(batches, start=1)
    ]


def write_issues(
    issues: Iterable[JiraIssue], *, preset: Preset, shape: Shape, options: WritingOptions | None = None
) -> Iterator[bytes]:
    """Yield one CSV file in chunks, the first as soon as there is an issue.

    `issues` come arranged (see `arrange`): epics, stories, sub-tasks, a sub-task's parent in the file or in Jira.
    Raises Invalid where there are none, Conflict where an issue has more labels than the header, ValueError where
    the order is not kept.
    """
    rows = IssueRows(preset, shape, options or WritingOptions())
    lines, size = [rows.header()], _CHUNK  # the first row goes out at once
    for issue in issues:
        lines.append(line := rows.line(issue))
        size += len(line)
        if size >= _CHUNK:
            yield "".join(lines).encode()
            lines, size = [], 0
    if not rows.count:
        raise _nothing()
    yield "".join(lines).encode()


def _nothing() -> Invalid:
    return Invalid(N_("There is nothing to hand over."))
