"""From the bytes of a file to the rows an import takes, by way of the columns a person has agreed to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from backlog.core.keys import find_number
from backlog.core.types import clean_text
from backlog.interchange.mapping import (
    ColumnMap,
    DateOrder,
    Decisions,
    Draft,
    Rules,
    Source,
    Target,
    backlog_order,
    decide,
    draft_row,
    own_keys,
    propose_columns,
    recognise_moscow,
    require_table,
    restore_columns,
)
from backlog.interchange.mapping.folding import fold
from backlog.interchange.mapping.numbers import DecimalMark, NumberDecision
from backlog.interchange.mapping.words import CATEGORIES, STATUSES
from backlog.interchange.reading import STANDARD_LIMITS, ReadingLimits, Row, Table, read_table
from backlog.interchange.services.importing.clearing import cleared
from backlog.interchange.services.importing.incoming import FILE, JIRA, IncomingComment, IncomingRow
from backlog.requirements.services.values import LABEL_LENGTH, MOST_LABELS, TITLE_LENGTH
from backlog.workspaces.models import Workspace

Report = Callable[[int, int], None]
_REPORT_EVERY = 250


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: whose it is, what each column means, and what its ambiguous cells mean."""

    source: str
    targets: tuple[str, ...]
    date_order: str = ""
    decimal: str = ""
    clears_empty: bool = False
    updates_same_title: bool = False
    lines_are_titles: bool = False

    @classmethod
    def proposed(cls, table: Table, *, lines_are_titles: bool = False) -> "Reading":
        """Return what the headers suggest, and the cells where a header leaves it open."""
        columns = recognise_moscow(table, propose_columns(table.header))
        targets = tuple(str(column.target) for column in columns.columns)
        return cls(columns.source, targets, lines_are_titles=lines_are_titles)

    def columns(self, table: Table) -> ColumnMap:
        """Return the columns of the table; raise Invalid where they do not fit it or none is the title."""
        columns = restore_columns(table.header, source=self.source, targets=self.targets)
        columns.require_title()
        return columns

    def decisions(self, table: Table, columns: ColumnMap) -> Decisions:
        """Return what the cells show, and where they leave it open what a person said."""
        found = decide(table, columns)
        if self.date_order:
            for position in found.open_questions:
                found = found.with_date_order(position, DateOrder(self.date_order))
        if self.decimal:
            mark = NumberDecision(DecimalMark(self.decimal))
            numbers = {at: number if number.is_certain else mark for at, number in found.numbers.items()}
            found = replace(found, numbers=numbers)
        return found


def open_table(
    raw: bytes, *, lines_are_titles: bool = False, limits: ReadingLimits = STANDARD_LIMITS
) -> tuple[Table, Reading]:
    """Return a file that somebody has just chosen, and how it is proposed to be read.

    Raise Invalid or LimitReached where it cannot be read, NoTable where it is none and its lines are not titles.
    """
    table = read_table(raw, lines_are_titles=lines_are_titles, limits=limits)
    if not lines_are_titles:
        require_table(table, propose_columns(table.header))
    return table, Reading.proposed(table, lines_are_titles=lines_are_titles)


def read_rows(
    raw: bytes,
    reading: Reading,
    *,
    workspace: Workspace,
    limits: ReadingLimits = STANDARD_LIMITS,
    report: Report = lambda _done, _total: None,
) -> list[IncomingRow]:
    """Return the rows of a file; raise Invalid or LimitReached where it cannot be read at all."""
    table = read_table(raw, lines_are_titles=reading.lines_are_titles, limits=limits)
    columns = reading.columns(table)
    decisions = reading.decisions(table, columns)
    rules = Rules(ZoneInfo(workspace.time_zone), longest_title=TITLE_LENGTH, longest_label=LABEL_LENGTH)
    drafts: list[Draft] = []
    for row in table.rows():
        drafts.append(draft_row(row, columns, decisions, rules))
        if len(drafts) % _REPORT_EVERY == 0:
            report(len(drafts), table.row_count)
    order = {position: place for place, position in enumerate(backlog_order(drafts))}
    return [
        replace(
            _incoming(row, draft, columns, workspace.requirement_prefixes, order[position]),
            matches_title=reading.updates_same_title,
            cleared=cleared(row, columns, workspace.requirement_prefixes) if reading.clears_empty else frozenset(),
        )
        for position, (row, draft) in enumerate(zip(table.rows(), drafts, strict=True))
    ]


def _incoming(row: Row, draft: Draft, columns: ColumnMap, prefixes: tuple[str, ...], order: int) -> IncomingRow:
    return IncomingRow(
        line=draft.line,
        values=dict(_values(draft, prefixes)),
        system=JIRA if columns.source is Source.JIRA else FILE,
        external_key=draft.external_key,
        external_id=draft.external_id,
        own_key=next(iter(own_keys(draft, prefixes=prefixes)), ""),
        parent_id=draft.parent,
        parent_key=draft.parent_key,
        epic=draft.epic,
        epic_name=draft.epic_name,
        is_coarse_status=_is_coarse(draft.status_name),
        owner=draft.owner,
        order=order,
        comments=tuple(
            IncomingComment(comment.body, comment.source_key, comment.author, comment.written_at)
            for comment in draft.comments
        ),
        source_status=draft.status_name or None,
        raw=_raw(row, draft, columns),
        findings=draft.findings,
    )


def _values(draft: Draft, prefixes: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield what the row says; a cell that is empty says nothing and so changes nothing."""
    labels = [label for label in draft.labels if find_number(prefixes, label) is None][:MOST_LABELS]
    said: Mapping[str, Any] = {
        "title": draft.title,
        "description": draft.description,
        "acceptance_criteria": [{"text": one.text, "done": one.is_done} for one in draft.criteria],
        "kind": draft.kind and str(draft.kind),
        "status": draft.status and str(draft.status),
        "moscow": draft.moscow and str(draft.moscow),
        "points": draft.points,
        "target_on": draft.target_on,
        "labels": labels,
        "components": list(draft.components),
    }
    yield from ((name, value) for name, value in said.items() if value is not None and value not in ("", []))


def _is_coarse(status_name: str) -> bool:
    """Tell whether a status says no more than its category, or nothing that we have a word for."""
    word = fold(status_name)
    return word in CATEGORIES or word not in STATUSES


def _raw(row: Row, draft: Draft, columns: ColumnMap) -> dict[str, Any]:
    """Return what has no place in a requirement, by header; a header that is repeated has a list."""
    kept = {Target.IGNORE, Target.SPRINT, Target.CREATED, Target.OWNER, Target.RESOLUTION, Target.PRIORITY}
    found: dict[str, list[str]] = {}
    for column in columns.columns:
        cell = clean_text(row.cells[column.position]).strip()
        if cell and column.target in kept:
            found.setdefault(column.header, []).append(cell)
    raw: dict[str, Any] = {header: cells[0] if len(cells) == 1 else cells for header, cells in found.items()}
    if columns.source is Source.JIRA and draft.description_source:
        raw["description"] = clean_text(draft.description_source)
    return raw
