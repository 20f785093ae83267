"""Literal text as Markdown: escaped where Markdown would read something into it, and left alone elsewhere."""

import re

_PUNCTUATION = r"!\"#$%&'()*+,\-./:;<=>?@\[\]^_`{|}~\\"
_SIGN = re.compile(
    rf"(?P<backslash>\\(?=[{_PUNCTUATION}]|\Z))"
    r"|(?P<tick>`)"
    r"|(?P<star>\*)"
    r"|(?P<underscore>_+)"
    r"|(?P<tilde>~{2,}|\A~+|~+\Z)"
    r"|(?P<bracket>\[)"
    r"|(?P<angle><(?=[A-Za-z]))"
    r"|(?P<entity>&(?=\#?\w{1,31};))"
    r"|(?P<bang>!(?=\[))"
    r"|(?P<pipe>\|)"
    r"|(?P<closing>\])"
)
_HAS_SIGN = re.compile(r"[\\`*_~\[\]<&!|]")
_LINK_END = re.compile(r"\][(\[:]")
# What Markdown reads at a line's beginning: heading, quote, list, line under a heading or a table's head.
_LINE_START = re.compile(
    r"(?P<number>\d{1,9})?(?P<sign>(?(number)[.)]|[-+*#>=])(?=\s|$)|\#{2,6}(?=\s|$)|>|[-=:|](?=[-=:| ]*$))"
)
_TICKS = re.compile(r"`+")


def escape_markdown(text: str, *, in_table: bool = False, in_link: bool = False) -> str:
    """Return text that Markdown shows exactly as given (its beginning is the matter of `escape_line_start`)."""
    if not _HAS_SIGN.search(text):
        return text
    has_link_end = in_link or bool(_LINK_END.search(text))

    def replacement(match: re.Match[str]) -> str:
        found = match.group()
        if not _has_meaning(match, has_link_end=has_link_end, in_table=in_table, in_link=in_link):
            return found
        return "&amp;" if found == "&" else "".join(f"\\{character}" for character in found)

    return _SIGN.sub(replacement, text)


def escape_line_start(line: str) -> str:
    """Return a finished line so that it begins no block of its own."""
    if not (match := _LINE_START.match(line)):
        return line
    start = match.start("sign")
    return f"{line[:start]}\\{line[start:]}"


def code_span(code: str) -> str:
    """Return the code between backticks, as many as it takes."""
    fence = _fence(code, shortest=1)
    pad = " " if code.startswith(("`", " ")) or code.endswith(("`", " ")) else ""
    return f"{fence}{pad}{code}{pad}{fence}"


def code_fence(code: str, *, language: str) -> list[str]:
    """Return the lines of a fenced block."""
    fence = _fence(code, shortest=3)
    return [fence + language, *code.split("\n"), fence]


def _fence(code: str, *, shortest: int) -> str:
    runs = {len(match.group()) for match in _TICKS.finditer(code)}
    if shortest > 1:
        return "`" * max(shortest, max(runs, default=0) + 1)
    return "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)


def _has_meaning(match: re.Match[str], *, has_link_end: bool, in_table: bool, in_link: bool) -> bool:
    text = match.string
    before = text[match.start() - 1] if match.start() else "."
    after = text[match.end()] if match.end() < len(text) else "."
    match match.lastgroup:
        case "star":
            return not (before.isspace() and after.isspace())
        case "underscore":
            return not (before.isspace() and after.isspace()) and not (before.isalnum() and after.isalnum())
        case "bracket":
            return has_link_end
        case "pipe":
            return in_table
        case "closing":
            return in_link
        case _:
            return True
