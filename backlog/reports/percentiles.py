"""Percentiles of a few values: by the nearest rank, so that each is a value that really occurred."""

from collections.abc import Sequence
from typing import Any, TypeVar

Value = TypeVar("Value", bound=Any)
_WHOLE = 100


def percentile(ordered: Sequence[Value], percent: int) -> Value:
    """Return the smallest of ascending values that at least so many percent of them (1 to 100) do not exceed.

    The nearest-rank method: the value at place ceil(percent / 100 * count), counted from 1. Raise ValueError without
    values.
    """
    if not ordered:
        message = "no values"
        raise ValueError(message)
    return ordered[-(-percent * len(ordered) // _WHOLE) - 1]
