"""Alphabetical order."""

from backlog.core.alphabet import alphabetical


def test_capitals_and_umlauts_stand_where_their_letters_do() -> None:
    words = ["Zoll", "abo", "Öl", "Ofen", "ohne", "Abo", "Ärger", "Straße", "strasse", "Éclair", "eclairs"]
    assert sorted(words, key=alphabetical) == [
        "Abo", "abo", "Ärger", "Éclair", "eclairs", "Ofen", "ohne", "Öl", "Straße", "strasse", "Zoll",
    ]  # fmt: skip
