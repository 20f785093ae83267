"""Texts that people write: Markdown, with keys and names of colleagues turned into what they mean."""

from markupsafe import Markup, escape

from backlog.core.keys import find_number
from backlog.core.markdown import link_words, render_markdown
from backlog.web.access import current_workspace


def linked(text: str) -> Markup:
    """Return Markdown as safe HTML in which keys lead to their requirements and mentions stand out."""
    prefix = f"{current_workspace().requirement_prefix}-"
    return Markup(link_words(render_markdown(text), {"@": _mention, prefix: _key}))  # noqa: S704 - cleaned, words escaped


def with_links(sentence: str) -> Markup:
    """Return a plain sentence in which keys lead to their requirements."""
    prefix = f"{current_workspace().requirement_prefix}-"
    return Markup(link_words(str(escape(sentence)), {prefix: _key}))  # noqa: S704 - escaped before


def _mention(word: str) -> str:
    return f'<strong class="mention">{escape(word)}</strong>'


def _key(word: str) -> str | None:
    workspace = current_workspace()
    if find_number(workspace.requirement_prefix, word) is None:
        return None
    return f'<a href="/w/{workspace.slug}/requirements/{escape(word)}">{escape(word)}</a>'
