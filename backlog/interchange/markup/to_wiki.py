"""Markdown to Jira's wiki markup: headings, bold, italic, strike, code, lists, links, tables, quotes, rules.

The Markdown is read by markdown-it-py, once for the blocks and once for the lines inside them; both readings and the
walk over their tokens take time in proportion to the text. No backslash is ever written (see wiki_line).
Texts that need no such reading, which are most, are known by an expression and come out without it.
"""

import re

from markdown_it import MarkdownIt

from backlog.core.quotations import with_speakers
from backlog.interchange.markup.cleaning import clean_line, clean_text
from backlog.interchange.markup.everyday import everyday_to_wiki
from backlog.interchange.markup.wiki_blocks import WikiBlocks
from backlog.interchange.markup.wiki_inline import inline_lines
from backlog.interchange.markup.wiki_line import Literal, Mark, wiki_line

# Blocks deeper than this are dropped by the parser; a text that goes so deep is taken as plain lines instead.
_DEEPEST = 100
_BLOCKS = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    .enable(["table"])
    .disable(["inline", "text_join"])
)  # fmt: skip
_NESTING = re.compile(r"^[ \t>*+\-\d.)]{25,}", re.MULTILINE)
# A line of which neither Markdown nor wiki markup makes anything. Exports run through it by the hundred thousand, so it
# is one expression that never steps back: quiet characters, and few others where they stand quietly.
_QUIET = "[A-Za-z\xc0-\u024f0-9 .,;:'\"()/%$@=>#§€–—„“”\u201a‘’«»…·°]*+"
_LINE = (
    r"(?=[^\n])(?![ =>#]|\d{1,9}[.)]|h[1-6]\.|bq\.)"
    rf"{_QUIET}(?:(?:(?<=[^\W_])-(?=[^\W_])|(?<= )[-+&](?= )|(?<=[^\W_])!|(?<!\?)\?(?!\?)){_QUIET})*+(?<! )"
)
_PLAIN = re.compile(rf"{_LINE}(?:\n\n?(?!\n){_LINE})*+\Z")


def to_wiki(markdown: str) -> str:
    """Return the Markdown as wiki markup; text that only looks like markup comes out as typed."""
    if _PLAIN.match(markdown):
        return markdown
    wiki = everyday_to_wiki(markdown)
    return _convert(clean_text(markdown)) if wiki is None else wiki


def inline_to_wiki(markdown: str) -> str:
    """Return Markdown as one line of wiki markup; it begins no list, heading or other block."""
    if _PLAIN.match(markdown) and "\n" not in markdown:
        return markdown
    return " ".join(inline_lines(clean_line(markdown), {}))


def field_to_wiki(label: str, text: str) -> str:
    """Return plain text after a bold label, on one line of wiki markup."""
    return wiki_line([Mark("*", opens=True), Literal(f"{label}:"), Mark("*", opens=False), Literal(f" {text}")])


def _convert(text: str) -> str:
    if any(len(match.group().expandtabs(4)) >= _DEEPEST for match in _NESTING.finditer(text)):
        return "\n".join(wiki_line([Literal(line)]) for line in text.strip().split("\n"))
    environment: dict[str, object] = {}
    blocks = WikiBlocks(environment)
    for token in with_speakers(_BLOCKS.parse(text, environment)):
        blocks.take(token)
    return blocks.text()
