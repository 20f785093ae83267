"""Words compared as people mean them: without case, accents, punctuation."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar
from unicodedata import combining, normalize

_T = TypeVar("_T")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


_KEPT_LENGTH = 100  # longer texts are no words that come back


def fold(text: str) -> str:
    """Return the words of a text in small letters without accents, with single blanks between them."""
    return _fold_word(text) if len(text) <= _KEPT_LENGTH else _fold(text)


def _fold(text: str) -> str:
    apart = normalize("NFKD", text.casefold())
    bare = "".join(character for character in apart if not combining(character))
    return _BETWEEN_WORDS.sub(" ", bare).strip()


_fold_word = lru_cache(maxsize=8192)(_fold)


def folded(table: Mapping[_T, Iterable[str]]) -> dict[str, _T]:
    """Return for each word, folded, what it stands for; umlauts also as people without the keys write them."""
    return {form: meaning for meaning, words in table.items() for word in words for form in spellings(word)}


def spellings(word: str) -> tuple[str, str]:
    """Return a word folded, and folded with its umlauts spelt out ("ae")."""
    return fold(word), fold(word.casefold().translate(_SPELT_OUT))
