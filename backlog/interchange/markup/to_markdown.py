"""Jira's wiki markup to Markdown: the same subset as the way out; unknown macros stay text.

Line by line, by hand: real texts of 30 kB take milliseconds, and no text can make it take more than its length.
"""

from collections.abc import Mapping

from backlog.interchange.markup.cleaning import clean_text
from backlog.interchange.markup.macros import Code, Quote, Text, parts
from backlog.interchange.markup.markdown_blocks import MarkdownBlocks

_NOBODY: Mapping[str, str] = {}


def to_markdown(wiki: str, *, people: Mapping[str, str] = _NOBODY) -> str:
    """Return wiki markup as Markdown; `people` are display names by account id, for mentions."""
    blocks = MarkdownBlocks(people)
    for part in parts(clean_text(wiki)):
        match part:
            case Text():
                blocks.take_text(part.text)
            case Code():
                blocks.take_code(part)
            case Quote():
                blocks.take_quote(opens=part.opens)
    return blocks.text()
