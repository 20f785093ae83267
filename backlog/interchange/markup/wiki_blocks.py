"""The blocks of a Markdown text as lines of wiki markup."""

import re
from collections.abc import Callable, MutableMapping

from markdown_it.token import Token

from backlog.interchange.markup.wiki_inline import code_pieces, inline_lines
from backlog.interchange.markup.wiki_line import wiki_line

# The languages Jira's code macro knows; another one shows an error in place of the code.
_LANGUAGES = frozenset(
    (
        *("ada", "applescript", "bash", "c", "c#", "c++", "css", "erlang", "go", "groovy", "haskell", "html", "java"),
        *("javascript", "js", "json", "lua", "objc", "perl", "php", "python", "r", "ruby", "scala", "sql", "swift"),
        *("vb", "visualbasic", "xml", "yaml"),
    )
)
_SPOKEN = {"py": "python", "ts": "js", "typescript": "js", "sh": "bash", "shell": "bash", "yml": "yaml", "cpp": "c++"}
# A code block that closes itself, opens another block, or holds a backslash cannot stand in the macro.
_UNSAFE_IN_MACRO = re.compile(r"\\|\{(?:code|noformat|quote|panel)", re.IGNORECASE)
_BOXES = {"[ ] ": "\N{BALLOT BOX}", "[x] ": "\N{BALLOT BOX WITH CHECK}"}
_WIDE_BLANK = re.compile(r"^ | (?= )")


class WikiBlocks:
    """Takes block tokens one after the other and keeps the lines."""

    def __init__(self, environment: MutableMapping[str, object]) -> None:
        self._environment = environment
        self._lines: list[str] = []
        self._markers = ""  # of the lists around the current place: "*#" is a numbered list inside a bulleted one
        self._item_begins = False
        self._quotes = 0
        self._is_speaker = False  # the paragraph under way names who spoke
        self._heading = ""
        self._row: list[str] | None = None
        self._divider = "|"
        self._take: dict[str, Callable[[Token], None]] = {
            "inline": self._inline,
            "paragraph_open": self._open_paragraph,
            "heading_open": self._open_heading,
            "heading_close": self._close_heading,
            "fence": self._code,
            "code_block": self._code,
            "hr": self._rule,
            "bullet_list_open": self._open_list,
            "ordered_list_open": self._open_list,
            "bullet_list_close": self._close_list,
            "ordered_list_close": self._close_list,
            "list_item_open": self._open_item,
            "blockquote_open": self._open_quote,
            "blockquote_close": self._close_quote,
            "table_open": self._open_table,
            "tr_open": self._open_row,
            "tr_close": self._close_row,
            "th_open": self._open_cell,
            "td_open": self._open_cell,
        }

    def take(self, token: Token) -> None:
        """Add what a token says."""
        if action := self._take.get(token.type):
            action(token)

    def text(self) -> str:
        """Return all lines taken so far."""
        return "\n".join(self._lines).strip("\n")

    def _inline(self, token: Token) -> None:
        if self._row is not None:
            self._row[-1] = " ".join(inline_lines(token.content, self._environment, signs="|"))
            return
        if self._is_speaker:
            self._is_speaker = False
            self._lines.extend(inline_lines(f"— {token.content}", self._environment))
            return
        content = _ticked(token.content) if self._item_begins else token.content
        lines = inline_lines(content, self._environment)
        if self._heading and lines and not self._markers:
            lines = [f"{self._heading} {' '.join(lines)}"]
        if lines:
            self._block(lines)

    def _open_paragraph(self, token: Token) -> None:
        self._is_speaker = token.tag == "footer"

    def _block(self, lines: list[str]) -> None:
        """Add lines as an item, as the rest of one, or as a block of its own after a blank line."""
        if self._item_begins:
            # "## " at a line's start would pass for a Markdown heading; Jira allows the blank before it.
            lead = " " if self._markers.startswith("##") else ""
            lines = [f"{lead}{self._markers} {lines[0]}", *lines[1:]]
            self._item_begins = False
        elif not self._markers:
            self._part()
        self._lines.extend(lines)

    def _part(self) -> None:
        if self._lines and self._lines[-1] not in {"", "{quote}"}:
            self._lines.append("")

    def _open_heading(self, token: Token) -> None:
        self._heading = f"{token.tag}."

    def _close_heading(self, _: Token) -> None:
        self._heading = ""

    def _code(self, token: Token) -> None:
        code = token.content.rstrip()
        if not code:
            return
        if _UNSAFE_IN_MACRO.search(code):
            self._block([_monospaced(line) for line in code.split("\n")])
            return
        language = _language(token.info)
        self._block([f"{{code:{language}}}" if language else "{code}", *code.split("\n"), "{code}"])

    def _rule(self, _: Token) -> None:
        if not self._markers:
            self._block(["----"])

    def _open_list(self, token: Token) -> None:
        if not self._markers:
            self._part()
        self._markers += "#" if token.type.startswith("ordered") else "*"

    def _close_list(self, _: Token) -> None:
        self._markers = self._markers[:-1]
        self._item_begins = False

    def _open_item(self, _: Token) -> None:
        self._item_begins = True

    def _open_quote(self, _: Token) -> None:
        """Open a quote; inside another or inside a list Jira knows none, there the words alone come out."""
        if not self._quotes and not self._markers:
            self._part()
            self._lines.append("{quote}")
        self._quotes += not self._markers or bool(self._quotes)

    def _close_quote(self, _: Token) -> None:
        if self._quotes:
            self._quotes -= 1
            if not self._quotes:
                self._lines.append("{quote}")

    def _open_table(self, _: Token) -> None:
        self._item_begins = False
        self._part()

    def _open_row(self, _: Token) -> None:
        self._row = []

    def _open_cell(self, token: Token) -> None:
        self._divider = "||" if token.type == "th_open" else "|"
        if self._row is not None:
            self._row.append("")

    def _close_row(self, _: Token) -> None:
        cells = self._row or []
        self._row = None
        self._lines.append(self._divider + self._divider.join(cell or " " for cell in cells) + self._divider)


def _ticked(content: str) -> str:
    """Return the text of an item with its check box as a sign: wiki markup has no check boxes."""
    box = _BOXES.get(content[:4].lower())
    return f"{box} {content[4:]}" if box else content


def _language(info: str) -> str:
    word = info.split(maxsplit=1)[0].lower() if info.strip() else ""
    word = _SPOKEN.get(word, word)
    return word if word in _LANGUAGES else ""


def _monospaced(line: str) -> str:
    """Return a line of code as monospaced text, in which entities are read, with its blanks kept."""
    return wiki_line(code_pieces(_WIDE_BLANK.sub("\xa0", line.expandtabs(4).rstrip()) or "\xa0"))
