"""The description of an issue: wiki markup of at most 32,767 UTF-16 units, cut at a safe place where it is longer."""

import re
from collections.abc import Sequence

from backlog.interchange.jira.cells import utf16_units
from backlog.interchange.jira.issue import Criterion, JiraIssue, WritingOptions
from backlog.interchange.markup import clean_line, clean_text, field_to_wiki, inline_to_wiki, to_wiki
from backlog.interchange.markup.wiki_line import entity

DESCRIPTION_UNITS = 32_767
_UNITS_OF_QUIET_TEXT = 15_000  # shorter than this, no length needs to be counted
_LONGEST_TITLE = 2_000
_TRIES = 4
# What a spreadsheet takes for a formula; four dashes alone are a rule.
_FORMULA = re.compile(r"[=+@]|-(?!-{3,4}(?:\n|\Z))|'[=+\-@]")


def describe(issue: JiraIssue, options: WritingOptions, *, title_is_whole: bool, parent_is_written: bool) -> str:
    """Return all that the other columns cannot say: text, criteria, full title, parent, and the way back to us."""
    head = "" if title_is_whole else _full_title(issue, options)
    tail = _tail(issue, options, parent_is_written=parent_is_written)
    criteria = _criteria(issue.criteria, options)
    if len(issue.description) < DESCRIPTION_UNITS:
        whole = _joined(head, to_wiki(issue.description), criteria, tail)
        if len(whole) < _UNITS_OF_QUIET_TEXT or utf16_units(whole) <= DESCRIPTION_UNITS:
            return _guarded(whole)
    return _guarded(_cut(issue, options, head=head, criteria=criteria, tail=tail))


def _joined(*parts: str) -> str:
    return "\n\n".join([part for part in parts if part])


def _full_title(issue: JiraIssue, options: WritingOptions) -> str:
    return field_to_wiki(options.phrases.full_title, clean_line(issue.title)[:_LONGEST_TITLE])


def _tail(issue: JiraIssue, options: WritingOptions, *, parent_is_written: bool) -> str:
    lines = []
    if issue.parent_key and not parent_is_written:
        lines.append(field_to_wiki(options.phrases.belongs_to, issue.parent_key))
    if options.reference_url:
        lines.append(f"Ref: {options.reference_url}{issue.key}")
    return "\n".join(lines)


def _criteria(criteria: Sequence[Criterion], options: WritingOptions) -> str:
    if not criteria:
        return ""
    shows_done = any(criterion.is_done for criterion in criteria)
    lines = [f"h3. {inline_to_wiki(options.phrases.acceptance_criteria)}"]
    for criterion in criteria:
        if text := inline_to_wiki(criterion.text):
            box = ("\N{BALLOT BOX WITH CHECK} " if criterion.is_done else "\N{BALLOT BOX} ") if shows_done else ""
            lines.append(f"* {box}{text}")
    return "\n".join(lines) if len(lines) > 1 else ""


def _cut(issue: JiraIssue, options: WritingOptions, *, head: str, criteria: str, tail: str) -> str:
    """Return a description that fits: criteria get up to half of the room, the text what is left."""
    note = inline_to_wiki(options.phrases.cut)
    room = DESCRIPTION_UNITS - sum(utf16_units(part) + 2 for part in (head, tail, note))
    kept = _cut_lines(criteria, units=room // 2)
    text, text_is_whole = _cut_markdown(issue.description, units=room - utf16_units(kept) - 2)
    return _joined(head, text, "" if text_is_whole and kept == criteria else note, kept, tail)


def _cut_lines(wiki: str, *, units: int) -> str:
    """Return as many of the lines as fit; each stands for itself."""
    kept: list[str] = []
    for line in wiki.split("\n"):
        units -= utf16_units(line) + 1
        if units < 0:
            break
        kept.append(line)
    return "\n".join(kept)


def _cut_markdown(markdown: str, *, units: int) -> tuple[str, bool]:
    """Return the beginning of a text as wiki markup that fits, and whether that is all of it.

    The Markdown is cut, not the markup: whatever is open at the cut is closed by the translation. How much markup a
    text becomes is learned from the first tries; after them the text is halved, so that all of it stays quick.
    """
    all_of_it = clean_text(markdown)
    text = _begin(all_of_it, 2 * units)
    for number in range(_TRIES * _TRIES):
        wiki = to_wiki(text)
        if (needed := utf16_units(wiki)) <= units:
            return wiki, text == all_of_it
        text = _begin(text, len(text) * units // needed * 49 // 50 if number < _TRIES else len(text) // 2)
    return "", False


def _begin(text: str, length: int) -> str:
    """Return at most so many characters, to the end of a word or line where one is near."""
    if len(text) <= length:
        return text
    near = max(text.rfind("\n", length - 200, length), text.rfind(" ", length - 200, length))
    return text[: near if near > 0 else length].rstrip()


def _guarded(wiki: str) -> str:
    """Return the cell so that no spreadsheet calculates it."""
    return entity(wiki[0]) + wiki[1:] if _FORMULA.match(wiki) else wiki
