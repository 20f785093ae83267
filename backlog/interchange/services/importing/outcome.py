"""What an import did, or would do, with each row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from backlog.interchange.findings import Finding, Severity


class Verdict(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """One row's fate; `key` is the requirement's key, where there is one."""

    line: int
    verdict: Verdict
    title: str
    key: str = ""
    external_key: str = ""
    findings: tuple[Finding, ...] = ()

    def as_json(self) -> list[Any]:
        """Return it as JSON, short: there are up to 20,000 of them."""
        found = [[one.severity, one.code, one.message, dict(one.params), one.column] for one in self.findings]
        return [self.line, self.verdict, self.title, self.key, self.external_key, found]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> "RowOutcome":
        """Return what `as_json` wrote."""
        line, verdict, title, key, external_key, found = stored
        findings = tuple(
            Finding(Severity(severity), code, message, params, column)
            for severity, code, message, params, column in found
        )
        return cls(line, Verdict(verdict), title, key, external_key, findings)


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of all rows, in the order of the file, and how many comments came along."""

    rows: tuple[RowOutcome, ...]
    comments: int = 0
    counts: Mapping[Verdict, int] = field(init=False)

    def __post_init__(self) -> None:
        """Count the verdicts."""
        counted = Counter(row.verdict for row in self.rows)
        object.__setattr__(self, "counts", {verdict: counted[verdict] for verdict in Verdict})

    def as_json(self) -> dict[str, Any]:
        """Return the sums as JSON."""
        return {**{str(verdict): count for verdict, count in self.counts.items()}, "comments": self.comments}
