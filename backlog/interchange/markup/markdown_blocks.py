"""The blocks of a wiki text as lines of Markdown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from backlog.interchange.markup.macros import Code
from backlog.interchange.markup.markdown_inline import markdown_line, plain_code
from backlog.interchange.markup.markdown_line import code_fence, escape_line_start
from backlog.interchange.markup.wiki_table import table_lines

_HEADING = re.compile(r"h([1-6])\.\s*+(.*)")
_QUOTED = re.compile(r"bq\.\s*+(.*)")
_RULE = re.compile(r"-{4,5}")
_ITEM = re.compile(r"((?:-(?=\s)|[*#][*#-]*+))\s++(.+)")
_MONOSPACED = re.compile(r"\{\{((?:[^}]|\}(?!\}))++)\}\}")
_KEPT_OUT_OF_MACRO = re.compile(r"&#92;|&#123;(?:code|noformat|quote|panel)", re.IGNORECASE)
_BOXES = {"\N{BALLOT BOX} ": "[ ] ", "\N{BALLOT BOX WITH CHECK} ": "[x] "}
_HARD_BREAK = "  "


@dataclass(slots=True)
class _Level:
    """One level of a list: its sign, the column its text begins in, and how many items it has."""

    sign: str
    indent: int
    count: int = 0

    def marker(self) -> str:
        return f"{self.count}. " if self.sign == "#" else "- "


class MarkdownBlocks:
    """Takes parts of a wiki text one after the other and keeps the lines of Markdown."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._people = people
        self._lines: list[str] = []
        self._quote = ""  # "> " inside a quote
        self._levels: list[_Level] = []
        self._rows: list[list[str]] = []  # of the table under way, each in its lines
        self._code: list[str] = []  # monospaced lines under way
        self._line: list[str] = []  # begun, and perhaps interrupted by a macro
        self._may_go_on = False  # the next line belongs to the same paragraph or item
        self._after_macro = False  # the rest of a macro's line is no blank line

    def take_text(self, text: str) -> None:
        """Add wiki text."""
        first, *others = text.split("\n")
        self._line.append(first)
        for line in others:
            self._end_line()
            self._line.append(line)

    def take_code(self, part: Code) -> None:
        """Add what a code macro holds: inside its line where it stands in one, else as a block."""
        if part.is_inside_line:
            self._line.append("{{" + part.code + "}}")
            return
        self._interrupt()
        self._end_runs()
        if not self._levels:
            self._part()
        indent = " " * self._column()
        self._lines += [self._quote + indent + line for line in code_fence(part.code, language=part.language)]
        self._may_go_on = False

    def take_quote(self, *, opens: bool) -> None:
        """Begin or end a quote."""
        self._interrupt()
        self._end_block()
        if opens:
            self._part()
        self._quote = "> " if opens else ""

    def text(self) -> str:
        """Return all that was taken, as Markdown."""
        self._end_line()
        self._end_block()
        return "\n".join(line.rstrip() if not line.endswith(_HARD_BREAK) else line for line in self._lines).strip("\n")

    def _interrupt(self) -> None:
        if any(text.strip() for text in self._line):
            self._end_line()
        self._line.clear()
        self._after_macro = True

    def _end_line(self) -> None:
        line = "".join(self._line).strip()
        self._line.clear()
        after_macro, self._after_macro = self._after_macro, False
        if not line:
            if not after_macro:
                self._end_block()
        elif line.startswith("|"):
            self._end_code()
            self._rows.append([line])
        elif self._rows and not self._rows[-1][-1].endswith("|"):
            self._rows[-1].append(line)  # a cell with a line break
        elif (code := _MONOSPACED.fullmatch(line)) and not self._may_go_on:
            self._end_table()
            self._code.append(code.group(1))
        else:
            self._end_runs()
            self._take_line(line)

    def _take_line(self, line: str) -> None:
        if match := _HEADING.fullmatch(line):
            self._heading(int(match.group(1)), match.group(2))
        elif match := _QUOTED.fullmatch(line):
            self._block([f"> {self._markdown(match.group(1))}"])
        elif _RULE.fullmatch(line):
            self._block(["---"])
        elif match := _ITEM.fullmatch(line):
            self._item(match.group(1), match.group(2))
        else:
            self._words(line)

    def _markdown(self, line: str) -> str:
        return escape_line_start(markdown_line(line, people=self._people))

    def _cell(self, text: str) -> str:
        return markdown_line(text, people=self._people, in_table=True)

    def _heading(self, level: int, text: str) -> None:
        words = markdown_line(text, people=self._people)
        if words.endswith("#"):
            words = f"{words[:-1]}\\#"
        self._block([f"{'#' * level} {words}"])

    def _words(self, line: str) -> None:
        """Add a line to the paragraph or item under way, or begin a paragraph."""
        markdown = self._markdown(line)
        if self._may_go_on and self._lines:
            self._lines[-1] += _HARD_BREAK
            self._lines.append(self._quote + " " * self._column() + markdown)
        else:
            self._block([markdown])
        self._may_go_on = True

    def _item(self, signs: str, text: str) -> None:
        level = self._level(signs)
        level.count += 1
        words = self._markdown(_BOXES.get(text[:2], text[:2]) + text[2:])
        words = words.replace("\\[", "[", 1) if words.startswith(("\\[ ] ", "\\[x] ")) else words
        if not self._may_go_on and not self._rows and len(self._levels) == 1 and level.count == 1:
            self._part()
        self._lines.append(self._quote + " " * level.indent + level.marker() + words)
        self._may_go_on = True

    def _level(self, signs: str) -> _Level:
        """Return the level an item belongs to: signs that skip a level go one deeper only."""
        sign = "#" if signs[-1] == "#" else "-"
        depth = min(len(signs), len(self._levels) + 1)
        del self._levels[depth:]
        if len(self._levels) == depth and self._levels[-1].sign != sign:
            self._levels.pop()
        if len(self._levels) < depth:
            self._levels.append(_Level(sign, self._column()))
        return self._levels[-1]

    def _column(self) -> int:
        """Return the column in which text of the innermost list begins."""
        return self._levels[-1].indent + len(self._levels[-1].marker()) if self._levels else 0

    def _block(self, lines: list[str]) -> None:
        self._end_block()
        self._part()
        self._lines += [self._quote + line for line in lines]

    def _part(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._quote.strip())

    def _end_block(self) -> None:
        self._end_runs()
        self._levels.clear()
        self._may_go_on = False

    def _end_runs(self) -> None:
        self._end_table()
        self._end_code()

    def _end_table(self) -> None:
        if self._rows:
            rows, self._rows = [" ".join(lines) for lines in self._rows], []
            self._levels.clear()
            self._block(table_lines(rows, self._cell))

    def _end_code(self) -> None:
        """Add monospaced lines: several in a row with a backslash or a macro were a block of code on the way out."""
        lines, self._code = self._code, []
        if len(lines) <= 1 or not any(_KEPT_OUT_OF_MACRO.search(line) for line in lines):
            for line in lines:
                self._words("{{" + line + "}}")
        else:
            code = "\n".join(plain_code(line).rstrip() for line in lines)
            self._part()
            self._lines += [self._quote + line for line in code_fence(code, language="")]
            self._levels.clear()
            self._may_go_on = False
