"""German and English words are found by their stems."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from backlog.core.search import index_terms, query_terms, stems_of


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


_ENDINGS = ("en", "ungen", "er", "ing", "ed", "lichkeit", "isch", "ies")


def test_signs_alone_are_no_words() -> None:
    assert query_terms("\"*' AND -- ()") == [("and",)]


def test_threads_do_not_mix_up_each_others_words() -> None:
    words = [
        f"{start}{end}" for start in ("kund", "anwend", "rechn", "verbind", "order", "deliver") for end in _ENDINGS
    ]
    alone = [stems_of.__wrapped__(word) for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(stems_of.__wrapped__, words * 40))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone * 40
