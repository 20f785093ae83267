"""The front page, put together from what features say waits for the reader.

A feature calls `add_part(app, Part(…))` in its `register`. Its endpoint takes `workspace` and answers a fragment
`<div class="front__col" id=…>…</div>` to htmx, a page to everybody else; `count` says within the request how many
things of the part wait for the reader, so that the headline can.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, url_for
from flask_babel import gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One column of the front page; `position` orders them."""

    endpoint: str
    position: int
    count: Callable[[], int] | None = None


def add_part(app: Flask, part: Part) -> None:
    """Put something on the front page of every workspace."""
    parts: list[Part] = app.extensions["front"]
    parts.append(part)
    parts.sort(key=lambda one: one.position)


def part_urls(workspace: str) -> list[str]:
    """Return the addresses of the parts."""
    return [url_for(part.endpoint, workspace=workspace) for part in current_app.extensions["front"]]


def headline(name: str) -> str:
    """Return the sentence that says how many things wait for the reader, small numbers in words."""
    count = sum(part.count() for part in current_app.extensions["front"] if part.count is not None)
    if count == 0:
        return str(gettext("Nothing is waiting for you, %(name)s", name=name))
    if count == 1:
        return str(gettext("One thing is waiting for you, %(name)s", name=name))
    words = gettext("Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve").split()
    number = words[count - 2] if count - 2 < len(words) else str(count)
    return str(gettext("%(number)s things are waiting for you, %(name)s", number=number, name=name))
