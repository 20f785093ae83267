"""What a person is told about a row or a cell: a reason, never an exception."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does to its row."""

    SKIP = "skip"  # the row cannot come in
    WARNING = "warning"  # the row comes in without this cell
    NOTE = "note"  # the row comes in whole, with something changed or assumed


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark; `message` is an English template, the edge translates it and then fills in `params`.

    It says what happens instead, which is something else for a requirement that is there: `when_known` then.
    """

    severity: Severity
    code: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    column: int | None = None  # position in the header, counted from 0
    when_known: str = ""

    def of_known(self) -> "Finding":
        """Return the remark as it is made about a requirement that is there."""
        return replace(self, message=self.when_known or self.message)

    def __str__(self) -> str:
        """Return the English sentence with its parameters filled in."""
        return self.message.format(**self.params)
