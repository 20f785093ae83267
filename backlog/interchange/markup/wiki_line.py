"""One line of wiki markup from pieces: literal text is escaped only where Jira would read formatting into it.

Jira reads a sign such as `*` as formatting where a pair of them fits: the first after a non-letter and before a
non-blank, the second the other way round, both on one line. So a lone `*` or an `_` inside a word stays as typed.
What must be escaped becomes a character entity; a backslash would be lost in Jira's CSV reader.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Literal(NamedTuple):
    """Text that must come out as typed; `signs` are further characters that mean something in its place."""

    text: str
    signs: str = ""  # "|" inside a table, "|]" inside a link
    is_code: bool = False


class Raw(NamedTuple):
    """Wiki markup as it is."""

    text: str


class Mark(NamedTuple):
    """The beginning or end of a formatted stretch: `*` strong, `_` emphasis, `-` deleted."""

    sign: str
    opens: bool


Piece = Literal | Raw | Mark

_SIGNS = (
    r"(?P<run>\*+|_+|\++|\^+|~+|!+|-+|\?{2,})"
    r"|(?P<always>[{}\\\[])"
    r"|(?P<placed>[|\]])"
    r"|(?P<entity>&(?=\#?\w{1,31};))"
)
_IN_CODE = re.compile(_SIGNS)
_IN_PROSE = re.compile(r"(?P<url>\b(?:https?|ftp)://[^\s<>]+)|" + _SIGNS)
_HAS_SIGN = re.compile(r"[*_+^~!?{}\\\[\]|&-]")
# What Jira reads at the beginning of a line only: lists, headings, a quoted line, tables, rules; and the fence of
# Markdown, which nobody should take for one.
_LINE_START = re.compile(r"\s*(?P<kept>h[1-6]|bq|)(?P<sign>(?<=[1-6q])\.|(?:[*#]+|-+)(?=\s|$)|-{4,5}(?=\s*$)|\||```)")
_URL_UNSAFE = re.compile(r"[{}\\|\[\]*!^\"`]")


@dataclass(slots=True)
class _Tally:
    """How often a sign could open and could close formatting in this line, and whether we format with it ourselves."""

    openers: int = 0
    closers: int = 0
    runs: int = 0
    is_ours: bool = False

    @property
    def could_pair(self) -> bool:
        if self.is_ours:
            return bool(self.openers or self.closers)
        return bool(self.openers and self.closers and self.runs > 1)


def wiki_line(pieces: Sequence[Piece]) -> str:
    """Return the pieces as one line of wiki markup."""
    pieces = _without_empty_marks(pieces)
    tallies = _tally(pieces)
    braced = _braced_marks(pieces)
    out: list[str] = []
    at_start = True
    for index, piece in enumerate(pieces):
        if isinstance(piece, Literal):
            out.append(_escape(piece, tallies, at_start=at_start))
        elif isinstance(piece, Mark) and index in braced:
            out.append(f"{{{piece.sign}}}")
        else:
            out.append(_text(piece))
        # A mark keeps the beginning open: "*- x*" would be an item of a list in a list.
        at_start = at_start and (isinstance(piece, Mark) or not out[-1].strip())
    return "".join(out).strip()


def entity(text: str) -> str:
    """Return each character of the text as its numeric entity."""
    return "".join(f"&#{ord(character)};" for character in text)


def safe_url(url: str) -> str:
    """Return the address with the characters percent-encoded that wiki markup would read."""
    return _URL_UNSAFE.sub(lambda match: f"%{ord(match.group()):02X}", url)


def _without_empty_marks(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Mark):
            if not piece.opens and kept and isinstance(kept[-1], Mark) and kept[-1] == Mark(piece.sign, opens=True):
                kept.pop()
                continue
        elif not piece.text:
            continue
        kept.append(piece)
    return kept


def _braced_marks(pieces: Sequence[Piece]) -> set[int]:
    """Return the marks that touch a letter and need braces around them: `{*}` formats where `*` would not."""
    braced: set[int] = set()
    opened: list[int] = []
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Mark):
            continue
        if piece.opens:
            opened.append(index)
        elif opened:
            first = opened.pop()
            outside = (_before(pieces, first, 0), _after(pieces, index, 1))
            if any(_touches(character, piece.sign) for character in outside) or (piece.sign == "-" and first == 0):
                braced |= {first, index}
    return braced


def _touches(character: str, sign: str) -> bool:
    return character.isalnum() or not character.isascii() or character == sign


def _tally(pieces: Sequence[Piece]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for index, piece in enumerate(pieces):
        if isinstance(piece, Mark):
            tallies.setdefault(piece.sign, _Tally()).is_ours = True
        elif isinstance(piece, Literal) and _HAS_SIGN.search(piece.text):
            for match in _signs_of(piece).finditer(piece.text):
                if match.lastgroup == "run":
                    _count(tallies.setdefault(match.group()[0], _Tally()), pieces, index, match)
    return tallies


def _signs_of(piece: Literal) -> re.Pattern[str]:
    return _IN_CODE if piece.is_code else _IN_PROSE


def _count(tally: _Tally, pieces: Sequence[Piece], index: int, match: re.Match[str]) -> None:
    before, after = _before(pieces, index, match.start()), _after(pieces, index, match.end())
    tally.runs += 1
    tally.openers += not before.isalnum() and not after.isspace()
    tally.closers += not before.isspace() and not after.isalnum()


def _before(pieces: Sequence[Piece], index: int, position: int) -> str:
    if position:
        return _text(pieces[index])[position - 1]
    return _text(pieces[index - 1])[-1] if index else " "


def _after(pieces: Sequence[Piece], index: int, position: int) -> str:
    text = _text(pieces[index])
    if position < len(text):
        return text[position]
    return _text(pieces[index + 1])[0] if index + 1 < len(pieces) else " "


def _text(piece: Piece) -> str:
    return piece.sign if isinstance(piece, Mark) else piece.text


def _escape(piece: Literal, tallies: Mapping[str, _Tally], *, at_start: bool) -> str:
    text, head = piece.text, ""
    if at_start and (match := _LINE_START.match(text)):
        text, head = text[match.end() :], match.group("kept") + entity(match.group("sign"))
    if not _HAS_SIGN.search(text):
        return head + text
    return head + _signs_of(piece).sub(lambda match: _replacement(match, piece, tallies), text)


def _replacement(match: re.Match[str], piece: Literal, tallies: Mapping[str, _Tally]) -> str:
    found = match.group()
    match match.lastgroup:
        case "url":
            return safe_url(found)
        case "run" if not found.startswith("**") and not tallies[found[0]].could_pair:
            return found
        case "placed" if found not in piece.signs:
            return found
        case "entity":
            return "&amp;"
        case _:
            return entity(found)
