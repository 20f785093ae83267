"""The rows of a file as bytes, small enough to be kept with its hand-over, and back."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from backlog.interchange.jira.issue import Criterion, JiraIssue, Phrases, WritingOptions
from backlog.requirements.terms import Kind, Moscow

# Rows and not the file: to write 20 MB of Markdown as a file takes many seconds, to pack it a fraction of one.
_LEVEL = 3


def pack(issues: Sequence[JiraIssue], options: WritingOptions | None) -> bytes:
    """Return the rows in their order and how they are written (None: as is usual when they are), compressed."""
    kept = {"options": options and asdict(options), "issues": [issue._asdict() for issue in issues]}
    return zlib.compress(json.dumps(kept, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass"), _LEVEL)


def unpack(packed: bytes) -> tuple[list[JiraIssue], WritingOptions | None]:
    """Return what `pack` has packed."""
    kept = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    options = kept["options"]
    if options is not None:
        options = WritingOptions(options["reference_url"], Phrases(**options["phrases"]))
    return [_issue(row) for row in kept["issues"]], options


def _issue(row: dict[str, Any]) -> JiraIssue:
    read = {
        "kind": Kind(row["kind"]),
        "criteria": tuple(Criterion(*criterion) for criterion in row["criteria"]),
        "moscow": row["moscow"] and Moscow(row["moscow"]),
        "labels": tuple(row["labels"]),
        "components": tuple(row["components"]),
        "points": row["points"] and Decimal(row["points"]),
        "target_on": row["target_on"] and date.fromisoformat(row["target_on"]),
    }
    return JiraIssue(**{**row, **read})
