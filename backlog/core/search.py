"""Words to search by: German and English stems, umlauts folded, so that both databases find the same.

Each word is indexed under its German and its English stem; a word of a query matches by prefix, which finds
German compounds by their first part ("Gast" finds "Gastbestellung").
"""

import re
import threading
import unicodedata
from functools import cached_property, lru_cache
from typing import Any

from backlog.core.alphabet import plain_letters

_WORD = re.compile(r"\w+", re.UNICODE)
_MOST_QUERY_WORDS = 12
_LONGEST_WORD = 40
# PostgreSQL takes a megabyte of words in a row's index, counted with their overhead.
_MOST_INDEXED_BYTES = 250_000


class _Stemmers(threading.local):
    """A thread's own: a stemmer keeps the word it works on in itself."""

    @cached_property
    def stemmers(self) -> tuple[Any, ...]:
        import snowballstemmer

        return tuple(snowballstemmer.stemmer(language) for language in ("german", "english"))


_own = _Stemmers()


def index_terms(*texts: str) -> str:
    """Return the stems of all words of the texts, parted by blanks, for the index."""
    stems: dict[str, None] = {}
    for text in texts:
        for word in _words(text):
            stems.update(dict.fromkeys(stems_of(word)))
    joined = " ".join(stems).encode()
    return joined[:_MOST_INDEXED_BYTES].decode(errors="ignore")


def query_terms(query: str) -> list[tuple[str, ...]]:
    """Return, for each word of a query, the stems of which one has to match by prefix."""
    return [stems for word in _words(query)[:_MOST_QUERY_WORDS] if (stems := stems_of(word))]


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> tuple[str, ...]:
    """Return the German and the English stem of one word, folded to plain letters, without repetition."""
    if word.isascii() and word.isdecimal():
        return (word,)
    lowered = word.casefold() if "ß" not in word else word.replace("ß", "ss").casefold()
    stems = (plain_letters(stemmer.stemWord(lowered)) for stemmer in _own.stemmers)
    return tuple(dict.fromkeys(stem for stem in stems if stem))


def _words(text: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in _WORD.findall(unicodedata.normalize("NFC", text).replace("_", " "))]
