"""Text that a file may carry: one kind of line end, nothing invisible that breaks readers."""

import re

# Line breaks that are not "\n": vertical tab (a soft break in Excel cells), form feed, NEL, U+2028, U+2029.
_OTHER_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_BREAKS = re.compile(f"\r\n|[{_OTHER_BREAKS}]")
# C0 and C1 controls, byte order mark, lone surrogates and non-characters: not legal in XML, unreadable for Jira.
_UNREADABLE_SIGNS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNREADABLE = re.compile(f"[{_UNREADABLE_SIGNS}]")
# A letter that was lost before it came to us; importers take it for a sign of a wrong encoding.
_LOST_LETTER = "\ufffd"
_SUSPECT = re.compile(f"[{_LOST_LETTER}{_OTHER_BREAKS}{_UNREADABLE_SIGNS}]")
_BLANKS = re.compile(r"\s+")
# Marks that take no room: a title made of them only is an empty title.
_INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064"


def clean_text(text: str) -> str:
    r"""Return the text with "\n" as its only line end and without characters no reader can show."""
    if (text.isascii() and text.isprintable()) or not _SUSPECT.search(text):
        return text
    text = _BREAKS.sub("\n", text)
    return _UNREADABLE.sub("", text).replace(_LOST_LETTER, "?")


def clean_line(text: str) -> str:
    """Return the text on one line, cleaned, with single blanks and none at its ends; "" where nothing is visible."""
    line = _BLANKS.sub(" ", clean_text(text)).strip()
    return line if line.strip(_INVISIBLE + " ") else ""
