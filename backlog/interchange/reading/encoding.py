"""Bytes to text: byte order mark, then strict UTF-8, then Windows-1252."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from enum import StrEnum

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.reading.kinds import refuse_other_bytes, refuse_other_texts


class Encoding(StrEnum):
    """How the letters of a file are written as bytes."""

    UTF_8 = "utf-8"
    UTF_8_BOM = "utf-8-sig"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"


_MARKS = (
    (BOM_UTF8, Encoding.UTF_8_BOM),
    (BOM_UTF16_LE, Encoding.UTF_16),
    (BOM_UTF16_BE, Encoding.UTF_16),
)
# Windows-1252 takes almost any byte; these never stand in a text that a person wrote.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n")


def decode(raw: bytes, *, encoding: Encoding | None = None) -> tuple[str, Encoding]:
    """Return the text and the encoding it was found in (or the one asked for); raises Invalid with the line."""
    refuse_other_bytes(raw)
    text, found = _decode_as(raw, encoding) if encoding else _climb(raw)
    if (position := text.find("\0")) >= 0:
        raise Invalid(
            N_("Line {line}: the file holds a NUL byte and is not a text file."),
            params={"line": line_at(text, position)},
        )
    refuse_other_texts(text)
    return text, found


def line_at(text: str, position: int) -> int:
    """Return the physical line, counted from 1, in which a position of the text stands."""
    return 1 + sum(1 for _ in _LINE_END.finditer(text, 0, position))


def _climb(raw: bytes) -> tuple[str, Encoding]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw, encoding)
    try:
        return raw.decode(Encoding.UTF_8), Encoding.UTF_8
    except UnicodeDecodeError:
        return _decode_windows(raw), Encoding.WINDOWS_1252


def _decode_windows(raw: bytes) -> str:
    text, _ = _decode_as(raw, Encoding.WINDOWS_1252)
    if "\0" not in text and (control := _CONTROL.search(text)):
        raise _not_text(line_at(text, control.start()))
    return text


def _decode_as(raw: bytes, encoding: Encoding) -> tuple[str, Encoding]:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, errors="replace")
        raise _not_text(line_at(before, len(before))) from error


def _not_text(line: int) -> Invalid:
    return Invalid(N_("Line {line}: these bytes are not text. Save the file as UTF-8."), params={"line": line})
