"""Who spoke: the last line of a quotation in Markdown, for whoever shows or writes it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from backlog.core.language import count_small_words, language_of

# The last line of a quotation says who said it, if it begins with a dash.
SAID_BY = re.compile(r"^(?:—|–|--)\s+(?=\S)")
# Who writes a hyphen gets a list of one.
_BULLET = (
    "bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close",
    "bullet_list_close",
)  # fmt: skip


def with_speakers(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with a list of one at the end of a quotation, or right below it, as a footer: who spoke.

    The footer is a paragraph with the tag "footer". Only blocks are looked at: the lines inside them may be unread.
    """
    rest = iter(range(len(tokens)))
    for position in rest:
        yield tokens[position]
        speaker = _speaker_after(tokens, position)
        if speaker is None:
            continue
        yield Token("paragraph_open", "footer", 1, block=True)
        yield speaker
        yield Token("paragraph_close", "footer", -1, block=True)
        passed = [tokens[next(rest)] for _ in range(len(_BULLET) + 1)]
        yield from (token for token in passed if token.type == "blockquote_close")


def languages_of(tokens: Iterable[Token]) -> dict[int, str]:
    """Return the language of each quotation that tells, by the position of the token that opens it.

    Each token is looked at once, however deep quotations stand in each other.
    """
    found: dict[int, str] = {}
    opened: list[tuple[int, Counter[str]]] = []
    for position, token in enumerate(tokens):
        if token.type == "blockquote_open":
            opened.append((position, Counter()))
        elif token.type == "blockquote_close":
            start, counts = opened.pop()
            if language := language_of(counts):
                found[start] = language
            if opened:
                opened[-1][1].update(counts)
        elif opened and token.content:
            opened[-1][1].update(count_small_words(token.content))
    return found


def _speaker_after(tokens: Sequence[Token], position: int) -> Token | None:
    """Return the words of a list of one that follows the last paragraph of a quotation, None if nothing such does."""
    following = tokens[position + 1 : position + len(_BULLET) + 2]
    types = [token.type for token in following]
    if tokens[position].type != "paragraph_close":
        return None
    words = tokens[position - 1]
    if words.content.endswith(":") or SAID_BY.match(words.content.split("\n")[-1]):
        return None
    if types == [*_BULLET, "blockquote_close"] and following[0].markup == "-":
        return following[3]
    if types == ["blockquote_close", *_BULLET] and following[1].markup == "-" and _meet(words, following[1]):
        return following[4]
    return None


def _meet(above: Token, below: Token) -> bool:
    return above.map is not None and below.map is not None and above.map[1] == below.map[0]
