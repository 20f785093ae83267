"""All rows of an import on their way: what each says, whom it speaks of, and what has become of it so far."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from backlog.core.keys import make_key
from backlog.core.permissions import Actor
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.interchange.services.importing.matching import Match, Matcher
from backlog.interchange.services.importing.outcome import RowOutcome, Verdict
from backlog.interchange.services.importing.placing import Place
from backlog.requirements.services.values import JsonValues
from backlog.workspaces.models import Workspace

Report = Callable[[int, int], None]
AT_ONCE = 500
T = TypeVar("T")


@dataclass(slots=True)
class PlannedRow:
    """One row: what it says and what has become of it."""

    row: IncomingRow
    match: Match
    place: Place
    values: JsonValues
    findings: list[Finding]
    requirement_id: int | None = None
    number: int | None = None
    verdict: Verdict = Verdict.SKIPPED

    @property
    def is_skipped(self) -> bool:
        """Tell whether the row stays out."""
        return any(one.severity is Severity.SKIP for one in self.findings)

    @property
    def is_new(self) -> bool:
        """Tell whether the row makes a new requirement."""
        return self.match.known is None and not self.is_skipped

    @property
    def changes_known(self) -> bool:
        """Tell whether the row speaks of a requirement that is there."""
        return self.match.known is not None and not self.is_skipped

    def outcome(self, prefix: str) -> RowOutcome:
        """Return what became of the row."""
        key = make_key(prefix, self.number) if self.number else ""
        return RowOutcome(
            self.row.line,
            self.verdict,
            str(self.row.values.get("title") or "")[:500],
            key,
            self.row.external_key,
            tuple(self.findings),
        )


@dataclass(slots=True)
class Plan:
    """One run of an import over all rows."""

    session: Session
    workspace: Workspace
    actor: Actor
    now: datetime
    rows: Sequence[PlannedRow]
    matcher: Matcher
    report: Report
    done: int = field(default=0)
    comments: int = field(default=0)

    def advance(self, count: int) -> None:
        """Say that so many more rows are done."""
        self.done += count
        self.report(self.done, len(self.rows))

    def parent_of(self, planned: PlannedRow) -> tuple[int, str] | None:
        """Return id and key of what stands above a row, None if nothing does."""
        place = planned.place
        if place.parent is not None:
            return place.parent.id, make_key(self.workspace.requirement_prefix, place.parent.number)
        if place.parent_row is None:
            return None
        above = self.rows[place.parent_row]
        if above.requirement_id is None or above.number is None:
            return None
        return above.requirement_id, make_key(self.workspace.requirement_prefix, above.number)


def batches(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield the items some hundreds at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
