"""Texts that people write: Markdown in which keys and names of colleagues are turned into what they mean."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, request, url_for
from markupsafe import Markup, escape

from backlog.core.keys import find_number, make_key
from backlog.core.markdown import link_words, render_markdown
from backlog.core.memory import BoundedMemory
from backlog.web.access import current_workspace

# Pages show the same texts again and again, and looking for keys in one costs more than all else it takes.
_linked = BoundedMemory(bytes_at_most=32 * 1024 * 1024)


def init_linking(app: Flask) -> None:
    """Make room for the keys that features know, and give templates the filter `linked`."""
    app.extensions.setdefault("key_links", [])
    app.jinja_env.filters["linked"] = linked


def add_key_link(app: Flask, *, prefix_of: str, endpoint: str) -> None:
    """Have keys lead to a feature's pages: `prefix_of` is the workspace's attribute, the endpoint takes the `key`."""
    app.extensions["key_links"].append((prefix_of, endpoint))


def linked(text: str | None) -> Markup:
    """Return Markdown as safe HTML in which keys of the workspace lead to their items and mentions stand out."""
    if not text:
        return Markup()
    made = _linked.get(f"{_place()}\n{text}", lambda _: link_words(render_markdown(text), _links()))
    return Markup(made)  # noqa: S704 - cleaned, words escaped


def with_links(sentence: str) -> Markup:
    """Return a plain sentence in which keys of the workspace lead to their items."""
    return Markup(link_words(str(escape(sentence)), _key_links()))  # noqa: S704 - escaped before


def page_of(prefix_of: str, key: str, *, anchor: str | None = None, **query: Any) -> str:
    """Return the address of the thing with this key, by the attribute that holds the prefix of its kind."""
    endpoint = dict(current_app.extensions["key_links"])[prefix_of]
    return url_for(endpoint, workspace=current_workspace().slug, key=key, _anchor=anchor, **query)


def _place() -> str:
    """Return what decides where words lead: the same lead elsewhere in another workspace, or with other prefixes."""
    workspace = current_workspace()
    prefixes = [workspace.prefixes_of(name) for name, _ in current_app.extensions["key_links"]]
    return f"{request.script_root} {workspace.slug} {prefixes}"


def _links() -> dict[str, Callable[[str], str | None]]:
    return {"@": _mention, **_key_links()}


def _key_links() -> dict[str, Callable[[str], str | None]]:
    workspace = current_workspace()
    links: dict[str, Callable[[str], str | None]] = {}
    for name, endpoint in current_app.extensions["key_links"]:
        prefixes = workspace.prefixes_of(name)
        # By the key that it has now: the prefix may be one the workspace has given up.
        link = _link_to(prefixes, endpoint)
        links |= dict.fromkeys((f"{prefix}-" for prefix in prefixes), link)
    return links


def _link_to(prefixes: tuple[str, ...], endpoint: str) -> Callable[[str], str | None]:
    def link(word: str) -> str | None:
        number = find_number(prefixes, word)
        if number is None:
            return None
        page = url_for(endpoint, workspace=current_workspace().slug, key=make_key(prefixes[0], number))
        return f'<a href="{page}">{escape(word)}</a>'

    return link


def _mention(word: str) -> str:
    return f'<strong class="mention">{escape(word)}</strong>'
