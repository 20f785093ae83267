"""What people pick by mistake: told by its first bytes or letters, and called by its name."""

import re

from backlog.core.errors import Invalid
from backlog.core.i18n import N_

_SHEET = N_("This is an Excel workbook, not a CSV file. Save the sheet as CSV first.")
_OPEN_SHEET = N_("This is an OpenDocument file, not a CSV file. Save the sheet as CSV first.")
_DOCUMENT = N_("This is a Word or PowerPoint document, not a CSV file.")
_OLD_OFFICE = N_("This is an old Excel or Word file, not a CSV file. Save the sheet as CSV first.")
_ZIP = N_("This is a ZIP archive, not a CSV file. Unpack it and choose the CSV file in it.")
_ARCHIVE = N_("This is an archive, not a CSV file. Unpack it and choose the CSV file in it.")
_PDF = N_("This is a PDF, not a CSV file.")
_PICTURE = N_("This is a picture, not a CSV file.")
_WEB_PAGE = N_("This is a web page (HTML), not a CSV file.")
_XML = N_("This is an XML file, not a CSV file.")
_JSON = N_("This is a JSON file, not a CSV file.")

_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
    (b"%PDF", _PDF),
    (b"{\\rtf", _DOCUMENT),
    *((mark, _PICTURE) for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((mark, _ARCHIVE) for mark in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")),
)
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
# The names of the files in an archive stand in it as they are.
_INSIDE_ZIP = (
    (re.compile(rb"xl/(?:workbook|worksheets)"), _SHEET),
    (re.compile(rb"(?:word/document|ppt/presentation)"), _DOCUMENT),
    (re.compile(rb"mimetypeapplication/vnd\.oasis"), _OPEN_SHEET),
)
# No header of a table begins like these.
_TEXTS = (
    (
        re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL),
        _WEB_PAGE,
    ),
    (re.compile(r"\s*<svg\b"), _PICTURE),
    (re.compile(r"\s*<\?xml\b"), _XML),
    (re.compile(r"""\s*(?:\{\s*"|\{\s*\}\s*$|\[\s*[\[{"])"""), _JSON),
)
_LOOKED_AT = 4096


def refuse_other_bytes(raw: bytes) -> None:
    """Raise Invalid, naming what it is, where the bytes begin like a file that is no text."""
    for mark, message in _BEGINNINGS:
        if raw.startswith(mark):
            raise Invalid(message)
    if raw.startswith(_ZIP_MARKS):
        raise Invalid(next((message for inside, message in _INSIDE_ZIP if inside.search(raw)), _ZIP))


def refuse_other_texts(text: str) -> None:
    """Raise Invalid, naming what it is, where a text begins like one that is no table."""
    beginning = text[:_LOOKED_AT].removeprefix("\ufeff")
    for pattern, message in _TEXTS:
        if pattern.match(beginning):
            raise Invalid(message)
