"""German and English words are found by their stems."""

import pytest

from backlog.core.search import index_terms, query_terms


def found(query: str, text: str) -> bool:
    """Tell whether the index would find the text: every word by the prefix of one of its stems."""
    terms = index_terms(text).split()
    return all(any(term.startswith(stem) for term in terms for stem in stems) for stems in query_terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Rechnung", "E-Rechnungen versenden"),
        ("rechnungen", "Die Rechnung als PDF"),
        ("Gast", "Gastbestellung ohne Konto"),
        ("haus", "Häuser und Gärten"),
        ("loeschen", "Konto löschen"),
        ("löschen", "Konto löschen"),
        ("Strasse", "Straße angeben"),
        ("invoices", "Send an invoice by mail"),
        ("ordering", "Guest orders"),
        ("GRÖSSE", "Größe wählen"),
    ],
)
def test_it_finds(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(("query", "text"), [("Konto", "Kante"), ("Rechnung Konto", "Rechnung als PDF")])
def test_it_does_not_find(query: str, text: str) -> None:
    assert not found(query, text)


def test_signs_alone_are_no_words() -> None:
    assert query_terms("\"*' AND -- ()") == [("and",)]
