"""Pages of a list: by cursor for programs, by number for people."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from backlog.core.errors import Invalid
from backlog.core.i18n import N_

MOST_PER_PAGE = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One stretch of a list and the cursor that continues it (None at the end)."""

    items: Sequence[T]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[T]):
    """One page of a list shown to people: `first` is the place of its first item, counted from 1.

    `total` counts what the filter shows; `whole` what there is without it, None where nobody has counted that.
    """

    items: Sequence[T]
    number: int
    size: int
    total: int
    whole: int | None = None

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least 1."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Return the place of the first item of this page, counted from 1; 0 if the list is empty."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Return the place of the last item of this page."""
        return min(self.total, self.number * self.size)


def encode_cursor(*values: Any) -> str:
    """Return the sort values of the last item as an opaque text."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def page_of(found: Sequence[T], limit: int, last_values: Callable[[T], tuple[Any, ...]]) -> Page[T]:
    """Return the first `limit` of what was found, and the cursor that continues it if more was found than that.

    Ask for one more than `limit`; `last_values` returns the sort values of an item.
    """
    items = found[:limit]
    return Page(items, encode_cursor(*last_values(items[-1])) if len(found) > limit else None)


def decode_cursor(cursor: str, *types: type) -> tuple[Any, ...]:
    """Return the values in a cursor, of the given types; raise Invalid if it was not made by `encode_cursor`."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error) as error:
        raise Invalid(N_("This cursor is not valid."), field="cursor") from error
    if not isinstance(values, list) or len(values) != len(types) or not all(map(isinstance, values, types)):
        raise Invalid(N_("This cursor is not valid."), field="cursor")
    return tuple(values)
