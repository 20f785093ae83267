"""What a row says, in our terms, before anybody decides what becomes of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from hashlib import sha256

from backlog.interchange.findings import Finding, Severity
from backlog.interchange.jira import Criterion
from backlog.requirements.terms import Kind, Moscow, Status


@dataclass(frozen=True, slots=True)
class DraftComment:
    """A comment; who wrote it as the file names them, and when, where it says so."""

    body: str  # Markdown
    source: str  # as the file has it
    author: str = ""
    account: str = ""
    written_at: datetime | None = None

    @property
    def source_key(self) -> str:
        """Return what tells this comment apart on its issue: the same file twice brings it once."""
        at = self.written_at.isoformat() if self.written_at else ""
        return sha256("\0".join((at, self.account or self.author, self.source)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """One row; None or empty where it says nothing. Whether the table speaks of a thing at all, the column map says."""

    line: int
    title: str = ""
    description: str = ""  # Markdown
    description_source: str = ""  # as the file has it
    criteria: tuple[Criterion, ...] = ()
    kind: Kind | None = None
    status: Status | None = None
    status_name: str = ""  # as the file has it
    moscow: Moscow | None = None
    points: Decimal | None = None
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    epic: str = ""
    epic_name: str = ""
    parent: str = ""
    parent_key: str = ""
    key: str = ""
    external_key: str = ""
    external_id: str = ""
    owner: str = ""
    target_on: date | None = None
    comments: tuple[DraftComment, ...] = ()
    sprints: tuple[str, ...] = ()
    created_at: datetime | None = None
    rank: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_skipped(self) -> bool:
        """Say whether the row cannot come in."""
        return any(finding.severity is Severity.SKIP for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a workspace adds to the reading: its time zone, its own status names (folded), its limits in characters."""

    zone: tzinfo = UTC
    statuses: dict[str, Status] = field(default_factory=dict)
    longest_title: int = 500
    longest_label: int = 100
