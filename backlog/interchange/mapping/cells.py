"""Single cells to single values; a cell that cannot be read raises its reason, which drafting turns into a finding."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal

from backlog.core.bullets import BULLET
from backlog.core.i18n import N_
from backlog.interchange.jira import Criterion
from backlog.interchange.mapping.dates import DateDecision, read_moment
from backlog.interchange.mapping.draft import DraftComment
from backlog.interchange.mapping.folding import fold
from backlog.interchange.mapping.numbers import NumberDecision, read_number
from backlog.interchange.mapping.targets import Source
from backlog.interchange.mapping.words import KINDS, MOSCOW, PRIORITIES, Scale
from backlog.interchange.markup import clean_line, clean_text, to_markdown
from backlog.requirements.terms import Kind, Moscow

_POINTS_LIMIT = 99_999
_POINTS_PLACES = 2
# A name in quotes may hold what otherwise stands between names.
_LISTED = re.compile(r'\s*"(?P<quoted>(?:[^"]|"")+)"[^\S\n]*(?=[,;|\n]|$)|(?P<plain>[^,;|\n]+)')
# "#" numbers the items of wiki markup.
_ITEM = re.compile(rf"{BULLET}|#\s+")
_BOX = re.compile(r"(?:\[(?P<sign>[ xX]?)\]|(?P<box>[\N{BALLOT BOX}\N{BALLOT BOX WITH CHECK}]))\s*")
_COMMENT_PARTS = 3


class UnreadableCell(Exception):
    """A cell does not say what its column should; carries the reason and what happens instead, as in `Finding`."""

    def __init__(self, code: str, message: str, when_known: str = "", **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.when_known = when_known
        self.params = params


def read_kind(text: str) -> Kind:
    """Return the kind; raises UnreadableCell."""
    if kind := KINDS.get(fold(text)):
        return kind
    raise UnreadableCell(
        "unknown_kind",
        N_("“{value}” is no kind we know: it comes in as a story."),
        N_("“{value}” is no kind we know: the kind stays as it is."),
        value=text,
    )


def read_moscow(text: str) -> Moscow:
    """Return a MoSCoW word; raises UnreadableCell."""
    if moscow := MOSCOW.get(fold(text)):
        return moscow
    raise UnreadableCell(
        "unknown_moscow",
        N_("“{value}” is none of must, should, could, won't: it comes in without a priority."),
        N_("“{value}” is none of must, should, could, won't: the priority stays as it is."),
        value=text,
    )


def read_priority(text: str, scale: Scale) -> Moscow | None:
    """Return what a priority of the scale says of need, None where it says nothing; raises UnreadableCell."""
    word = fold(text)
    if moscow := MOSCOW.get(word):
        return moscow
    if word not in PRIORITIES[scale]:
        raise UnreadableCell(
            "unknown_priority",
            N_("“{value}” is no priority we know: it comes in without one."),
            N_("“{value}” is no priority we know: the priority stays as it is."),
            value=text,
        )
    return PRIORITIES[scale][word]


def read_points(text: str, decision: NumberDecision) -> Decimal:
    """Return story points, at most 99,999 with two decimals; raises UnreadableCell."""
    number = read_number(text, mark=decision.mark)
    if number is None or number > _POINTS_LIMIT or number != round(number, _POINTS_PLACES):
        raise UnreadableCell(
            "unreadable_points",
            N_("“{value}” is no number of story points: it comes in without an estimate."),
            N_("“{value}” is no number of story points: the estimate stays as it is."),
            value=text,
        )
    return round(number, _POINTS_PLACES).normalize() + 0


def read_day(text: str, decision: DateDecision) -> date:
    """Return a date; raises UnreadableCell."""
    if moment := read_moment(text, order=decision.order):
        return moment.day
    raise UnreadableCell(
        "unreadable_date",
        N_("“{value}” is no date we can read: it comes in without a target hand-over."),
        N_("“{value}” is no date we can read: the target hand-over stays as it is."),
        value=text,
    )


def read_time(text: str, decision: DateDecision, *, zone: tzinfo) -> datetime:
    """Return a time in UTC; raises UnreadableCell."""
    if moment := read_moment(text, order=decision.order):
        return moment.aware(zone)
    raise UnreadableCell("unreadable_date", N_("“{value}” is no date we can read: it is kept aside."), value=text)


def read_markup(text: str, source: Source, people: Mapping[str, str]) -> str:
    """Return a text as Markdown: Jira writes wiki markup, others plain text or Markdown."""
    return to_markdown(text, people=people) if source is Source.JIRA else clean_text(text).strip()


def read_words(texts: Iterable[str], source: Source, *, longest: int) -> tuple[str, ...]:
    """Return labels or components, each once: Jira has one to a cell, others join them by comma, semicolon or line."""
    parts = texts if source is Source.JIRA else [part for text in texts for part in _listed(text)]
    words: dict[str, str] = {}
    for part in parts:
        if word := clean_line(part)[:longest].rstrip():
            words.setdefault(word.casefold(), word)
    return tuple(words.values())


def _listed(text: str) -> Iterator[str]:
    for match in _LISTED.finditer(text):
        yield match.group("plain") or match.group("quoted").replace('""', '"')


def read_criteria(text: str, source: Source, people: Mapping[str, str]) -> tuple[Criterion, ...]:
    """Return one criterion for each line, without its bullet; a ticked box means done."""
    return tuple(
        criterion
        for line in read_markup(text, source, people).split("\n")
        if (criterion := _criterion(line.strip())).text
    )


def _criterion(line: str) -> Criterion:
    if item := _ITEM.match(line):
        line = line[item.end() :]
    is_done = False
    if box := _BOX.match(line):
        line = line[box.end() :]
        is_done = (box.group("sign") or "").lower() == "x" or box.group("box") == "\N{BALLOT BOX WITH CHECK}"
    return Criterion(line, is_done)


def read_comment(
    text: str, decision: DateDecision, source: Source, people: Mapping[str, str], *, zone: tzinfo
) -> DraftComment:
    """Return a comment: Jira writes `date;author;body`; where the first part is no date, all of it is the body."""
    parts = text.split(";", _COMMENT_PARTS - 1)
    moment = read_moment(parts[0], order=decision.order) if len(parts) == _COMMENT_PARTS else None
    if not moment:
        return DraftComment(read_markup(text, source, people), text.strip())
    account = parts[1].strip()
    return DraftComment(
        body=read_markup(parts[2], source, people),
        source=parts[2].strip(),
        author=people.get(account, account),
        account=account,
        written_at=moment.aware(zone),
    )
