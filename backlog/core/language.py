"""Which language a sentence is in, so that it is read out and quoted as its own."""

import re
from collections import Counter
from collections.abc import Mapping

# Words that carry a sentence in one of the languages and do not exist in the other.
_GERMAN = """
aber auch auf aus bei bitte das dem den der des doch ein eine einen er es euch für habe haben ich ihr ihre im ist kein
keine kann mehr mein meine mich mir mit nicht noch nur oder sein sich sie sind und uns von vor warum was wenn wer wie
wir wird zu zum zur über
"""
_ENGLISH = """
and any are as at be been but can could do does for from have he how i if is it its my no not of on or our she than that
the their them then there they this to us we were what when where which who why will with would you your
"""
_MARKS = {"de": frozenset(_GERMAN.split()), "en": frozenset(_ENGLISH.split())}
_WORD = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str | None:
    """Return "de" or "en", whichever more of the small words belong to, or None where they do not tell."""
    return language_of(count_small_words(text))


def count_small_words(text: str) -> Counter[str]:
    """Return how many of the words belong to each language; the counts of parts add up to those of the whole."""
    words = _WORD.findall(text.lower())
    return Counter({language: sum(word in marks for word in words) for language, marks in _MARKS.items()})


def language_of(counts: Mapping[str, int]) -> str | None:
    """Return the language that more of the small words belong to, or None where they do not tell."""
    language = max(_MARKS, key=lambda name: counts[name])
    return language if counts[language] > min(counts[name] for name in _MARKS) else None
