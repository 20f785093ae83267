"""Who belongs to whom: parents found within the file, and the levels made to fit Jira's three."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backlog.core.i18n import N_
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.mapping.draft import Draft
from backlog.interchange.mapping.folding import fold
from backlog.requirements.terms import Kind


@dataclass(slots=True)
class Place:
    """Where a draft stands: its kind, its parent (by position among the drafts), or a parent to look for elsewhere."""

    kind: Kind
    parent: int | None = None
    outside: str = ""  # a key, id or name that no row of the file has
    findings: list[Finding] = field(default_factory=list)
    is_settled: bool = False


def place(drafts: Sequence[Draft]) -> list[Place]:
    """Return the place of each draft.

    A child of a story becomes a sub-task, a child of a sub-task moves up to its story, a sub-task without a parent
    becomes a task, and an epic stands alone; each such change is a finding. Parents that go round in a circle are
    let go.
    """
    places = [Place(draft.kind or Kind.STORY) for draft in drafts]
    wanted = _Index(drafts).parents(drafts, places)
    for start in range(len(drafts)):
        chain = _unsettled(start, wanted, places)
        for position in reversed(chain):
            _settle(position, wanted[position], places)
    return places


def parents_first(places: Sequence[Place]) -> list[int]:
    """Return the positions so that every parent comes before its children, otherwise in the order given."""
    return sorted(range(len(places)), key=lambda position: -places[position].kind.level)


class _Index:
    """Finds the row that a word in a parent's column means."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._ids: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self._epics: dict[str, int] = {}
        for position, draft in enumerate(drafts):
            self._add(self._ids, draft.external_id, position)
            for key in (draft.external_key, draft.key):
                self._add(self._keys, key, position)
            if draft.kind is Kind.EPIC:
                for name in (draft.epic_name, draft.title):
                    self._add(self._epics, name, position)

    @staticmethod
    def _add(index: dict[str, int], word: str, position: int) -> None:
        if name := fold(word):
            index.setdefault(name, position)

    def parents(self, drafts: Sequence[Draft], places: Sequence[Place]) -> list[int | None]:
        """Return each draft's parent, and note in its place the word of one that is not here."""
        found: list[int | None] = []
        for position, (draft, place) in enumerate(zip(drafts, places, strict=True)):
            words = (draft.parent, draft.parent_key, draft.epic)
            hits = (self._find(word) for word in words)
            parent = next((hit for hit in hits if hit not in {None, position}), None)
            found.append(parent)
            if parent is None:
                place.outside = draft.parent_key or draft.parent or draft.epic
        return found

    def _find(self, word: str) -> int | None:
        name = fold(word)
        if not name:
            return None
        return next((index[name] for index in (self._ids, self._keys, self._epics) if name in index), None)


def _unsettled(start: int, wanted: list[int | None], places: Sequence[Place]) -> list[int]:
    """Return the chain from a draft up to the first that is settled; a circle is cut where it closes."""
    chain: list[int] = []
    seen: set[int] = set()
    position: int | None = start
    while position is not None and not places[position].is_settled:
        if position in seen:
            wanted[chain[-1]] = None
            message = N_("Its parents go round in a circle; it comes in without one.")
            places[chain[-1]].findings.append(Finding(Severity.NOTE, "circle", message))
            break
        seen.add(position)
        chain.append(position)
        position = wanted[position]
    return chain


def _settle(position: int, parent: int | None, places: Sequence[Place]) -> None:
    """Give a draft its parent and a kind that fits below it; the parent is settled already."""
    place = places[position]
    place.is_settled = True
    if parent is None:
        if not place.outside:
            _raise(place)
        return
    if place.kind is Kind.EPIC:
        message = N_("An epic stands above all; its parent is left out.")
        place.findings.append(Finding(Severity.NOTE, "epic_with_parent", message))
        return
    above = places[parent]
    if above.parent is None:
        _raise(above)
    if above.kind is Kind.SUBTASK and above.parent is not None:
        parent, above = above.parent, places[above.parent]
        message = N_("It was below a sub-task; it comes in one level higher.")
        place.findings.append(Finding(Severity.NOTE, "moved_up", message))
    place.parent = parent
    _fit(place, above)


def _raise(place: Place) -> None:
    """Make a sub-task that stands alone, or above others, a task."""
    if place.kind is Kind.SUBTASK:
        place.kind = Kind.TASK
        message = N_("A sub-task without its parent comes in as a task.")
        place.findings.append(Finding(Severity.NOTE, "orphan", message))


def _fit(place: Place, parent: Place) -> None:
    """Make the kind fit below the parent's."""
    before = place.kind
    if parent.kind is not Kind.EPIC:
        place.kind = Kind.SUBTASK
    elif before is Kind.SUBTASK:
        place.kind = Kind.TASK
    if place.kind is not before:
        message = N_("Below its parent it comes in as {kind}.")
        place.findings.append(Finding(Severity.NOTE, "kind_changed", message, {"kind": place.kind}))
