"""Charts as pages show them: tables with every word ready, from which the browser draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures; `line` says how what is drawn from it looks, nothing is drawn without.

    The first that is drawn is the one the chart is about. `unit` stands behind each figure.
    """

    label: str
    line: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One moment: what it is called, its figures (None: none yet), and which actions changed the scope by how much."""

    label: str
    figures: Sequence[Decimal | int | None]
    marks: Sequence[tuple[str, str]] = ()
    tick: str = ""
    # By how much the scope grew and shrank in all, as the chart says it.
    note: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table; `about` says what is counted, `summary` what it comes to.

    `moment` stands above the names of the rows, `table` says what the table is to those who cannot see it. `kind` is
    "lines" or "areas", which lie upon each other.
    """

    name: str
    title: str
    about: str
    summary: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    file_url: str
    moment: str
    table: str
    kind: str = "lines"
    has_marks: bool = False
