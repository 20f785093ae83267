"""The sprints' part of the story: actions, what was planned, and the way of the cards over the board."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.activity.services import add_comment
from backlog.board.services import add_column, limit_people, move_card, update_column
from backlog.cli.example.cast import Cast, Content, Deed, Entry
from backlog.core.permissions import Actor
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import COMMENTED, Action, ActionChecklistItem, ApprovalBy, GoalVerdict
from backlog.sprints.services import (
    Unfinished,
    add_checklist_items,
    await_approval,
    block_action,
    complete_sprint,
    create_action,
    create_sprint,
    ensure_columns,
    plan_actions,
    start_sprint,
    tick_checklist_item,
    unplan_actions,
    update_action,
)
from backlog.workspaces.models import LimitMode, Workspace

_DONE = "x "
_FIELDS = ("title", "description", "instrument", "campaign", "channel", "audience", "points", "hours")


def arrange_board(session: Session, cast: Cast, content: Content, *, entry: Entry) -> None:
    """Give the board its columns and limits, and the cast their ids by name."""
    cast.columns.update((column.name, column.id) for column in ensure_columns(session, cast.workspace))
    limit = content["person_wip_limit"]
    cast.deed(entry, limit_people, limit=limit, mode=LimitMode.WARN).do(session, now=entry.at)
    for told in content["columns"]:
        name, limits = (
            told["name"],
            {"wip_limit": told["wip_limit"], "wip_mode": LimitMode(told.get("wip_mode", "warn"))},
        )
        if column_id := cast.columns.get(name):
            change = cast.deed(entry, update_column, column_id=column_id, values=limits)
        else:
            category = StatusCategory(told["category"])
            change = cast.deed(entry, add_column, name=name, category=category, **limits)
        cast.columns[name] = change.do(session, now=entry.at).id


def sprint_deeds(cast: Cast, content: Content, *, heard_at: Mapping[int, datetime]) -> Iterator[Deed]:
    """Yield everything that was done to actions and sprints; `heard_at`: since when there is which requirement."""
    for told in content["actions"]:
        yield from _action(cast, told)
        if "requirement" in told:
            yield _link(cast, told, heard_at[told["requirement"]])
    for told in content["sprints"]:
        yield from _sprint(cast, told)


def _action(cast: Cast, told: Content) -> Iterator[Deed]:
    key, created = cast.action_key(told["number"]), cast.first_entry(told)
    yield cast.deed(created, create_action, values=_values(cast, told))
    moves = [cast.entry(line) for line in told.get("board", ())]
    for entry in moves:
        yield cast.deed(entry, move_card, key=key, column_id=cast.columns[entry.text])
    if checklist := told.get("checklist"):
        text = "\n".join(item.removeprefix(_DONE) for item in checklist)
        yield cast.deed(created, add_checklist_items, key=key, text=text)
        done = [item.removeprefix(_DONE) for item in checklist if item.startswith(_DONE)]
        yield cast.deed(moves[-1] if moves else created, _tick, key=key, texts=done)
    for entry in map(cast.entry, told.get("comments", ())):
        yield cast.deed(entry, add_comment, on=COMMENTED, key=key, body=entry.text)
    if "waiting" in told:
        entry = cast.entry(told["waiting"]["at"])
        yield cast.deed(entry, await_approval, key=key, by=ApprovalBy(told["waiting"]["by"]), note=entry.text)
    if "blocked" in told:
        entry = cast.entry(told["blocked"])
        yield cast.deed(entry, block_action, key=key, reason=entry.text)


def _tick(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, texts: Collection[str], now: datetime
) -> None:
    statement = (
        select(ActionChecklistItem.id)
        .join(Action, Action.id == ActionChecklistItem.action_id)
        .where(
            Action.workspace_id == workspace.id,
            Action.number == int(key.rpartition("-")[2]),
            ActionChecklistItem.text.in_(texts),
        )
        .order_by(ActionChecklistItem.position)
    )
    for item in session.scalars(statement).all():
        tick_checklist_item(session, workspace=workspace, actor=actor, key=key, item_id=item, is_done=True, now=now)


def _sprint(cast: Cast, told: Content) -> Iterator[Deed]:
    number, timeline, actor = told["number"], cast.timeline, cast.actors[told["by"]]

    def at(text: str) -> Entry:
        return Entry(timeline.moment(text), actor)

    first, last = timeline.sprint_start(number), timeline.sprint_end(number)
    created = at(told.get("at", f"{number - 1}+8 15:00"))
    said = {"goal": told["goal"], "reserve_percent": told.get("reserve")}
    yield cast.deed(created, create_sprint, starts_on=first, ends_on=last, **said)
    keys = [cast.action_key(action) for action in told["plan"]]
    yield cast.deed(at(told.get("planned", f"{number}+0 9:20")), plan_actions, number=number, keys=keys)
    if number <= timeline.current_sprint:
        yield cast.deed(at(f"{number}+0 10:05"), start_sprint, number=number, reason=told.get("over_capacity", ""))
    if number < timeline.current_sprint:
        how = {"unfinished": Unfinished.NEXT_SPRINT, "goal_verdict": GoalVerdict(told["verdict"])}
        yield cast.deed(at(f"{number}+9 16:04"), complete_sprint, number=number, **how)
    for service, lines in ((plan_actions, told.get("added", ())), (unplan_actions, told.get("removed", ()))):
        for entry in map(cast.entry, lines):
            yield cast.deed(entry, service, number=number, keys=[cast.action_key(int(entry.text))])


def _values(cast: Cast, told: Content) -> dict[str, Any]:
    values = {name: told[name] for name in _FIELDS if name in told}
    if "assignee" in told:
        values["assignee_id"] = cast.actors[told["assignee"]].user_id
    for name in ("due", "publish"):
        if name in told:
            values[f"{name}_on"] = cast.timeline.day(told[name])
    return values


def _link(cast: Cast, told: Content, heard_at: datetime) -> Deed:
    """Link an action to its requirement as soon as there are both."""
    values = {"requirement": cast.requirement_key(told["requirement"])}
    created = cast.first_entry(told)
    entry = Entry(max(heard_at, created.at), created.actor)
    return cast.deed(entry, update_action, key=cast.action_key(told["number"]), values=values)
