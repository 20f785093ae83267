"""One issue, one line of CSV."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from backlog.core.errors import Conflict
from backlog.core.i18n import N_
from backlog.interchange.jira.cells import component, due_date, email, key_label, points, slug, summary
from backlog.interchange.jira.description import describe
from backlog.interchange.jira.issue import JiraIssue, WritingOptions
from backlog.interchange.jira.presets import Field, Preset
from backlog.requirements.terms import Kind

_LEVELS = {kind: kind.level for kind in Kind}
_GROWTH = 1024
_LINE_END = "\r\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """How often the repeated columns stand in the header: the most that any issue has."""

    labels: int = 0
    components: int = 0

    @classmethod
    def of(cls, issues: Iterable[JiraIssue]) -> "Shape":
        """Return the shape that holds all issues."""
        counts = [(len(issue.labels), len(issue.components)) for issue in issues]
        return cls(max((labels for labels, _ in counts), default=0), max((some for _, some in counts), default=0))


class IssueRows:
    """Writes line after line and remembers which row each possible parent is.

    By hand and not by csv.writer, which looks at every letter of every cell: most cells cannot need quotation marks,
    and in the others they are looked for at the speed of memory.
    """

    def __init__(self, preset: Preset, shape: Shape, options: WritingOptions) -> None:
        self.count = 0
        self._preset = preset
        self._shape = shape
        self._options = options
        self._ids = array("L")  # Issue ID by our number, 0 where not written
        self._levels = bytearray()  # and its level
        self._level = Kind.EPIC.level
        self._parent = ""
        self._summary, self._title_is_whole = "", True
        writers = self._writers()
        self._columns = [
            writers[column.field]
            for column in preset.columns
            if column.field is not Field.COMPONENT or shape.components
        ]

    def header(self) -> str:
        """Return the header; repeated columns stand in it once for each value."""
        widths = {Field.LABEL: 1 + self._shape.labels, Field.COMPONENT: self._shape.components}
        names = [column.header for column in self._preset.columns for _ in range(widths.get(column.field, 1))]
        return ",".join(names) + _LINE_END

    def line(self, issue: JiraIssue) -> str:
        """Return the line of an issue; raises ValueError where it cannot stand after the ones before."""
        self.count += 1
        self._place(issue)
        self._summary, self._title_is_whole = summary(issue.title, key=issue.key)
        return ",".join([write(issue) for write in self._columns]) + _LINE_END

    def _writers(self) -> dict[Field, Callable[[JiraIssue], str]]:
        kinds, priorities = self._preset.kinds, self._preset.priorities
        return {
            Field.ISSUE_ID: lambda _: str(self.count),
            Field.ISSUE_TYPE: lambda issue: kinds[issue.kind],
            Field.SUMMARY: lambda _: _quoted(self._summary),
            Field.DESCRIPTION: self._description,
            Field.PARENT: lambda _: self._parent,
            Field.PRIORITY: lambda issue: priorities[issue.moscow] if issue.moscow else "",
            Field.LABEL: self._labels,
            Field.COMPONENT: lambda issue: _components(issue.components, self._shape.components),
            Field.STORY_POINTS: lambda issue: points(issue.points),
            Field.DUE_DATE: lambda issue: due_date(issue.target_on),
            Field.ASSIGNEE: lambda issue: email(issue.assignee),
            Field.EXTERNAL_ID: lambda issue: issue.key,
        }

    def _place(self, issue: JiraIssue) -> None:
        """Find the row's parent and remember the row, in case it is one."""
        level, number = _LEVELS[issue.kind], issue.number
        if level > self._level:
            message = f"{issue.key} comes after an issue of a lower level"
            raise ValueError(message)
        self._level = level
        self._parent = self._parent_of(issue, level)
        if level < 0 and not self._parent:
            message = f"{issue.key} is a sub-task without a parent"
            raise ValueError(message)
        if level >= 0:
            if number >= len(self._ids):
                missing = number + _GROWTH - len(self._ids)
                self._ids.extend([0] * missing)
                self._levels.extend(bytes(missing))
            self._ids[number], self._levels[number] = self.count, level

    def _parent_of(self, issue: JiraIssue, level: int) -> str:
        number = issue.parent_number
        if number is None and issue.parent_jira_key is None:
            return ""
        if number is not None and number < len(self._ids) and self._ids[number] and self._levels[number] == level + 1:
            return str(self._ids[number])
        return issue.parent_jira_key or "" if level < Kind.EPIC.level else ""

    def _description(self, issue: JiraIssue) -> str:
        parent_is_written = bool(self._parent)
        return _quoted(
            describe(issue, self._options, title_is_whole=self._title_is_whole, parent_is_written=parent_is_written)
        )

    def _labels(self, issue: JiraIssue) -> str:
        return (
            f"{key_label(issue.key)},{_slugs(issue.labels, self._shape.labels)}"
            if self._shape.labels
            else key_label(issue.key)
        )


def _quoted(cell: str) -> str:
    if '"' in cell:
        cell = cell.replace('"', '""')
        return f'"{cell}"'
    return f'"{cell}"' if "," in cell or "\n" in cell else cell


@lru_cache(maxsize=4096)
def _slugs(labels: tuple[str, ...], width: int) -> str:
    return _cells(map(slug, labels), width)


@lru_cache(maxsize=4096)
def _components(names: tuple[str, ...], width: int) -> str:
    return _cells((_quoted(component(name)) for name in names), width)


def _cells(values: Iterable[str], width: int) -> str:
    """Return the values as cells, each once, and empty cells up to the header's width; raises Conflict beyond it."""
    cells = list(dict.fromkeys(filter(None, values)))
    if len(cells) > width:
        raise Conflict(N_("The requirements were changed while the file was being written. Please try again."))
    return ",".join(cells + [""] * (width - len(cells)))
