"""The backlog's part of the story: what customers asked for, and what became of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from backlog.activity.services import add_comment
from backlog.cli.example.cast import Cast, Content, Deed, Entry
from backlog.core.permissions import Permission
from backlog.requirements.models import COMMENTED
from backlog.requirements.services import (
    create_requirement,
    move_requirements,
    tick_criterion,
    update_requirement,
)
from backlog.requirements.services.allowing import WORDS

# Who looks after the backlog reads what came in and says where it belongs.
_SORTED_BY, _SORTED_AFTER = "tarek", timedelta(minutes=10)
_SAID_AT_ONCE = ("title", "kind", "description", "components", "labels")


def requirement_deeds(cast: Cast, content: Content) -> Iterator[Deed]:
    """Yield everything that was done to requirements and their order."""
    for told in content["requirement"]:
        yield from _life(cast, told)
    for line in content["moves"]:
        yield from _moves(cast, line)


def _life(cast: Cast, told: Content) -> Iterator[Deed]:
    key = cast.requirement_key(told["number"])
    path = [cast.entry(line) for line in told.get("path", ())]
    agreed = _agreed(cast, told)
    values = {name: told[name] for name in _SAID_AT_ONCE if name in told} | _place(cast, told)
    # Without a way through refinement everything was known from the start.
    values |= agreed if not path else {}
    yield from _creation(cast, told, key, values)
    for entry in path:
        new = {"status": entry.text} | (agreed if entry is path[0] else {})
        yield cast.deed(entry, update_requirement, key=key, values=new)
    for entry in map(cast.entry, told.get("changes", ())):
        yield cast.deed(entry, update_requirement, key=key, values={"points": entry.text.rsplit(" ", 1)[1]})
    for entry in map(cast.entry, told.get("comments", ())):
        yield cast.deed(entry, add_comment, on=COMMENTED, key=key, body=entry.text)
    for position, text in enumerate(told.get("criteria", ())[: told.get("done", 0)]):
        yield cast.deed(path[-1], tick_criterion, key=key, position=position, text=text, is_done=True)


def _creation(cast: Cast, told: Content, key: str, values: Content) -> Iterator[Deed]:
    """Yield who wrote it, and, where that may judge nothing, who sorted it in."""
    entry = cast.first_entry(told)
    if entry.actor.may(Permission.REQUIREMENTS_EDIT):
        yield cast.deed(entry, create_requirement, values=values)
        return
    words = {name: value for name, value in values.items() if name in WORDS}
    yield cast.deed(entry, create_requirement, values=words)
    sorted_in = Entry(entry.at + _SORTED_AFTER, cast.actors[_SORTED_BY])
    rest = {name: value for name, value in values.items() if name not in WORDS}
    yield cast.deed(sorted_in, update_requirement, key=key, values=rest)


def _place(cast: Cast, told: Content) -> dict[str, Any]:
    above = told.get("epic") or told.get("under")
    return {"parent": cast.requirement_key(above)} if above else {}


def _agreed(cast: Cast, told: Content) -> dict[str, Any]:
    """Return what refinement agreed on: effort as it was first seen, priority, owner, date and criteria."""
    first = [line.split(" ")[4] for line in told.get("changes", ())]
    found = {
        "points": first[0] if first else told.get("points"),
        "moscow": told.get("moscow"),
        "owner_id": cast.actors[told["owner"]].user_id if "owner" in told else None,
        "target_on": cast.timeline.day(told["target"]) if "target" in told else None,
        "acceptance_criteria": [{"text": text, "done": False} for text in told.get("criteria", ())],
    }
    return {name: value for name, value in found.items() if value}


def _moves(cast: Cast, line: str) -> Iterator[Deed]:
    entry = cast.entry(line)
    numbers, _after, target = entry.text.rpartition(" after ")
    before = cast.requirement_key(int(target)) if target != "0" else None
    for number in numbers.split():
        key = cast.requirement_key(int(number))
        yield cast.deed(entry, move_requirements, keys=[key], after=before)
        before = key
