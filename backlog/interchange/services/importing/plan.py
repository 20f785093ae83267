"""All that an import is going to write, decided beforehand: the writing looks nothing up and computes nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from backlog.core.keys import make_key
from backlog.core.permissions import Actor
from backlog.interchange.findings import Finding
from backlog.interchange.queries.matching import Stamp
from backlog.interchange.services.importing.filling import PreparedRow
from backlog.interchange.services.importing.incoming import IncomingComment, IncomingRow
from backlog.interchange.services.importing.matching import Match, Matcher
from backlog.interchange.services.importing.outcome import ImportOutcome, RowOutcome, Verdict
from backlog.interchange.services.importing.placing import Place
from backlog.requirements.services.inserting import PlacedRequirement
from backlog.requirements.services.rewriting import RewrittenRequirement
from backlog.requirements.services.values import JsonValues
from backlog.workspaces.models import Workspace

Report = Callable[[int, int], None]
AT_ONCE = 500
T = TypeVar("T")


@dataclass(slots=True)
class PlannedRow:
    """One row: what it says, whom it speaks of, and what is to be written for it."""

    prepared: PreparedRow
    match: Match
    place: Place
    values: JsonValues
    findings: list[Finding]
    number: int | None = None
    verdict: Verdict = Verdict.SKIPPED
    placed: PlacedRequirement | None = None
    change: RewrittenRequirement | None = None
    comments: Sequence[IncomingComment] = ()

    @property
    def row(self) -> IncomingRow:
        """Return the row as it was read."""
        return self.prepared.row

    @property
    def is_new(self) -> bool:
        """Tell whether the row makes a new requirement."""
        return self.match.known is None and self.match.skip is None

    @property
    def changes_known(self) -> bool:
        """Tell whether the row speaks of a requirement that is there."""
        return self.match.known is not None and self.match.skip is None

    def outcome(self, prefix: str) -> RowOutcome:
        """Return what becomes of the row."""
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
    """One import into the workspace as it stood at `stamp`."""

    workspace: Workspace
    actor: Actor
    now: datetime
    stamp: Stamp
    rows: Sequence[PlannedRow]
    matcher: Matcher
    # References by the number of their requirement, and those that say something else now, by their own id.
    new_references: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    changed_references: dict[int, dict[str, Any]] = field(default_factory=dict)

    def parent_of(self, planned: PlannedRow) -> int | None:
        """Return the number of what stands above a row, None if nothing does."""
        place = planned.place
        if place.parent is not None:
            return place.parent.number
        return None if place.parent_row is None else self.rows[place.parent_row].number

    def key_of(self, number: int) -> str:
        """Return the key by which people name a requirement."""
        return make_key(self.workspace.requirement_prefix, number)

    def outcome(self) -> ImportOutcome:
        """Return what becomes of all rows."""
        rows = tuple(planned.outcome(self.workspace.requirement_prefix) for planned in self.rows)
        return ImportOutcome(rows, sum(len(planned.comments) for planned in self.rows))


def batches(items: Sequence[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield the items some hundreds at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
