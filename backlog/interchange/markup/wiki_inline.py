"""The inside of a Markdown paragraph as lines of wiki pieces."""

import re
from collections.abc import MutableMapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from backlog.interchange.markup.wiki_line import Literal, Mark, Piece, Raw, entity, safe_url, wiki_line

# Twenty brackets inside one another are enough; deeper ones stay text, and the reading stays quick.
_INLINE = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["strikethrough"])
_SIGNS = {"strong": "*", "em": "_", "s": "-"}
_MACRO = re.compile(r"(?:adf|anchor|code|color|loremipsum|noformat|panel|quote)(?::.*)?", re.IGNORECASE)
_LINKED = ("https://", "http://", "mailto:", "ftp://")


def inline_lines(content: str, environment: MutableMapping[str, object], *, signs: str = "") -> list[str]:
    """Return the wiki lines of an inline text; formatting is closed at each line's end and opened again on the next.

    `signs` are characters that mean something in the place (a "|" inside a table).
    """
    return [line for pieces in _Lines(signs).read(content, environment) if (line := wiki_line(pieces))]


class _Lines:
    """Collects pieces; a new line begins at each line break."""

    def __init__(self, signs: str) -> None:
        self._signs = signs
        self._lines: list[list[Piece]] = [[]]
        self._open: list[str] = []  # the marks around the current place
        self._link: str | None = None
        self._label: list[str] = []

    def read(self, content: str, environment: MutableMapping[str, object]) -> list[list[Piece]]:
        """Return the pieces of each line."""
        parsed = _INLINE.parseInline(content, environment)
        for token in parsed[0].children or ():
            self._take(token)
        return self._lines

    def _take(self, token: Token) -> None:
        kind, _, edge = token.type.rpartition("_")
        if token.type == "link_open":
            self._link, self._label = str(token.attrs.get("href", "")), []
        elif token.type == "link_close":
            self._close_link()
        elif self._link is not None:
            self._label.append(_words(token))
        elif kind in _SIGNS:
            self._mark(_SIGNS[kind], opens=edge == "open")
        elif token.type in {"softbreak", "hardbreak"}:
            self._break()
        else:
            self._plain(token)

    def _plain(self, token: Token) -> None:
        if token.type == "code_inline":
            self._code(token.content)
        elif token.type == "image":
            self._add(*_linked(_words(token), str(token.attrs.get("src", "")), self._signs))
        elif token.content:
            self._add(Literal(token.content, self._signs))

    def _add(self, *pieces: Piece) -> None:
        self._lines[-1].extend(pieces)

    def _mark(self, sign: str, *, opens: bool) -> None:
        """Add a mark; one inside another of its kind says nothing new and is left out."""
        if opens:
            if sign not in self._open:
                self._add(Mark(sign, opens=True))
            self._open.append(sign)
        else:
            self._open.pop()
            if sign not in self._open:
                self._add(Mark(sign, opens=False))

    def _break(self) -> None:
        marks = list(dict.fromkeys(self._open))
        self._add(*(Mark(sign, opens=False) for sign in reversed(marks)))
        self._lines.append([Mark(sign, opens=True) for sign in marks])

    def _code(self, content: str) -> None:
        self._add(*code_pieces(content, signs=self._signs))

    def _close_link(self) -> None:
        self._add(*_linked("".join(self._label), self._link or "", self._signs))
        self._link = None


def code_pieces(code: str, *, signs: str = "") -> Sequence[Piece]:
    """Return monospaced text; the name of a macro between the braces must not become that macro."""
    code = code.strip(" \t")
    if not code:
        return ()
    head = entity(code[0]) if _MACRO.fullmatch(code) else ""
    return (Raw("{{" + head), Literal(code[1:] if head else code, signs, is_code=True), Raw("}}"))


def _words(token: Token) -> str:
    """Return the words of a token without their formatting."""
    if token.type == "image":
        return "".join(_words(child) for child in token.children or ())
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


def _linked(label: str, address: str, signs: str) -> Sequence[Piece]:
    """Return a link, always with label and address: `[address](…)` would pass for Markdown."""
    label = " ".join(label.split())
    if not address.startswith(_LINKED):
        words = f"{label} ({address})" if label and address and address != label else label or address
        return (Literal(words, signs),)
    return (Raw("["), Literal(label or address, "|]" + signs), Raw(f"|{safe_url(address)}]"))
