"""Keys by which people name things: `REQ-42`. Nobody ever sees a database id."""

import re
from collections.abc import Iterator

# The largest number both databases keep in an INTEGER.
LARGEST_NUMBER = 2**31 - 1
_MOST_DIGITS = 9
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9]*)-([1-9][0-9]{0,8})")


def whole_number(text: str) -> int:
    """Return the number that a text from outside says; raise ValueError for any other, and for what no column holds."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST_NUMBER)) or int(text) > LARGEST_NUMBER:
        message = "this is no number that can be kept"
        raise ValueError(message)
    return int(text)


def seen_number(text: str | None) -> int | None:
    """Return the version, or the number, that somebody says to have seen; None if nothing is said.

    What cannot be read counts as one that nothing has reached: services refuse that, where None would pass as if nobody
    had changed anything since.
    """
    if text is None:
        return None
    try:
        return whole_number(text)
    except ValueError:
        return LARGEST_NUMBER


def make_key(prefix: str, number: int) -> str:
    """Return the key of the thing with this running number."""
    return f"{prefix}-{number}"


def find_number(prefixes: tuple[str, ...], key: str) -> int | None:
    """Return the running number in a key, whatever its case; None if it is no key with one of these prefixes."""
    match = _KEY.fullmatch(key.strip())
    return int(match[2]) if match and match[1].upper() in prefixes else None


def key_digits(prefixes: tuple[str, ...], text: str) -> str | None:
    """Return the digits of a key, or of its beginning, with one of these prefixes; None for other text."""
    one_of = "|".join(map(re.escape, prefixes))
    match = re.fullmatch(rf"(?:{one_of})[-\s]?([1-9][0-9]{{0,8}})", text.strip(), re.IGNORECASE)
    return match[1] if match else None


def number_ranges(digits: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the running numbers go that begin with these digits."""
    low = int(digits)
    for more in range(_MOST_DIGITS - len(digits) + 1):
        span = 10**more
        yield low * span, low * span + span - 1
