"""One row of a file as the import takes it: what it says about a requirement, and how it is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backlog.interchange.findings import Finding

# Where rows come from: an issue has a key there, a row of any other file is known by its title.
JIRA = "jira"
FILE = "file"


@dataclass(frozen=True, slots=True)
class IncomingComment:
    """A comment of the file; `source_key` is the same whenever the same comment comes again."""

    body: str
    source_key: str
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingRow:
    """A row, read and converted. A field that is not in `values` stays as it is in a requirement that is there."""

    line: int
    values: Mapping[str, Any]
    # Fields that a requirement which is there loses, because the row's cell is empty and a person wanted that.
    cleared: frozenset[str] = frozenset()
    # How it is recognised: its key and id in Jira (or elsewhere), or our own key.
    system: str = FILE
    external_key: str = ""
    external_id: str = ""
    own_key: str = ""
    # Where none of these is known here, it may speak of the requirement that has its title.
    matches_title: bool = False
    # What stands above it, in the order in which it is believed.
    parent_id: str = ""
    parent_key: str = ""
    epic: str = ""
    # The short name under which others call this epic.
    epic_name: str = ""
    # The status only says to do, in progress or done: it does not replace a finer one of the same category.
    is_coarse_status: bool = False
    owner: str = ""
    # Its place in the order of the source.
    order: int = 0
    comments: tuple[IncomingComment, ...] = ()
    source_status: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def title(self) -> str:
        """Return the title as it is compared: small letters, single blanks."""
        return " ".join(str(self.values.get("title") or "").casefold().split())
