"""Which column is read as what: a proposal from the header, changed by people, kept by position."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.mapping.folding import fold
from backlog.interchange.mapping.targets import ADDING_UP, Source, Target
from backlog.interchange.mapping.vocabulary import (
    CERTAIN,
    CUSTOM_FIELD,
    CUSTOM_TARGETS,
    JIRA_SIGNS,
    LIKELY,
    STRENGTH,
)

_WITH_BRACKETS = re.compile(r"(?P<outside>[^()]+)\((?P<inside>.+)\)\s*")
# Jira keeps these in two columns (one per kind of project); the one that is filled counts.
_IN_TWO_COLUMNS = frozenset({Target.POINTS, Target.EPIC, Target.RANK})
_JIRA_SIGNS_NEEDED = 2
# What is longer names no column: a line of something else, through which no expression has to go.
_LONGEST_HEADER = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column by its position; `is_guess` where its word may mean something else."""

    position: int
    header: str
    target: Target
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All columns of a table in their order, and whose table it is."""

    source: Source
    columns: tuple[Column, ...]

    @property
    def targets(self) -> frozenset[Target]:
        """Return what the table speaks of: what it does not speak of, an import must leave as it is."""
        return frozenset(column.target for column in self.columns) - {Target.IGNORE}

    def of(self, target: Target) -> tuple[Column, ...]:
        """Return the columns that are read as the target."""
        return tuple(column for column in self.columns if column.target is target)

    def with_target(self, position: int, target: Target) -> "ColumnMap":
        """Return the map with one column read as something else."""
        changed = (
            replace(column, target=target, is_guess=False) if column.position == position else column
            for column in self.columns
        )
        return replace(self, columns=tuple(changed))

    def require_title(self) -> None:
        """Raise Invalid where no column is read as the title: without one there is nothing to bring in."""
        if Target.TITLE not in self.targets:
            raise Invalid(N_("Choose the column that holds the title."), field=Target.TITLE)


def propose_columns(header: Sequence[str]) -> ColumnMap:
    """Return what each column most likely means, judged by its header alone."""
    source = _source(header)
    claims = [_claim(name, source) for name in header]
    columns = [Column(position, header[position], *claim) for position, claim in enumerate(claims)]
    return ColumnMap(source, tuple(_settled(columns)))


def restore_columns(header: Sequence[str], *, source: str, targets: Sequence[str]) -> ColumnMap:
    """Return a map that was kept or sent as words; raises Invalid where it does not fit the header."""
    try:
        chosen = [Target(target) for target in targets]
        columns = [
            Column(number, name, target) for number, (name, target) in enumerate(zip(header, chosen, strict=True))
        ]
        return ColumnMap(Source(source), tuple(columns))
    except ValueError as error:
        raise Invalid(N_("The choice of columns does not fit this file.")) from error


def _source(header: Iterable[str]) -> Source:
    names = {fold(name) for name in header}
    is_jira = len(names & JIRA_SIGNS) >= _JIRA_SIGNS_NEEDED or any(_custom_field(name) for name in header)
    return Source.JIRA if is_jira else Source.OTHER


def _custom_field(header: str) -> str:
    """Return X of "Custom field (X)", else ""."""
    match = _WITH_BRACKETS.fullmatch(header.strip())
    return match.group("inside") if match and fold(match.group("outside")) in CUSTOM_FIELD else ""


def _claim(header: str, source: Source) -> tuple[Target, bool]:
    """Return what a header means by itself, and whether that is a guess."""
    if len(header) > _LONGEST_HEADER:
        return Target.IGNORE, True
    if custom := _custom_field(header):
        name = fold(custom)
        target = Target.EPIC_NAME if name == "epic name" else CERTAIN.get(name, Target.IGNORE)
        return (target if target in CUSTOM_TARGETS else Target.IGNORE), False
    name = fold(header)
    if name in CERTAIN:
        return CERTAIN[name], False
    if source is Source.JIRA:
        # Jira's own header leaves nothing to guess, but for two names that some of its exports use.
        return {"key": Target.EXTERNAL_KEY, "parent summary": Target.EPIC}.get(name, Target.IGNORE), True
    bare = _WITH_BRACKETS.sub(lambda match: match.group("outside"), header)
    return LIKELY.get(name) or CERTAIN.get(fold(bare)) or LIKELY.get(fold(bare)) or Target.IGNORE, True


def _settled(columns: Iterable[Column]) -> Iterable[Column]:
    """Yield the columns so that a target with one value is claimed once: the certain word, then the stronger one."""
    columns = list(columns)
    winners: dict[Target, Column] = {}
    for column in columns:
        best = winners.get(column.target)
        if best is None or _weight(column) < _weight(best):
            winners[column.target] = column
    for column in columns:
        yield column if _stays(column, winners) else replace(column, target=Target.IGNORE, is_guess=False)


def _weight(column: Column) -> tuple[bool, int]:
    return column.is_guess, STRENGTH.get(fold(column.header), 0)


def _stays(column: Column, winners: dict[Target, Column]) -> bool:
    if column.target is Target.IGNORE:
        return False
    best = winners[column.target]
    if column.target is Target.EPIC and column.is_guess and {Target.PARENT, Target.PARENT_KEY} & winners.keys():
        return False
    if column.target in ADDING_UP or column.target in _IN_TWO_COLUMNS:
        return column.is_guess == best.is_guess
    return fold(column.header) == fold(best.header)
