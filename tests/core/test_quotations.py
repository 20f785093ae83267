"""Quotations within quotations."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from backlog.core.quotations import languages_of


def test_a_quotation_has_the_language_of_all_words_in_it_and_each_token_is_looked_at_once() -> None:
    tokens = MarkdownIt().parse("> das ist nicht gut und nicht schön\n>\n>> this is it\n\nand this is not quoted")
    looked_at: list[Token] = []

    def looking() -> Iterator[Token]:
        for token in tokens:
            looked_at.append(token)
            yield token

    languages = languages_of(looking())
    assert [languages[position] for position in sorted(languages)] == ["de", "en"]
    assert looked_at == tokens
