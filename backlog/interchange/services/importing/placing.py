"""What stands above what: parents found in the file or in the workspace, as far as the hierarchy allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backlog.core.i18n import N_
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.queries.matching import Known
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.interchange.services.importing.matching import Match, Matcher
from backlog.requirements.terms import Kind

# Why nothing comes to stand above a row, and what that does to a requirement that is there.
_NOT_FOUND = (
    N_("What stands above it was not found: it comes in with nothing above it."),
    N_("What stands above it was not found: it stays where it is."),
)
_ARCHIVED = (
    N_("What stands above it is archived: it comes in with nothing above it."),
    N_("What stands above it is archived: it stays where it is."),
)
_CANNOT_STAND = (
    N_("What stands above it in the file cannot stand there here: it comes in with nothing above it."),
    N_("What stands above it in the file cannot stand there here: it stays where it is."),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: its kind (None: it does not say), and its parent as a row of the file or a requirement."""

    kind: Kind | None = None
    parent_row: int | None = None
    parent: Known | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def has_parent(self) -> bool:
        """Tell whether something stands above."""
        return self.parent_row is not None or self.parent is not None


class Placer:
    """Finds the parent of each row among all rows and what is there already."""

    def __init__(self, rows: Sequence[IncomingRow], matches: Sequence[Match], matcher: Matcher) -> None:
        self._rows = rows
        self._matches = matches
        self._matcher = matcher
        taken = [position for position, match in enumerate(matches) if match.skip is None]
        self._by_id = {rows[at].external_id: at for at in taken if rows[at].external_id}
        self._by_key = {rows[at].external_key: at for at in taken if rows[at].external_key}
        self._by_key |= {rows[at].own_key: at for at in taken if rows[at].own_key}
        self._epics = {
            name: at
            for at in taken
            if self._kind(at) is Kind.EPIC
            for name in (rows[at].epic_name.casefold(), rows[at].title)
            if name
        }

    def place(self, position: int) -> Place:
        """Return where a row stands; a parent that cannot be above it is left out and the person told."""
        row, match = self._rows[position], self._matches[position]
        kind = self._kind(position)
        asked = bool(row.parent_id or row.parent_key or row.epic)
        found = self._parent(row, kind) if asked else Place()
        problem = self._problem(kind, found, position) if found.has_parent else None
        if asked and not found.has_parent and kind is not Kind.EPIC:
            problem = _NOT_FOUND
        if problem is not None:
            message, when_known = problem
            found = Place(findings=(Finding(Severity.WARNING, "parent", message, when_known=when_known),))
        return self._with_kind(found, kind, match)

    def _with_kind(self, found: Place, kind: Kind, match: Match) -> Place:
        """A sub-task without a parent becomes a task; a requirement that is there keeps its level."""
        if match.known is not None:
            said = kind if kind.level == Kind(match.known.kind).level else None
            return replace(found, kind=said)
        if kind is Kind.SUBTASK and not found.has_parent:
            note = Finding(Severity.NOTE, "kind", N_("It comes in as a task: a sub-task needs something above it."))
            return replace(found, kind=Kind.TASK, findings=(*found.findings, note))
        return replace(found, kind=kind)

    def _kind(self, position: int) -> Kind:
        said = self._rows[position].values.get("kind")
        known = self._matches[position].known
        if known is not None and (said is None or Kind(said).level != Kind(known.kind).level):
            return Kind(known.kind)
        return Kind(said) if said else Kind.STORY

    def _parent(self, row: IncomingRow, kind: Kind) -> Place:
        for at in (self._by_id.get(row.parent_id), self._by_key.get(row.parent_key), self._by_key.get(row.parent_id)):
            if at is not None:
                return Place(parent_row=at)
        if row.parent_id and (known := self._known(row.parent_id)):
            return Place(parent=known)
        if row.parent_key and (known := self._known(row.parent_key)):
            return Place(parent=known)
        return self._epic(row.epic) if row.epic and kind.level == 0 else Place()

    def _known(self, name: str) -> Known | None:
        return self._matcher.find_by_external_id(name) or self._matcher.find_by_key(name)

    def _epic(self, name: str) -> Place:
        at = self._by_key.get(name)
        if at is None:
            at = self._epics.get(" ".join(name.casefold().split()))
        if at is not None:
            return Place(parent_row=at)
        known = self._matcher.find_by_key(name) or self._matcher.find_by_title(name)
        return Place(parent=known) if known is not None and known.kind == Kind.EPIC else Place()

    def _problem(self, kind: Kind, found: Place, position: int) -> tuple[str, str] | None:
        if found.parent is not None and found.parent.is_archived:
            return _ARCHIVED
        above = Kind(found.parent.kind) if found.parent else self._kind(found.parent_row or 0)
        if found.parent_row is not None and self._becomes_task(found.parent_row):
            above = Kind.TASK
        if above.level != kind.level + 1 or found.parent_row == position:
            return _CANNOT_STAND
        return None

    def _becomes_task(self, position: int) -> bool:
        kind = self._kind(position)
        is_new_subtask = self._matches[position].known is None and kind is Kind.SUBTASK
        return is_new_subtask and not self._parent(self._rows[position], kind).has_parent


def place_all(rows: Sequence[IncomingRow], matches: Sequence[Match], matcher: Matcher) -> Mapping[int, Place]:
    """Return the place of each row that is not skipped, by its position."""
    placer = Placer(rows, matches, matcher)
    return {at: placer.place(at) for at, match in enumerate(matches) if match.skip is None}
