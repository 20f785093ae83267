"""What only the cells show: how dates, numbers and priorities of a column are to be read, and who is who."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from backlog.interchange.mapping.columns import ColumnMap
from backlog.interchange.mapping.dates import DateDecision, DateOrder, decide_dates
from backlog.interchange.mapping.folding import fold
from backlog.interchange.mapping.numbers import DecimalMark, NumberDecision, decide_numbers
from backlog.interchange.mapping.targets import Source, Target
from backlog.interchange.mapping.words import MOSCOW, Scale, decide_scale
from backlog.interchange.reading import Delimiter, Table

_DATED = (Target.TARGET_ON, Target.CREATED, Target.COMMENT)
_DECIDED = frozenset({*_DATED, Target.POINTS, Target.PRIORITY})
_TELLING = 60  # characters of a cell; a date, number or priority is shorter


@dataclass(frozen=True, slots=True)
class Decisions:
    """How to read a table's cells, by column position; `people` are display names by account id."""

    dates: Mapping[int, DateDecision] = field(default_factory=dict)
    numbers: Mapping[int, NumberDecision] = field(default_factory=dict)
    scales: Mapping[int, Scale] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_questions(self) -> tuple[int, ...]:
        """Return the columns whose dates a person should be asked about."""
        return tuple(position for position, decision in self.dates.items() if not decision.is_certain)

    def with_date_order(self, position: int, order: DateOrder) -> "Decisions":
        """Return the decisions with a column's dates read as a person said."""
        return replace(self, dates={**self.dates, position: DateDecision(order)})


def decide(table: Table, columns: ColumnMap) -> Decisions:
    """Return what a walk over all rows shows."""
    cells = _cells_by_column(table, [column.position for column in columns.columns if column.target in _DECIDED])
    default = DecimalMark.COMMA if table.delimiter is Delimiter.SEMICOLON else DecimalMark.POINT
    dates = {
        column.position: decide_dates(_date_texts(column.target, cells[column.position]))
        for target in _DATED
        for column in columns.of(target)
    }
    return Decisions(
        dates=_agreed(dates),
        numbers={
            column.position: decide_numbers(cells[column.position], default=default)
            for column in columns.of(Target.POINTS)
        },
        scales={
            column.position: Scale.FIVE if columns.source is Source.JIRA else decide_scale(cells[column.position])
            for column in columns.of(Target.PRIORITY)
        },
        people=_people(table),
    )


def recognise_moscow(table: Table, columns: ColumnMap) -> ColumnMap:
    """Return the proposal, a column of priorities that holds nothing but MoSCoW's words read as MoSCoW."""
    priorities = columns.of(Target.PRIORITY)
    if columns.source is Source.JIRA or len(priorities) != 1 or columns.of(Target.MOSCOW):
        return columns
    (column,) = priorities
    words = {fold(cell) for cell in _cells_by_column(table, [column.position])[column.position]} - {""}
    says_moscow = bool(words) and words <= MOSCOW.keys()
    return columns.with_target(column.position, Target.MOSCOW) if says_moscow else columns


def _cells_by_column(table: Table, positions: Sequence[int]) -> dict[int, list[str]]:
    cells: dict[int, list[str]] = {position: [] for position in positions}
    for row in table.rows():
        for position in positions:
            if text := row.cells[position][:_TELLING]:
                cells[position].append(text)
    return cells


def _date_texts(target: Target, texts: Iterable[str]) -> Iterable[str]:
    """Return the dates of a column; a comment carries its own before the first semicolon."""
    return (text.partition(";")[0] for text in texts) if target is Target.COMMENT else texts


def _agreed(dates: Mapping[int, DateDecision]) -> dict[int, DateDecision]:
    """Return the decisions; one column that shows the order answers for the others, as one program wrote them all."""
    shown = {decision.order for decision in dates.values() if decision.is_shown}
    if len(shown) != 1:
        return dict(dates)
    order = shown.pop()
    return {
        position: decision if decision.is_certain else DateDecision(order, is_shown=True)
        for position, decision in dates.items()
    }


def _people(table: Table) -> dict[str, str]:
    """Return the names that stand beside account ids: "Assignee" beside "Assignee Id", each repeat by itself."""
    pairs = list(_pairs(table.header))
    people: dict[str, str] = {}
    if pairs:
        for row in table.rows():
            for name, account in pairs:
                if row.cells[name] and row.cells[account]:
                    people.setdefault(row.cells[account].strip(), row.cells[name].strip())
    return people


def _pairs(header: Sequence[str]) -> Iterator[tuple[int, int]]:
    seen: dict[str, int] = {}
    places: dict[tuple[str, int], int] = {}
    for position, name in enumerate(map(fold, header)):
        seen[name] = seen.get(name, 0) + 1
        places[name, seen[name]] = position
    for (name, repeat), position in places.items():
        if (account := places.get((f"{name} id", repeat))) is not None:
            yield position, account
