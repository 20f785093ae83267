"""The language of what a customer said is guessed from small words, or not at all."""

import pytest

from backlog.core.language import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich wollte nur eine Klinge für 12 Euro nachkaufen.", "de"),
        ("Meine Kunden rufen mich an, weil sie bei euch im Shop nicht durchkommen.", "de"),
        ("I run a small nursery in Tyrol and order twice a year.", "en"),
        ("Searching for “loppers” shows me a mouse trap. The Astschere is not there.", "en"),
        ("Astschere kaputt!", None),
        ("", None),
        ("42 × 17", None),
    ],
)
def test_the_small_words_tell_the_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language
