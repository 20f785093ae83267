"""Markdown to safe HTML: one parser, one list of allowed tags."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from backlog.core.memory import BoundedMemory
from backlog.core.quotations import SAID_BY, languages_of, with_speakers

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "footer", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "blockquote": {"lang"}, "ol": {"start"}, "code": {"class"}}
# The page has its h1 and sections their h2: what people write starts below.
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
# Lines that begin with a letter and hold no sign that could be markup.
_LETTER = "A-Za-z\xc0-\u024f"
_UNMARKED = re.compile(rf"(?:[{_LETTER}][{_LETTER}0-9 .,;:'\"()/%?!–—„“”’]*+(?:\n++|\Z))*+")


class _Blocks(ParserBlock):
    """Blocks within blocks; what is nested deeper than is looked into stays to be read, as it was written."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - the names are the parser's
        if state.level < state.md.options["maxNesting"]:
            super().tokenize(state, startLine, endLine)
            return
        start = state.skipEmptyLines(startLine)
        lines = range(start, endLine)
        # Where less is indented, the item that all this belongs to is over.
        end = next((at for at in lines if not state.isEmpty(at) and state.sCount[at] < state.blkIndent), endLine)
        if written := state.getLines(start, end, state.blkIndent, False).strip():  # noqa: FBT003 - the parser's own
            state.push("paragraph_open", "p", 1)
            inline = state.push("inline", "", 0)
            inline.content, inline.children = written, []
            state.push("paragraph_close", "p", -1)
        state.line = end


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.block = _Blocks()
    return parser.enable(["table", "strikethrough"])


_parser = _make_parser()

# A page shows hundreds of texts, and shows them again: a text that costs much is to cost it once.
_rendered = BoundedMemory(bytes_at_most=64 * 1024 * 1024)


def render_markdown(text: str) -> str:
    """Return the text as HTML that is safe to show; raw HTML in it is shown as text."""
    if not text.strip():
        return ""
    return _rendered.get(text, _render)


def _render(text: str) -> str:
    env: dict[str, Any] = {}
    tokens = list(_with_sources(list(with_speakers(_parser.parse(text, env))), env))
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADINGS.get(token.tag, token.tag)
    for position, language in languages_of(tokens).items():
        tokens[position].attrSet("lang", language)
    html = _parser.renderer.render(tokens, _parser.options, env)
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def link_words(html: str, links: Mapping[str, Callable[[str], str | None]]) -> str:
    """Return the HTML with words replaced outside tags, links and code.

    `links` maps a first character or prefix (such as "@" or "REQ-") to a function that takes the whole word and
    returns its HTML, or None to leave it.
    """
    parts: list[str] = []
    protected = 0
    for chunk in _chunks(html):
        if chunk.startswith("<"):
            name = chunk.strip("</>").split(" ", 1)[0]
            if name in {"a", "code", "pre"}:
                protected += -1 if chunk.startswith("</") else 1
            parts.append(chunk)
        else:
            parts.append(chunk if protected else _link_text(chunk, links))
    return "".join(parts)


def words_in(text: str, prefix: str) -> list[str]:
    """Return the words of a Markdown text that begin so: the very ones that `link_words` would replace."""
    found: list[str] = []
    link_words(render_markdown(text), {prefix: found.append})
    return found


def plain_text(text: str) -> str:
    """Return the words of a Markdown text without its markup, for previews and search."""
    if _UNMARKED.fullmatch(text):
        return " ".join(text.split())
    words: list[str] = []
    for token in _parser.parse(text):
        if token.type == "inline":
            words.append("".join(_words_of(child) for child in token.children or []))
        elif token.type in {"fence", "code_block"}:
            words.append(token.content)
    return " ".join(" ".join(words).split())


def _words_of(part: Token) -> str:
    return " " if part.type in {"softbreak", "hardbreak"} else part.content


def _with_sources(tokens: Sequence[Token], env: dict[str, Any]) -> Iterator[Token]:
    """Yield the tokens with the last line of each quotation as a footer if it names who spoke."""
    for position, token in enumerate(tokens):
        following = [after.type for after in tokens[position + 1 : position + 3]]
        *words, last = token.content.split("\n")
        if token.type != "inline" or following != ["paragraph_close", "blockquote_close"] or not SAID_BY.match(last):
            yield token
            continue
        opened, closed = tokens[position - 1], tokens[position + 1]
        if words:
            yield from _parser.parseInline("\n".join(words), env)
            yield Token("paragraph_close", "p", -1, block=True)
            yield Token("paragraph_open", "footer", 1, block=True)
        else:
            opened.tag = "footer"
        yield from _parser.parseInline(SAID_BY.sub("", last), env)
        closed.tag = "footer"


def _chunks(html: str) -> list[str]:
    chunks: list[str] = []
    position = 0
    while position < len(html):
        start = html.find("<", position)
        if start < 0:
            chunks.append(html[position:])
            break
        if start > position:
            chunks.append(html[position:start])
        end = html.find(">", start)
        end = len(html) - 1 if end < 0 else end
        chunks.append(html[start : end + 1])
        position = end + 1
    return chunks


def _link_text(text: str, links: Mapping[str, Callable[[str], str | None]]) -> str:
    return _words_with(tuple(links)).sub(lambda found: links[found[1]](found[0]) or found[0], text)


@lru_cache(maxsize=256)
def _words_with(prefixes: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds whole words that begin so: not within other words or addresses, nor with a full stop's end."""
    beginnings = "|".join(re.escape(prefix) for prefix in sorted(prefixes, key=len, reverse=True))
    return re.compile(rf"(?<![\w@/.-])({beginnings})\w(?:[\w.+-]*\w)?")
