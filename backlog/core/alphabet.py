"""Alphabetical order as people know it: whatever the database's own order is."""

import unicodedata


def plain_letters(text: str) -> str:
    """Return the text without the marks on its letters: "Öl" as "Ol"."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def alphabetical(text: str) -> tuple[str, str]:
    """Return what to sort a word by: capitals as small letters and umlauts as their plain ones (DIN 5007-1)."""
    return plain_letters(text.casefold()), text
