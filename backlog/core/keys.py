"""Keys by which people name things: `REQ-42`. Nobody ever sees a database id."""

import re

# The largest number both databases keep in an INTEGER.
LARGEST_NUMBER = 2**31 - 1
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9]*)-([1-9][0-9]{0,8})")


def make_key(prefix: str, number: int) -> str:
    """Return the key of the thing with this running number."""
    return f"{prefix}-{number}"


def find_number(prefix: str, key: str) -> int | None:
    """Return the running number in a key, whatever its case; None if it is no key with this prefix."""
    match = _KEY.fullmatch(key.strip())
    return int(match[2]) if match and match[1].upper() == prefix.upper() else None
