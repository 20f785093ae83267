"""What an empty cell takes away, where a person wants that: usually it says nothing and so changes nothing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from backlog.core.keys import find_number
from backlog.interchange.mapping import ColumnMap, Target
from backlog.interchange.reading import Row

# What can be without a value; kind, status and what stands above stay as they are.
EMPTY: Mapping[str, Any] = MappingProxyType(
    {
        "description": "",
        "acceptance_criteria": [],
        "moscow": None,
        "points": None,
        "owner_id": None,
        "target_on": None,
        "labels": [],
        "components": [],
    }
)
_FIELDS = {
    Target.DESCRIPTION: "description",
    Target.CRITERIA: "acceptance_criteria",
    Target.MOSCOW: "moscow",
    Target.PRIORITY: "moscow",
    Target.POINTS: "points",
    Target.OWNER: "owner_id",
    Target.TARGET_ON: "target_on",
    Target.LABELS: "labels",
    Target.COMPONENTS: "components",
}


def cleared(row: Row, columns: ColumnMap, prefixes: tuple[str, ...]) -> frozenset[str]:
    """Return the fields whose cells are all empty; cells that a short row lacks are not empty but missing."""
    present = len(row.cells) - row.missing
    is_empty: dict[str, bool] = {}
    for column in columns.columns:
        field = _FIELDS.get(column.target)
        if field is not None and column.position < present:
            cell = row.cells[column.position].strip()
            # The label with which we ourselves have marked what went out says nothing.
            says_nothing = not cell or (column.target is Target.LABELS and find_number(prefixes, cell) is not None)
            is_empty[field] = is_empty.get(field, True) and says_nothing
    return frozenset(field for field, empty in is_empty.items() if empty)
