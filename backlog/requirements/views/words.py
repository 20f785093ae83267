"""Texts that people write: Markdown, with keys and names of colleagues turned into what they mean."""

from collections.abc import Callable

from markupsafe import Markup, escape

from backlog.core.keys import find_number, make_key
from backlog.core.markdown import link_words, render_markdown
from backlog.web.access import current_workspace


def linked(text: str) -> Markup:
    """Return Markdown as safe HTML in which keys lead to their requirements and mentions stand out."""
    return Markup(link_words(render_markdown(text), {"@": _mention, **_keys()}))  # noqa: S704 - cleaned, words escaped


def with_links(sentence: str) -> Markup:
    """Return a plain sentence in which keys lead to their requirements."""
    return Markup(link_words(str(escape(sentence)), _keys()))  # noqa: S704 - escaped before


def _mention(word: str) -> str:
    return f'<strong class="mention">{escape(word)}</strong>'


def _keys() -> dict[str, Callable[[str], str | None]]:
    return {f"{prefix}-": _key for prefix in current_workspace().requirement_prefixes}


def _key(word: str) -> str | None:
    workspace = current_workspace()
    number = find_number(workspace.requirement_prefixes, word)
    if number is None:
        return None
    key = make_key(workspace.requirement_prefix, number)
    return f'<a href="/w/{workspace.slug}/requirements/{key}">{escape(word)}</a>'
