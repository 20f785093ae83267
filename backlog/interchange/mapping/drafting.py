"""Rows to drafts: cell by cell, each failure a finding of its row and column, never an exception."""

from collections.abc import Callable
from typing import TypeVar

from backlog.core.i18n import N_
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.jira import Criterion
from backlog.interchange.mapping.cells import (
    UnreadableCell,
    read_comment,
    read_criteria,
    read_day,
    read_kind,
    read_markup,
    read_moscow,
    read_points,
    read_priority,
    read_time,
    read_words,
)
from backlog.interchange.mapping.columns import Column, ColumnMap
from backlog.interchange.mapping.dates import DateDecision
from backlog.interchange.mapping.decisions import Decisions
from backlog.interchange.mapping.draft import Draft, DraftComment, Rules
from backlog.interchange.mapping.numbers import NumberDecision
from backlog.interchange.mapping.targets import Target
from backlog.interchange.mapping.words import Scale, find_status
from backlog.interchange.markup import clean_line
from backlog.interchange.reading import Row
from backlog.requirements.terms import Moscow, Status

_T = TypeVar("_T")
_SHOWN = 60  # characters of a cell that a finding repeats
_FORMULA_SIGNS = ("'=", "'+", "'-", "'@")


def draft_row(row: Row, columns: ColumnMap, decisions: Decisions, rules: Rules) -> Draft:
    """Return what a row says; what it fails to say stands in the draft's findings."""
    return _Drafting(row, columns, decisions, rules).draft()


