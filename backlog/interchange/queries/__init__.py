"""Reads for what goes out, and of what went out."""

from backlog.interchange.queries.exporting import Selection, count_of, iter_issues, list_issues, shape_of
from backlog.interchange.queries.hand_overs import (
    HandedOverBefore,
    HandedOverRow,
    HandOverRow,
    find_packed_rows,
    get_hand_over,
    has_kept_rows,
    keys_handed_over_since,
    keys_in_jira,
    last_hand_over_number,
    list_hand_overs,
    list_hand_overs_of,
    list_handed_over,
    list_handed_over_before,
)
from backlog.interchange.queries.listing import ListedRequirement, iter_listed
from backlog.interchange.queries.selecting import (
    Portion,
    portion_by_filter,
    portion_by_keys,
    select_by_keys,
    with_parents,
)

__all__ = [
    "HandOverRow",
    "HandedOverBefore",
    "HandedOverRow",
    "ListedRequirement",
    "Portion",
    "Selection",
    "count_of",
    "find_packed_rows",
    "get_hand_over",
    "has_kept_rows",
    "iter_issues",
    "iter_listed",
    "keys_handed_over_since",
    "keys_in_jira",
    "last_hand_over_number",
    "list_hand_overs",
    "list_hand_overs_of",
    "list_handed_over",
    "list_handed_over_before",
    "list_issues",
    "portion_by_filter",
    "portion_by_keys",
    "select_by_keys",
    "shape_of",
    "with_parents",
]
