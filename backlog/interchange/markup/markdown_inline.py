"""One line of wiki markup as Markdown.

The line is cut into tokens by one walk from left to right; signs that could format are then paired with a stack.
A search for a partner that failed once is not made again, so both walks take time in proportion to the line.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from backlog.interchange.markup.markdown_line import code_span, escape_markdown

_TOKEN = re.compile(
    r"(?P<break>\\\\(?=\s|$))"
    r"|(?P<escaped>\\[\\\-#*_+?^~|%{}\[\]()!@])"
    r"|(?P<braced>\{[*_+^~-]\})"
    r"|(?P<code>\{\{)"
    r"|(?P<bracket>\[)"
    r"|(?P<image>!(?=[^\s!]))"
    r"|(?P<url>\b(?:https?|ftp)://[^\s<>|\[\]{}\"]+)"
    r"|(?P<entity>&\#?\w{1,31};)"
    r"|(?P<run>\*+|_+|-+)"
)
# What a token can begin with: the walk leaps from one to the next. Addresses begin with letters and are rare.
_FIRST = re.compile(r"[\\{\[!&*_-]")
_FIRST_OR_ADDRESS = re.compile(r"[\\{\[!&*_hf-]")
_BRACKET = re.compile(r"[\[\]]")
_MENTION = re.compile(r"~(?:accountid:)?(?P<id>\S+)")
_LINK_WORDS = ("http://", "https://", "mailto:", "ftp://")
_PICTURE = re.compile(r"(?:https?)://[^\s|!]+")
_MARKDOWN = {"*": "**", "_": "_", "-": "~~"}
_AFTER_URL = ".,;:!?'\")"


@dataclass(slots=True)
class _Sign:
    """A sign that may format; `shown` is what stands for it in the end."""

    sign: str
    literal: str
    opens: bool
    closes: bool
    inside_word: bool = False
    shown: str | None = None


@dataclass(slots=True)
class _Line:
    text: str
    people: Mapping[str, str]
    in_table: bool
    parts: list[str | _Sign] = field(default_factory=list)
    literal: list[str] = field(default_factory=list)
    position: int = 0
    code_ends: bool = False  # no "}}" is left in the line


def markdown_line(text: str, *, people: Mapping[str, str], in_table: bool = False) -> str:
    """Return a line of wiki markup as Markdown; what is not understood stays as text.

    `people` are display names by account id, for mentions.
    """
    line = _Line(text, people, in_table)
    first = _FIRST_OR_ADDRESS if "://" in text else _FIRST
    while match := _next_token(text, line.position, first):
        line.literal.append(text[line.position : match.start()])
        line.position = match.end()
        _READERS[match.lastgroup or ""](line, match)
    line.literal.append(text[line.position :])
    _flush(line)
    _pair(line)
    return "".join(_shown(part, line) for part in line.parts).strip()


def _next_token(text: str, position: int, first: re.Pattern[str]) -> re.Match[str] | None:
    while candidate := first.search(text, position):
        if token := _TOKEN.match(text, candidate.start()):
            return token
        position = candidate.end()
    return None


def _flush(line: _Line) -> None:
    if words := "".join(line.literal):
        line.parts.append(escape_markdown(words, in_table=line.in_table))
    line.literal.clear()


def _raw(line: _Line, markdown: str) -> None:
    _flush(line)
    before = line.parts[-1] if line.parts else ""
    if markdown.startswith("[") and isinstance(before, str) and before.endswith("!"):
        line.parts[-1] = f"{before[:-1]}\\!"  # no image
    line.parts.append(markdown)


def _read_break(line: _Line, _: re.Match[str]) -> None:
    _raw(line, " " if line.in_table else "  \n")


def _read_escaped(line: _Line, match: re.Match[str]) -> None:
    line.literal.append(match.group()[1])


def _read_entity(line: _Line, match: re.Match[str]) -> None:
    line.literal.append(html.unescape(match.group()))


def _read_code(line: _Line, match: re.Match[str]) -> None:
    end = -1 if line.code_ends else line.text.find("}}", match.end())
    if end < 0:
        line.code_ends = True
        line.literal.append(match.group())
        return
    end += len(line.text) > end + 2 and line.text[end + 2] == "}"
    code = line.text[match.end() : end].removeprefix("{}").removesuffix("{}")
    line.position = end + 2
    if code.strip():
        span = code_span(plain_code(code.strip()))
        _raw(line, span.replace("|", "\\|") if line.in_table else span)


def _read_bracket(line: _Line, match: re.Match[str]) -> None:
    end = _BRACKET.search(line.text, match.end())
    if end is None or end.group() == "[" or not (link := _link(line, line.text[match.end() : end.start()])):
        line.literal.append("[")
        return
    line.position = end.end()
    _raw(line, link)


def _link(line: _Line, content: str) -> str:
    if mention := _MENTION.fullmatch(content):
        name = line.people.get(mention.group("id"))
        return f"@{escape_markdown(name, in_table=line.in_table)}" if name else ""
    label, _, address = content.rpartition("|")
    if "|" in label and not address.startswith(_LINK_WORDS):
        label, address = label.split("|", maxsplit=1)[0], label.split("|")[1]  # [label|address|smart-link]
    address = html.unescape(address.strip())
    if not address.startswith(_LINK_WORDS) or any(character.isspace() for character in address):
        return ""
    words = escape_markdown(html.unescape(label.strip()), in_table=line.in_table, in_link=True)
    if not words or words == address:
        return f"<{address}>"
    return f"[{words}]({address.replace('(', '%28').replace(')', '%29')})"


def _read_image(line: _Line, match: re.Match[str]) -> None:
    end = line.text.find("!", match.end())
    content = line.text[match.end() : end] if end >= 0 else ""
    if picture := _PICTURE.match(content):
        line.position = end + 1
        _raw(line, f"![]({picture.group().replace('(', '%28').replace(')', '%29')})")
    else:
        line.literal.append("!")


def _read_url(line: _Line, match: re.Match[str]) -> None:
    address = match.group().rstrip(_AFTER_URL)
    line.position = match.start() + len(address)
    _raw(line, f"<{address}>")


def _read_braced(line: _Line, match: re.Match[str]) -> None:
    sign = match.group()[1]
    if sign in _MARKDOWN:
        _flush(line)
        line.parts.append(_Sign(sign, match.group(), opens=True, closes=True, inside_word=True))
    else:
        line.literal.append(match.group())


def _read_run(line: _Line, match: re.Match[str]) -> None:
    found, start, end = match.group(), match.start(), match.end()
    before = line.text[start - 1] if start else " "
    after = line.text[end] if end < len(line.text) else " "
    opens = not before.isalnum() and not after.isspace()
    closes = not before.isspace() and not after.isalnum()
    if len(found) > 1 or not (opens or closes):
        line.literal.append(found)
    else:
        _flush(line)
        line.parts.append(_Sign(found, found, opens=opens, closes=closes))


_READERS = {
    "break": _read_break,
    "escaped": _read_escaped,
    "braced": _read_braced,
    "code": _read_code,
    "bracket": _read_bracket,
    "image": _read_image,
    "url": _read_url,
    "entity": _read_entity,
    "run": _read_run,
}


def _pair(line: _Line) -> None:
    """Give each pair of signs its Markdown; an opener that is overtaken by an outer pair's end stays as typed."""
    opened: list[tuple[int, _Sign]] = []
    waiting = dict.fromkeys(_MARKDOWN, 0)
    for index, part in enumerate(line.parts):
        if not isinstance(part, _Sign):
            continue
        if part.closes and waiting[part.sign]:
            while (first := opened.pop())[1].sign != part.sign:
                waiting[first[1].sign] -= 1
            waiting[part.sign] -= 1
            if first[0] + 1 < index:
                first[1].shown = part.shown = _sign_for(first[1], part)
                continue
        if part.opens:
            opened.append((index, part))
            waiting[part.sign] += 1


def _sign_for(first: _Sign, last: _Sign) -> str:
    is_inside_word = first.sign == "_" and (first.inside_word or last.inside_word)
    return "*" if is_inside_word else _MARKDOWN[first.sign]


def _shown(part: str | _Sign, line: _Line) -> str:
    if isinstance(part, str):
        return part
    return escape_markdown(part.literal, in_table=line.in_table) if part.shown is None else part.shown


def plain_code(code: str) -> str:
    """Return monospaced wiki text without its escapes."""
    code = html.unescape(code).replace("\xa0", " ")
    return re.sub(r"\\([\\\-#*_+?^~|%{}\[\]()!@])", r"\1", code)
