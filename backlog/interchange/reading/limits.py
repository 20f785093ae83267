"""How much of a file is taken at once, as data."""

from dataclasses import dataclass
from typing import BinaryIO

from backlog.core.errors import LimitReached
from backlog.core.i18n import N_
from backlog.interchange.reading.records import count_lines

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """The largest file that is read: its size in megabytes (of 1,048,576 bytes), its rows, columns and lines.

    Lines are far more than rows: a cell can hold many, and sheets end in a million rows without a word.
    """

    megabytes: int = 20
    rows: int = 20_000
    columns: int = 1_000
    lines: int = 2_000_000

    @classmethod
    def of_bytes(cls, count: int) -> "ReadingLimits":
        """Return the usual limits for files of at most so many bytes."""
        return cls(megabytes=max(1, count // _MEGABYTE))

    def check_bytes(self, count: int) -> None:
        """Raise LimitReached where the file is larger than is read at once."""
        if count > self.megabytes * _MEGABYTE:
            raise LimitReached(N_("The file is larger than {limit} MB."), params={"limit": self.megabytes})

    def check_rows(self, count: int) -> None:
        """Raise LimitReached where there are more rows below the header than are read at once."""
        if count > self.rows:
            raise LimitReached(N_("The file has more than {limit} rows."), params={"limit": self.rows})

    def check_lines(self, text: str) -> None:
        """Raise LimitReached where the text has more lines than are read at once."""
        if count_lines(text) > self.lines:
            raise LimitReached(N_("The file has more than {limit} lines."), params={"limit": self.lines})

    def check_columns(self, count: int) -> None:
        """Raise LimitReached where a row is wider than is read at once."""
        if count > self.columns:
            raise LimitReached(N_("The file has more than {limit} columns."), params={"limit": self.columns})


STANDARD_LIMITS = ReadingLimits()


def read_limited(stream: BinaryIO, *, limits: ReadingLimits = STANDARD_LIMITS) -> bytes:
    """Return the bytes of a stream without ever holding more than the limit allows; raises LimitReached."""
    raw = stream.read(limits.megabytes * _MEGABYTE + 1)
    limits.check_bytes(len(raw))
    return raw
