"""What an address may hold, and how it is put together."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, Rule

_LARGEST = 999_999_999


class _RowNumber(IntegerConverter):
    """A number that the database can hold; beyond, there is nothing to be found, whatever the method."""

    # The bound alone is looked at after the method, and then what is not found would answer 405.
    regex = r"\d{1,9}"

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:  # noqa: A002 - werkzeug's name
        super().__init__(map, *args, **{"max": _LARGEST, **kwargs})


class _LateRule(Rule):
    """A route whose address is made by code that is compiled when it is first made, and not for all at the start."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - werkzeug's signature
        compile_now = super()._compile_builder

        def build(rule: "_LateRule", /, **values: Any) -> tuple[str, str]:
            compiled = compile_now(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", compiled)
            made: tuple[str, str] = compiled(**values)
            return made

        return build


def init_converters(app: Flask) -> None:
    """Limit the numbers in addresses, and compile late; before any route is added."""
    app.url_map.converters["int"] = _RowNumber
    app.url_rule_class = _LateRule
