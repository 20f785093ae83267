"""Bytes to a table: encoding, delimiter, limits, rows with their line numbers."""

from backlog.interchange.reading.delimiter import Delimiter
from backlog.interchange.reading.encoding import Encoding
from backlog.interchange.reading.limits import STANDARD_LIMITS, ReadingLimits, read_limited
from backlog.interchange.reading.table import Row, Table, read_table

__all__ = ["STANDARD_LIMITS", "Delimiter", "Encoding", "ReadingLimits", "Row", "Table", "read_limited", "read_table"]
