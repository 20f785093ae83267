"""What an address may hold."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

_LARGEST = 999_999_999


class _RowNumber(IntegerConverter):
    """A number that the database can hold; beyond, there is nothing to be found, whatever the method."""

    # The bound alone is looked at after the method, and then what is not found would answer 405.
    regex = r"\d{1,9}"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, *args, **{"max": _LARGEST, **kwargs})


def init_converters(app: Flask) -> None:
    """Limit the numbers in addresses; before any route is added."""
    app.url_map.converters["int"] = _RowNumber
