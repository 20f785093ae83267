"""Which requirement a row speaks of: by the key it had elsewhere, by our own key, by its title where that is wanted."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from backlog.core.i18n import N_
from backlog.core.keys import find_number, make_key
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.queries.matching import Known, KnownReference, list_known, list_known_references
from backlog.interchange.services.importing.incoming import FILE, JIRA, IncomingRow
from backlog.workspaces.models import Workspace

# Why a row stays out that looks like a requirement which is there; a person can have it updated instead.
SAME_TITLE = "same_title"


@dataclass(frozen=True, slots=True)
class Match:
    """The requirement a row speaks of (None: a new one), the reference it was found by, and why the row stays out."""

    known: Known | None = None
    reference: KnownReference | None = None
    skip: Finding | None = None


class Matcher:
    """Recognises rows one after the other and remembers them, so that a file may repeat itself."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self._prefix, self._prefixes = workspace.requirement_prefix, workspace.requirement_prefixes
        known = list_known(session, workspace)
        self.by_id = {one.id: one for one in known}
        self.by_number = {one.number: one for one in known}
        # The oldest wins, and what is archived only where nothing else has the title.
        ordered = sorted(known, key=lambda one: (not one.is_archived, -one.number))
        self._by_title = {" ".join(one.title.casefold().split()): one for one in ordered}
        references = list_known_references(session, workspace)
        self._by_key = {(one.system, one.external_key): one for one in references}
        self._by_external_id = {(one.system, one.external_id): one for one in references if one.external_id}
        self._from_elsewhere = {one.requirement_id for one in references if one.system == JIRA}
        self._lines: dict[tuple[str, object], int] = {}

    def match(self, row: IncomingRow) -> Match:
        """Return which requirement the row speaks of, or why it stays out."""
        if not row.title:
            return Match(skip=_skip("no_title", N_("There is no title.")))
        found = self._find(row)
        if found.skip is None and found.known is not None:
            found = self._only_once(found, row)
        if found.known is not None and found.skip is None and row.system == JIRA and row.external_key:
            # It stands for this issue now: another one of the same title is another requirement.
            self._from_elsewhere.add(found.known.id)
        return found

    def find_by_title(self, title: str) -> Known | None:
        """Return the requirement with this title, None if there is none."""
        return self._by_title.get(" ".join(title.casefold().split()))

    def find_by_key(self, key: str) -> Known | None:
        """Return the requirement that has this key elsewhere, or here; None if there is none."""
        reference = self._by_key.get((JIRA, key)) or self._by_key.get((FILE, key))
        if reference is not None:
            return self.by_id[reference.requirement_id]
        return self._own(key)

    def find_by_external_id(self, external_id: str) -> Known | None:
        """Return the requirement that has this id elsewhere, None if there is none."""
        reference = self._by_external_id.get((JIRA, external_id)) or self._by_external_id.get((FILE, external_id))
        return self.by_id[reference.requirement_id] if reference else None

    def reference_of(self, row: IncomingRow) -> KnownReference | None:
        """Return the reference under which a row would be remembered, None if there is none."""
        return self._by_key.get(identity_of(row))

    def _find(self, row: IncomingRow) -> Match:
        system, key = identity_of(row)
        line = self._lines.setdefault((system, key), row.line)
        if line != row.line:
            return Match(skip=_skip("repeated", N_("The same as line {line}."), line=line))
        if row.external_key or row.external_id:
            reference = self._by_key.get((system, key)) or self._by_external_id.get((system, row.external_id))
            if reference is not None:
                return Match(self.by_id[reference.requirement_id], reference)
        remembered = self._by_key.get((system, key))
        own = self._own(row.own_key)
        # A key of another workspace may by now be the key of something else here: what came in before says so.
        if own is not None and (remembered is None or remembered.requirement_id == own.id):
            return Match(own)
        return self._by_words(row, remembered)

    def _by_words(self, row: IncomingRow, reference: KnownReference | None) -> Match:
        """Return a new requirement, unless one that nothing else in Jira stands for has the same words.

        That one is meant only where a person has said so: two wishes may have one title.
        """
        twin = self._by_title.get(row.title)
        if twin is not None and not (row.external_key and twin.id in self._from_elsewhere):
            if row.matches_title or twin.is_archived:
                is_its_own = reference is not None and reference.requirement_id == twin.id
                return Match(twin, reference if is_its_own else None)
            return Match(skip=self._twin(twin, N_("Looks like {key}: the title is the same."), SAME_TITLE))
        if reference is not None:
            return Match(skip=self._twin(self.by_id[reference.requirement_id], N_("It came in before, as {key}.")))
        return Match()

    def _only_once(self, found: Match, row: IncomingRow) -> Match:
        known = found.known
        if known is None:
            return found
        if known.is_archived:
            return Match(skip=self._twin(known, N_("{key} is archived. Restore it to have it updated.")))
        line = self._lines.setdefault(("requirement", known.id), row.line)
        if line != row.line:
            return Match(skip=_skip("repeated", N_("The same as line {line}."), line=line))
        return found

    def _own(self, key: str) -> Known | None:
        number = find_number(self._prefixes, key) if key else None
        return self.by_number.get(number) if number is not None else None

    def _twin(self, known: Known, message: str, code: str = "duplicate") -> Finding:
        return _skip(code, message, key=make_key(self._prefix, known.number))


def identity_of(row: IncomingRow) -> tuple[str, str]:
    """Return system and key by which a row is recognised again; one without a key there by ours and its title."""
    if row.external_key:
        return row.system, row.external_key
    if row.external_id:
        return row.system, row.external_id
    words = f"{row.own_key}\0{row.title}" if row.own_key else row.title
    return FILE, "title:" + sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _skip(code: str, message: str, **params: object) -> Finding:
    return Finding(Severity.SKIP, code, message, params)