class _Drafting:
    """One row under way."""

    def __init__(self, row: Row, columns: ColumnMap, decisions: Decisions, rules: Rules) -> None:
        self._row = row
        self._source = columns.source
        self._decisions = decisions
        self._rules = rules
        self._findings: list[Finding] = []
        self._cells: dict[Target, list[tuple[Column, str]]] = {}
        for column in columns.columns:
            if column.target is not Target.IGNORE and row.cells[column.position].strip():
                self._cells.setdefault(column.target, []).append((column, self._spared(column)))

    def draft(self) -> Draft:
        """Return the draft."""
        self._check_width()
        people, line = self._decisions.people, self._line
        title, overlong = self._title()
        source = "\n\n".join(text for _, text in self._cells.get(Target.DESCRIPTION, ()))
        description = read_markup(source, self._source, people)
        return Draft(
            line=self._row.line,
            title=title,
            description=f"{overlong}\n\n{description}".strip() if overlong else description,
            description_source=source,
            criteria=self._criteria(),
            kind=self._read(Target.KIND, lambda text, _: read_kind(text)),
            status=self._status(),
            status_name=line(Target.STATUS),
            moscow=self._moscow(),
            points=self._read(Target.POINTS, lambda text, at: read_points(text, self._numbers(at))),
            labels=self._words(Target.LABELS),
            components=self._words(Target.COMPONENTS),
            epic=line(Target.EPIC),
            epic_name=line(Target.EPIC_NAME),
            parent=line(Target.PARENT),
            parent_key=line(Target.PARENT_KEY),
            key=line(Target.KEY),
            external_key=line(Target.EXTERNAL_KEY),
            external_id=line(Target.EXTERNAL_ID),
            owner=line(Target.OWNER),
            target_on=self._read(Target.TARGET_ON, lambda text, at: read_day(text, self._dates(at))),
            comments=self._comments(),
            sprints=tuple(dict.fromkeys(clean_line(text) for _, text in self._cells.get(Target.SPRINT, ()))),
            created_at=self._read(
                Target.CREATED, lambda text, at: read_time(text, self._dates(at), zone=self._rules.zone)
            ),
            rank=line(Target.RANK),
            findings=tuple(self._findings),  # read last: all of the above may add to them
        )

    def _check_width(self) -> None:
        if self._row.surplus:
            cells = ", ".join(cell.strip() for cell in self._row.surplus)[:_SHOWN]
            message = N_("This row is longer than the header; left out: {value}")
            self._note(Severity.WARNING, "long_row", message, value=cells)
        if self._row.missing:
            message = N_("Cells that this row lacks at its end: {count}")
            self._note(Severity.NOTE, "short_row", message, count=self._row.missing)

    def _spared(self, column: Column) -> str:
        """Return a cell without the apostrophe that programs put before formulas."""
        text = self._row.cells[column.position].strip()
        if not text.startswith(_FORMULA_SIGNS):
            return text
        message = N_("The apostrophe before “{value}” was taken off.")
        self._note(Severity.NOTE, "apostrophe", message, column.position, value=text[1:_SHOWN])
        return text[1:]

    def _title(self) -> tuple[str, str]:
        """Return the title within its limit, and all of it where it is longer."""
        title, longest = self._line(Target.TITLE), self._rules.longest_title
        if not title:
            self._note(Severity.SKIP, "no_title", N_("There is no title."))
        if len(title) <= longest:
            return title, ""
        message = N_("The title is longer than {limit} characters; all of it stands in the description.")
        self._note(Severity.NOTE, "long_title", message, limit=longest)
        return f"{title[: longest - 1].rstrip()}…", title

    def _line(self, target: Target) -> str:
        """Return the first cell of a target on one line."""
        cells = self._cells.get(target)
        return clean_line(cells[0][1]) if cells else ""

    def _read(self, target: Target, read: Callable[[str, int], _T]) -> _T | None:
        """Return the first cell that can be read; raise nothing, note what cannot."""
        for column, text in self._cells.get(target, ()):
            if (value := self._try(column, text, read)) is not None:
                return value
        return None

    def _try(self, column: Column, text: str, read: Callable[[str, int], _T]) -> _T | None:
        try:
            return read(text, column.position)
        except UnreadableCell as problem:
            params = {**problem.params, "value": clean_line(text)[:_SHOWN]}
            said = Finding(Severity.WARNING, problem.code, problem.message, params, column.position, problem.when_known)
            self._findings.append(said)
            return None

    def _moscow(self) -> Moscow | None:
        scales = self._decisions.scales
        return self._read(Target.MOSCOW, lambda text, _: read_moscow(text)) or self._read(
            Target.PRIORITY, lambda text, at: read_priority(text, scales.get(at, Scale.FIVE))
        )

    def _status(self) -> Status | None:
        name, category = self._line(Target.STATUS), self._line(Target.STATUS_CATEGORY)
        status = find_status(name, category, self._line(Target.RESOLUTION), known=self._rules.statuses)
        if status is None and (name or category):
            column = self._cells[Target.STATUS if name else Target.STATUS_CATEGORY][0][0]
            said = Finding(
                Severity.WARNING,
                "unknown_status",
                N_("“{value}” is no status we know: it comes in as New."),
                {"value": (name or category)[:_SHOWN]},
                column.position,
                N_("“{value}” is no status we know: the status stays as it is."),
            )
            self._findings.append(said)
        return status

    def _criteria(self) -> tuple[Criterion, ...]:
        texts = [text for _, text in self._cells.get(Target.CRITERIA, ())]
        people = self._decisions.people
        return tuple(criterion for text in texts for criterion in read_criteria(text, self._source, people))

    def _words(self, target: Target) -> tuple[str, ...]:
        texts = [text for _, text in self._cells.get(target, ())]
        return read_words(texts, self._source, longest=self._rules.longest_label)

    def _comments(self) -> tuple[DraftComment, ...]:
        people, zone = self._decisions.people, self._rules.zone
        return tuple(
            read_comment(text, self._dates(column.position), self._source, people, zone=zone)
            for column, text in self._cells.get(Target.COMMENT, ())
        )

    def _dates(self, position: int) -> DateDecision:
        return self._decisions.dates.get(position, DateDecision())

    def _numbers(self, position: int) -> NumberDecision:
        return self._decisions.numbers.get(position, NumberDecision())

    def _note(self, severity: Severity, code: str, message: str, column: int | None = None, **params: object) -> None:
        self._findings.append(Finding(severity, code, message, params, column))
