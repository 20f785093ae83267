"""What happened to a requirement, in whole sentences of the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from backlog.activity.queries import HistoryEntry
from backlog.activity.views import say_comment
from backlog.core.i18n import N_
from backlog.identity.queries import names_of
from backlog.requirements.terms import KIND_LABELS, MOSCOW_LABELS, STATUS_LABELS
from backlog.requirements.views.looks import points, points_in_words
from backlog.web.session import db_session
from backlog.web.templating import date_long
from backlog.workspaces.linking import with_links

Names = Mapping[int, str]
Change = Sequence[Any]
_LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True)
class Happening:
    """One change: when, and what in sentences."""

    at: datetime
    sentences: tuple[Markup, ...]


def happenings(entries: Iterable[HistoryEntry]) -> list[Happening]:
    """Return the changes as sentences, in the order given."""
    entries = list(entries)
    owners = {owner for entry in entries for owner in entry.changes.get("owner_id", ()) if owner is not None}
    names = names_of(db_session(), owners) if owners else {}
    return [Happening(entry.at, tuple(map(with_links, _sentences(entry, names)))) for entry in entries]


def _sentences(entry: HistoryEntry, names: Names) -> Iterator[str]:
    who = entry.actor_name or gettext("Someone")
    sentence = _OF_VERBS.get(entry.verb)
    if sentence is not None:
        yield from sentence(who, entry.changes)
        return
    if said := say_comment(entry.verb, who):
        yield said
    for field, change in entry.changes.items():
        describe = _OF_FIELDS.get(field)
        if describe is not None:
            yield from describe(who, change[0], change[1], names)


def _created(who: str, _changes: Mapping[str, Change]) -> Iterator[str]:
    yield gettext("%(who)s created it.", who=who)


def _ranked(who: str, changes: Mapping[str, Change]) -> Iterator[str]:
    _old, after = changes.get("after", (None, None))
    if after is None:
        yield gettext("%(who)s moved it to the top.", who=who)
    else:
        yield gettext("%(who)s moved it after %(key)s.", who=who, key=after)


def _archived(who: str, _changes: Mapping[str, Change]) -> Iterator[str]:
    yield gettext("%(who)s archived it.", who=who)


def _restored(who: str, _changes: Mapping[str, Change]) -> Iterator[str]:
    yield gettext("%(who)s restored it.", who=who)


def _handed_over(who: str, _changes: Mapping[str, Change]) -> Iterator[str]:
    yield gettext("%(who)s handed it over.", who=who)


_OF_VERBS = {
    "requirement.created": _created,
    "requirement.ranked": _ranked,
    "requirement.archived": _archived,
    "requirement.restored": _restored,
    "requirement.handed_over": _handed_over,
}


def _title(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    yield gettext("%(who)s changed the title from “%(old)s” to “%(new)s”.", who=who, old=_quote(old), new=_quote(new))


def _description(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    if not new:
        yield gettext("%(who)s removed what is asked.", who=who)
    elif not old:
        yield gettext("%(who)s wrote down what is asked.", who=who)
    else:
        yield gettext("%(who)s rewrote what is asked.", who=who)


def _criteria(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    before = {item["text"]: item["done"] for item in old or ()}
    after = {item["text"]: item["done"] for item in new or ()}
    yield from _counted(_ADDED, who, [text for text in after if text not in before])
    yield from _counted(_REMOVED, who, [text for text in before if text not in after])
    yield from _counted(_TICKED, who, [text for text, done in after.items() if done and before.get(text) is False])
    yield from _counted(_OPENED, who, [text for text, done in after.items() if not done and before.get(text)])
    if before == after:
        yield gettext("%(who)s put the criteria in another order.", who=who)


_ADDED = (N_("%(who)s added the criterion “%(text)s”."), N_("%(who)s added %(count)s criteria."))
_REMOVED = (N_("%(who)s removed the criterion “%(text)s”."), N_("%(who)s removed %(count)s criteria."))
_TICKED = (N_("%(who)s ticked “%(text)s”."), N_("%(who)s ticked %(count)s criteria."))
_OPENED = (N_("%(who)s took the tick from “%(text)s”."), N_("%(who)s took the ticks from %(count)s criteria."))


def _counted(sentences: tuple[str, str], who: str, texts: Sequence[str]) -> Iterator[str]:
    if len(texts) == 1:
        yield gettext(sentences[0], who=who, text=_quote(texts[0]))
    elif texts:
        yield gettext(sentences[1], who=who, count=len(texts))


def _status(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    old, new = _word(STATUS_LABELS, old), _word(STATUS_LABELS, new)
    yield gettext("%(who)s set the status from %(old)s to %(new)s.", who=who, old=old, new=new)


def _moscow(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    if new is None:
        yield gettext("%(who)s took back the priority %(old)s.", who=who, old=_word(MOSCOW_LABELS, old))
    else:
        yield gettext("%(who)s set the priority to %(new)s.", who=who, new=_word(MOSCOW_LABELS, new))


def _points(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    if new is None:
        yield gettext("%(who)s took back the estimate of %(old)s.", who=who, old=points_in_words(old))
    elif old is None:
        yield gettext("%(who)s estimated %(new)s.", who=who, new=points_in_words(new))
    else:
        yield gettext(
            "%(who)s changed the estimate from %(old)s to %(new)s.", who=who, old=points(old), new=points_in_words(new)
        )


def _owner(who: str, old: Any, new: Any, names: Names) -> Iterator[str]:
    if new is None:
        old_name = names.get(old) or gettext("Someone")
        yield gettext("%(who)s made %(old)s no longer the owner.", who=who, old=old_name)
    else:
        yield gettext("%(who)s made %(new)s the owner.", who=who, new=names.get(new) or gettext("Someone"))


def _target(who: str, _old: Any, new: Any, _names: Names) -> Iterator[str]:
    if new is None:
        yield gettext("%(who)s removed the target hand-over.", who=who)
    else:
        day = date_long(date.fromisoformat(new))
        yield gettext("%(who)s set the target hand-over to %(day)s.", who=who, day=day)


def _parent(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    if new is None:
        yield gettext("%(who)s took it out of %(old)s.", who=who, old=old)
    else:
        yield gettext("%(who)s put it under %(new)s.", who=who, new=new)


def _kind(who: str, _old: Any, new: Any, _names: Names) -> Iterator[str]:
    yield gettext("%(who)s made it: %(kind)s.", who=who, kind=_word(KIND_LABELS, new))


def _labels(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    added, removed = _difference(old, new)
    if added:
        yield gettext("%(who)s added the label %(words)s.", who=who, words=", ".join(added))
    if removed:
        yield gettext("%(who)s removed the label %(words)s.", who=who, words=", ".join(removed))


def _components(who: str, old: Any, new: Any, _names: Names) -> Iterator[str]:
    added, removed = _difference(old, new)
    if added:
        yield gettext("%(who)s added the component %(words)s.", who=who, words=", ".join(added))
    if removed:
        yield gettext("%(who)s removed the component %(words)s.", who=who, words=", ".join(removed))


_OF_FIELDS = {
    "title": _title,
    "description": _description,
    "acceptance_criteria": _criteria,
    "status": _status,
    "moscow": _moscow,
    "points": _points,
    "owner_id": _owner,
    "target_on": _target,
    "parent": _parent,
    "kind": _kind,
    "labels": _labels,
    "components": _components,
}


def _difference(old: Any, new: Any) -> tuple[list[str], list[str]]:
    before, after = set(old or ()), set(new or ())
    return sorted(after - before), sorted(before - after)


def _word(labels: Mapping[Any, str], value: Any) -> str:
    return str(gettext(labels[value])) if value in labels else str(value)


def _quote(text: Any) -> str:
    words = str(text or "")
    return words if len(words) <= _LONGEST_QUOTE else f"{words[: _LONGEST_QUOTE - 1].rstrip()}…"
