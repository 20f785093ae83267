"""The small things to tick on an action. Each change names its item, so that two people can tick at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid, LimitReached
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.types import one_line
from backlog.sprints.models import Action, ActionChecklistItem
from backlog.sprints.services.finding import lock_action
from backlog.sprints.services.recording import action_event
from backlog.workspaces.models import Workspace

CHECKLIST = "checklist"
MOST_ITEMS = 100
ITEM_LENGTH = 500
Items = list[ActionChecklistItem]


def add_checklist_items(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, text: str, now: datetime
) -> Action:
    """Add an item for each line to the end of the checklist and return the action.

    Raise NotFound, Forbidden, Invalid if there is no line or one is too long, LimitReached above 100 items.
    """
    texts = [checked_text(line) for line in text.splitlines() if line.strip()]
    if not texts:
        raise Invalid(N_("Write what is to be ticked."), field="text")

    def add(items: Items) -> Items:
        return [*items, *(ActionChecklistItem(text=line, is_done=False) for line in texts)]

    return _change(session, workspace, actor, key, add, now)


def tick_checklist_item(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, item_id: int, is_done: bool, now: datetime
) -> Action:
    """Tick an item or take the tick back; raise NotFound, Forbidden, or Conflict if it is no longer there."""

    def tick(items: Items) -> Items:
        _item(items, item_id).is_done = is_done
        return items

    return _change(session, workspace, actor, key, tick, now)


def rename_checklist_item(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    item_id: int,
    text: str,
    now: datetime,
    seen_text: str | None = None,
) -> Action:
    """Change what an item says; raise NotFound, Forbidden, Invalid, or Conflict if it is gone or not `seen_text`."""
    text = checked_text(text)

    def rename(items: Items) -> Items:
        item = _item(items, item_id)
        if seen_text is not None and item.text not in (seen_text, text):
            details = {"fields": {"text": {"yours": text, "theirs": item.text}}}
            raise Conflict(N_("Someone changed this while you were writing. Both versions are below."), details=details)
        item.text = text
        return items

    return _change(session, workspace, actor, key, rename, now)


def move_checklist_item(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, item_id: int, after: int | None, now: datetime
) -> Action:
    """Put an item right after another (None: first); raise NotFound, Forbidden, or Conflict if one is gone."""

    def move(items: Items) -> Items:
        moved = _item(items, item_id)
        rest = [item for item in items if item is not moved]
        place = 0 if after is None else rest.index(_item(rest, after)) + 1
        return [*rest[:place], moved, *rest[place:]]

    return _change(session, workspace, actor, key, move, now)


def remove_checklist_item(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, item_id: int, now: datetime
) -> Action:
    """Take an item off the checklist; raise NotFound, Forbidden, or Conflict if it is gone already."""

    def remove(items: Items) -> Items:
        removed = _item(items, item_id)
        return [item for item in items if item is not removed]

    return _change(session, workspace, actor, key, remove, now)


def checked_text(text: str) -> str:
    """Return an item's text on one line; raise Invalid if it is empty or too long."""
    text = one_line(text)
    if not text or len(text) > ITEM_LENGTH:
        raise Invalid(N_("An item has 1 to 500 characters."), field="text")
    return text


def checked_checklist(given: Sequence[Any]) -> list[dict[str, Any]]:
    """Return a whole checklist as JSON; raise Invalid, or LimitReached above 100 items."""
    if len(given) > MOST_ITEMS:
        raise LimitReached(N_("A checklist has at most {limit} items."), params={"limit": MOST_ITEMS})
    try:
        return [{"text": checked_text(item["text"]), "done": bool(item.get("done"))} for item in given]
    except Invalid as error:
        raise Invalid(error.message, field=CHECKLIST) from error


def new_items(checklist: Sequence[dict[str, Any]]) -> Items:
    """Return the items of a checklist that is not anybody's yet."""
    return [
        ActionChecklistItem(text=item["text"], is_done=item["done"], position=position)
        for position, item in enumerate(checklist)
    ]


def checklist_of(session: Session, action: Action) -> list[dict[str, Any]]:
    """Return the checklist of an action as JSON, as it is now."""
    return [{"text": item.text, "done": item.is_done} for item in _items(session, action)]


def write_checklist(session: Session, action: Action, wanted: Sequence[dict[str, Any]]) -> None:
    """Make this the checklist of an action; an item that says the same as before stays the same item."""
    before = _items(session, action)
    kept = {item.text: item for item in reversed(before)}
    items = [
        kept.pop(want["text"]) if want["text"] in kept else ActionChecklistItem(text=want["text"]) for want in wanted
    ]
    for item, want in zip(items, wanted, strict=True):
        item.is_done = want["done"]
    _write(session, action, before, items)


def _change(
    session: Session, workspace: Workspace, actor: Actor, key: str, edit: Callable[[Items], Items], now: datetime
) -> Action:
    actor.require(Permission.ACTIONS_EDIT)
    action = lock_action(session, workspace, key)
    items = _items(session, action)
    before = checklist_of(session, action)
    after = edit(list(items))
    if len(after) > MOST_ITEMS:
        raise LimitReached(N_("A checklist has at most {limit} items."), params={"limit": MOST_ITEMS})
    action.updated_at = now
    _write(session, action, items, after)
    changes = {CHECKLIST: (before, checklist_of(session, action))}
    if changes[CHECKLIST][0] != changes[CHECKLIST][1]:
        event = action_event(workspace, actor, "action.checklist_changed", action=action, changes=changes, now=now)
        record(session, event)
    return action


def _items(session: Session, action: Action) -> Items:
    statement = (
        select(ActionChecklistItem)
        .where(ActionChecklistItem.action_id == action.id)
        .order_by(ActionChecklistItem.position, ActionChecklistItem.id)
    )
    return list(session.scalars(statement))


def _item(items: Items, item_id: int) -> ActionChecklistItem:
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise Conflict(N_("This is no longer on the checklist."))
    return found


def _write(session: Session, action: Action, before: Items, after: Items) -> None:
    for item in before:
        if item not in after:
            session.delete(item)
    for position, item in enumerate(after):
        item.action_id, item.position = action.id, position
        session.add(item)
    session.flush()
