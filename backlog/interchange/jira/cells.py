"""Single cells: plain text on one line, as Jira's importer keeps it and a spreadsheet does no harm with it.

Cells outside the description are no wiki markup: what cannot be written is shown by a sign that looks the same.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from unicodedata import combining

from backlog.interchange.markup import clean_line

SUMMARY_UNITS = 254  # UTF-16 units: "Summary must be less than 255 characters."
_LABEL_UNITS = 255
_COMPONENT_UNITS = 255
# Jira's own marker for "empty this field": a title of these letters must not do that.
_CLEAR = "<<!clear!>>"
# Jira's CSV reader drops a backslash; this sign looks the same and stays.
_BACKSLASH, _LOOKALIKE = "\\", "\N{SET MINUS}"
# A cell that begins so is a formula to a spreadsheet; an apostrophe against it would be stored in Jira.
_FORMULA = re.compile(r"'?[=+\-@]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A year of two digits is read within 80 years back and 20 ahead (Java's SimpleDateFormat).
_FIRST_YEAR, _LAST_YEAR = 2000, 2045
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,}")
_BETWEEN_WORDS = re.compile(r"[\s,;:\"'\\<>(){}\[\]|`*=~^]+")
_POINTS_LIMIT = 1_000_000


def utf16_units(text: str) -> int:
    """Return the length as Java and Jira count it: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def summary(title: str, *, key: str) -> tuple[str, bool]:
    """Return the title as one line of at most 254 UTF-16 units, and whether it says the title in full.

    A title that nobody can see is replaced by the key.
    """
    if _is_quiet(title):
        return title, True
    line = clean_line(title) or key
    written = _protected(line.replace(_BACKSLASH, _LOOKALIKE))
    cut = shortened(written, units=SUMMARY_UNITS)
    return cut, cut == written and _BACKSLASH not in line


def component(name: str) -> str:
    """Return the name as one cell; "" where nobody can see it."""
    line = clean_line(name).replace(_BACKSLASH, _LOOKALIKE)
    return shortened(_protected(line), units=_COMPONENT_UNITS) if line else ""


@lru_cache(maxsize=4096)
def slug(label: str) -> str:
    """Return a label as Jira takes it: small letters, one word; "" where nothing is left of it."""
    words = (word.lstrip("-.+@!#").rstrip("-.!") for word in _BETWEEN_WORDS.split(clean_line(label).lower()))
    return shortened("-".join(word for word in words if word), units=_LABEL_UNITS, mark="")


def key_label(key: str) -> str:
    """Return our key as the label by which a row is found again: `REQ-42` as `req-42`."""
    return key.lower() if key.isascii() and key.replace("-", "").isalnum() else slug.__wrapped__(key)


@lru_cache(maxsize=1024)
def points(value: Decimal | None) -> str:
    """Return story points as a plain number with a point; "" for what is no size."""
    if value is None or not value.is_finite() or not 0 <= value < _POINTS_LIMIT:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


@lru_cache(maxsize=4096)
def due_date(day: date | None) -> str:
    """Return `dd/MMM/yy h:mm a` with English month names; "" for a year that two digits cannot say."""
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return ""
    return f"{day.day:02}/{_MONTHS[day.month - 1]}/{day.year % 100:02} 12:00 AM"


@lru_cache(maxsize=1024)
def email(address: str | None) -> str:
    """Return the address; "" for what is none."""
    return address if address and _EMAIL.fullmatch(address) else ""


def shortened(text: str, *, units: int, mark: str = "…") -> str:
    """Return the text in so many UTF-16 units, cut between words where that costs little, ending in the mark."""
    if utf16_units(text) <= units:
        return text
    raw = text.encode("utf-16-le", "surrogatepass")[: 2 * (units - len(mark))]
    cut = raw.decode("utf-16-le", "ignore")
    while cut and combining(text[len(cut)]):
        cut = cut[:-1]
    head, blank, _ = cut.rpartition(" ")
    if blank and len(head) > len(cut) * 3 // 4:
        cut = head
    return cut.rstrip() + mark


def _is_quiet(title: str) -> bool:
    """Say whether a title needs no work at all, which is what most need."""
    return (
        title.isprintable()
        and 0 < len(title) <= SUMMARY_UNITS // 2
        and _BACKSLASH not in title
        and "  " not in title
        and "\ufffd" not in title
        and title[0] not in " '=+-@<"
        and title[-1] != " "
    )


def _protected(line: str) -> str:
    """Return the line in quotation marks where a spreadsheet would calculate it or Jira would obey it."""
    return f"“{line}”" if _FORMULA.match(line) or line == _CLEAR else line
