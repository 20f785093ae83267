"""Every sentence has its German, with the same blanks to fill."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from tests.support.catalogues import ROOT, TRANSLATIONS, messages_in_source, read_catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
FORMAL = re.compile(r"\b[A-ZÄÖÜ]\w+en Sie\b|\bSie (?:haben|können|müssen|sehen|sind|werden)\b|\bIhnen\b")
TYPED = re.compile(r"\"|\.\.\.|'|\S…|[ \n]…")
LANGUAGES = sorted(path.name for path in TRANSLATIONS.iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def in_source() -> Catalog:
    return messages_in_source()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request) -> Catalog:
    return read_catalogue(TRANSLATIONS / request.param / "LC_MESSAGES" / "messages.po")


def texts(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def blanks(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_every_sentence_is_translated(in_source, catalogue):
    missing = [
        f"{message.locations[0][0]}: {message.id!r}"
        for message in messages(in_source)
        if (found := catalogue.get(message.id, message.context)) is None or not all(texts(found.string)) or found.fuzzy
    ]
    assert not missing, "run `make messages` and translate:\n" + "\n".join(missing)


def test_no_translation_is_left_of_a_sentence_that_is_gone(in_source, catalogue):
    left = [message.id for message in messages(catalogue) if in_source.get(message.id, message.context) is None]
    assert not left, f"run `make messages`: {left}"


def test_a_translation_fills_the_same_blanks(catalogue):
    wrong = []
    for message in messages(catalogue):
        allowed = set.union(*(blanks(text) for text in texts(message.id)))
        wrong += [text for text in texts(message.string) if blanks(text) - allowed]
        if isinstance(message.id, str) and blanks(message.id) - blanks(texts(message.string)[0]):
            wrong.append(message.id)
    assert not wrong


@pytest.fixture(scope="module")
def german() -> list[str]:
    catalogue = read_catalogue(TRANSLATIONS / "de" / "LC_MESSAGES" / "messages.po")
    return [PLACEHOLDER.sub("", text) for message in messages(catalogue) for text in texts(message.string)]


def test_german_uses_the_words_of_the_glossary(german):
    table = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("## Not these")[1]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)[1:]
    mixed = [
        f"{text!r}: say {instead}"
        for words, instead in rows
        for text in german
        if re.search(rf"\b(?:{words.replace(', ', '|')})\b", text, re.IGNORECASE)
    ]
    assert not mixed, "docs/glossary.md names other words:\n" + "\n".join(mixed)


def test_german_says_du(german):
    assert [text for text in german if FORMAL.search(text)] == []


def test_german_is_set_with_german_signs(german):
    """„…“ for quotation, ’ for the apostrophe, and the ellipsis after a space that does not break."""
    assert [text for text in german if TYPED.search(text.replace("\u00a0…", ""))] == []
