"""The Markdown that most descriptions consist of, as wiki markup without a parser.

One expression tells whether a line is a heading, an item of a flat list or a paragraph's, with nothing inside it but
words, and words in bold, italic, strike, code or a link that stand apart from others: where no reading but one is
possible. A text of such lines is translated line by line; any other needs the parser (see to_wiki), which takes some
ten times as long and says the same of these.
"""

import re

_LETTER = "[A-Za-z\xc0-\u024f0-9]"
_WORDS = rf"(?!h[1-6]\.|bq\.){_LETTER}++(?:[ .,;:'/()]++{_LETTER}++)*+"
_MACROS = "(?i:adf|anchor|code|color|loremipsum|noformat|panel|quote)"
_CODE = rf"(?!{_MACROS})[A-Za-z0-9]++(?:(?:[ .,:/=()]++|[-_])[A-Za-z0-9]++)*+"
_ADDRESS = "https?://[a-z0-9]++(?:[.][a-z0-9]++)++(?:/[A-Za-z0-9/._=-]*+)?+"
_MARKED = (
    rf"(?:\*\*{_WORDS}\*\*|\*{_WORDS}\*|_{_WORDS}_|~~{_WORDS}~~|`{_CODE}`|\[{_WORDS}\]\({_ADDRESS}\))(?=[ .,;:?)]|\Z)"
)
_QUIET = "[A-Za-z\xc0-\u024f0-9 .,;:'\"()/%$@=>#§€–—„“”\u201a‘’«»…·°]++"
_SEEMING = r"(?<=[^\W_])-(?=[^\W_])|(?<= )[-+&](?= )|(?<=[^\W_])!|(?<!\?)\?(?!\?)"
_LINE = re.compile(
    r"(?![ \t>*+\-\d.)]{25})(?P<head>\#{1,6}[ ](?!.*\#\Z)|[-*][ ]|\d{1,9}\.[ ])?+"
    r"(?![ =>#&+-]|\d{1,9}[.)]|h[1-6]\.|bq\.)"
    rf"(?P<content>(?:{_QUIET}|(?<![^ (]){_MARKED}|{_SEEMING})++)(?<![ ])\Z"
)
# To be used on lines that are known to hold nothing else.
_MARK = re.compile(
    r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*|_(?P<slanted>[^_]+)_|~~(?P<gone>[^~]+)~~|`(?P<code>[^`]+)`"
    r"|\[(?P<label>[^]]+)\]\((?P<address>[^)]+)\)"
)
_WIKI = {"bold": "*{}*", "italic": "_{}_", "slanted": "_{}_", "code": "{{{{{}}}}}"}
_PARAGRAPH, _HEADING, _NUMBERED = "", "#", "1"
_MARKERS = {"-": "* ", "*": "* ", _NUMBERED: "# "}


def everyday_to_wiki(markdown: str) -> str | None:
    """Return the Markdown as wiki markup, or None where it takes a parser to read it."""
    # Two blanks may be a line break, and a bare address is written in another way.
    if "  " in markdown or markdown.count("://") != markdown.count("](http"):
        return None
    lines: list[str] = []
    before, after_blank = _HEADING, True
    for line in markdown.split("\n"):
        if not line:
            after_blank = True
            continue
        match = _LINE.match(line)
        if match is None:
            return None
        head, content = match.groups()
        kind = _kind(head)
        if not (after_blank or _may_follow(before, kind)):
            return None
        goes_on = kind == before and (kind in _MARKERS or (kind == _PARAGRAPH and not after_blank))
        if lines and not goes_on:
            lines.append("")
        lines.append(_marker(kind, head) + _MARK.sub(_translated, content))
        before, after_blank = kind, False
    return "\n".join(lines)


def _kind(head: str | None) -> str:
    """Return the sign of a heading or list, "" for a paragraph."""
    if head is None:
        return _PARAGRAPH
    return _NUMBERED if head[0].isdigit() else head[0]


def _may_follow(before: str, kind: str) -> bool:
    """Say whether a line without a blank one before it is what it looks like, and no rest of the block above."""
    if kind == _PARAGRAPH:
        return before in {_PARAGRAPH, _HEADING}
    return kind != _NUMBERED or before in {_NUMBERED, _HEADING}


def _marker(kind: str, head: str | None) -> str:
    if kind == _HEADING and head:
        return f"h{len(head) - 1}. "
    return _MARKERS.get(kind, "")


def _translated(match: re.Match[str]) -> str:
    name = match.lastgroup or ""
    if name == "address":
        return f"[{match['label']}|{match['address']}]"
    if name == "gone":
        # At a line's beginning a dash alone would pass for a list.
        return f"-{match[name]}-" if match.start() else f"{{-}}{match[name]}{{-}}"
    return _WIKI[name].format(match[name])
