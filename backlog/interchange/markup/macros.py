"""The macros that hold blocks of a wiki text: code, noformat, quote; each is paired in one walk."""

import re
from typing import NamedTuple

# Not in "{{code}}", which is the word "code" in monospaced letters.
_MACRO = re.compile(r"(?<!\{)\{(?P<name>code|noformat|quote)(?P<options>:[^}\n]*)?\}", re.IGNORECASE)

_LANGUAGE = re.compile(r"[a-z][a-z0-9+#-]{0,19}")


class Text(NamedTuple):
    """Wiki text between macros."""

    text: str


class Code(NamedTuple):
    """What a code or noformat macro holds."""

    code: str
    language: str
    is_inside_line: bool  # there is text beside it, and it has no line break


class Quote(NamedTuple):
    """The beginning or end of a quote."""

    opens: bool


Part = Text | Code | Quote


def parts(wiki: str) -> list[Part]:
    """Return the text and the macros in their order; a macro without its end stays text."""
    macros = list(_MACRO.finditer(wiki))
    ends = _ends(macros)
    found: list[Part] = []
    position, index, open_quote = 0, 0, -1
    while index < len(macros):
        macro, end = macros[index], ends[index]
        index += 1
        if _name(macro) == "quote":
            found.append(Text(wiki[position : macro.start()]))
            found.append(Quote(opens=open_quote < 0))
            open_quote = len(found) - 1 if open_quote < 0 else -1
            position = macro.end()
        elif end is not None:
            found.append(Text(wiki[position : macro.start()]))
            after = macros[end + 1].start() if end + 1 < len(macros) else len(wiki)
            beside = _beside(wiki[position : macro.start()], wiki[macros[end].end() : after])
            found.append(_code(macro, wiki[macro.end() : macros[end].start()], beside=beside))
            index, position = end + 1, macros[end].end()
    if open_quote >= 0:
        found[open_quote] = Text("{quote}")
    found.append(Text(wiki[position:]))
    return found


def _name(macro: re.Match[str]) -> str:
    return macro.group("name").lower()


def _ends(macros: list[re.Match[str]]) -> list[int | None]:
    """Return for each macro the next one that could end it: the same name, without options."""
    ends: list[int | None] = [None] * len(macros)
    nearest: dict[str, int] = {}
    for index in range(len(macros) - 1, -1, -1):
        name = _name(macros[index])
        ends[index] = nearest.get(name)
        if macros[index].group("options") is None:
            nearest[name] = index
    return ends


def _beside(before: str, after: str) -> bool:
    """Say whether there is text in a macro's own line, before it or after."""
    return bool(before.rpartition("\n")[2].strip() or after.partition("\n")[0].strip())


def _code(macro: re.Match[str], code: str, *, beside: bool) -> Code:
    language = (macro.group("options") or ":")[1:].split("|")[0].strip().lower()
    is_named = _LANGUAGE.fullmatch(language) is not None
    return Code(code.strip("\n"), language if is_named else "", beside and "\n" not in code)
