"""New actions: one from a form, many from pasted lines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import starmap
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid, LimitReached
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.ordering import last_rank
from backlog.core.permissions import Actor, Permission
from backlog.core.rank import ranks_between
from backlog.core.search_index import index_documents
from backlog.sprints.models import ENTITY, Action
from backlog.sprints.services.checklists import CHECKLIST, checked_checklist, new_items
from backlog.sprints.services.fields import checked_fields, checked_title
from backlog.sprints.services.finding import MOST_AT_ONCE, backlog_order
from backlog.sprints.services.recording import action_event, changes_of
from backlog.workspaces.models import Campaign, Instrument, Workspace
from backlog.workspaces.services import lock_workspace, take_numbers


def create_action(
    session: Session, *, workspace: Workspace, actor: Actor, values: Mapping[str, Any], now: datetime
) -> Action:
    """Create an action at the bottom of the action backlog and return it.

    `values` as in `update_action`; a title is needed. Raise Forbidden, or Invalid naming the fields.
    """
    actor.require(Permission.ACTIONS_EDIT)
    lock_workspace(session, workspace.id)
    fields = {"title": "", **values}
    checklist = checked_checklist(fields.pop(CHECKLIST, ()))
    columns = checked_fields(session, workspace, fields)
    return _create(session, workspace, actor, [columns], now, checklist=checklist)[0]


def create_actions_from_lines(
    session: Session, *, workspace: Workspace, actor: Actor, text: str, shared: Mapping[str, Any], now: datetime
) -> list[Action]:
    """Create an action for each line that is not empty, in order; `shared` fields are the same for all.

    Raise Forbidden, Invalid if there is no line or one is too long, LimitReached above 500 lines.
    """
    actor.require(Permission.ACTIONS_EDIT)
    lines = [line.strip().removeprefix("- ").removeprefix("* ").strip() for line in text.splitlines()]
    if len(titles := [line for line in lines if line]) > MOST_AT_ONCE:
        raise LimitReached(N_("At most {limit} actions at once."), params={"limit": MOST_AT_ONCE})
    if not titles:
        raise Invalid(N_("Write or paste at least one line."), field="lines")
    lock_workspace(session, workspace.id)
    columns = checked_fields(session, workspace, shared)
    return _create(session, workspace, actor, [{**columns, "title": _title_of(line)} for line in titles], now)


def index_actions(session: Session, workspace: Workspace, actions: Iterable[Action]) -> None:
    """Make actions findable by key, title, description, campaign and instrument."""
    found = list(actions)
    campaigns = _names(session, Campaign, {action.campaign_id for action in found})
    instruments = _names(session, Instrument, {action.instrument_id for action in found})
    texts = {
        action.id: (
            action.key,
            action.title,
            action.description or "",
            campaigns.get(action.campaign_id, ""),
            instruments.get(action.instrument_id, ""),
        )
        for action in found
    }
    index_documents(session, workspace_id=workspace.id, entity_type=ENTITY, texts=texts)


def _title_of(line: str) -> str:
    try:
        return checked_title(line)
    except Invalid as error:
        raise Invalid(error.message, field="lines") from error


def _create(
    session: Session,
    workspace: Workspace,
    actor: Actor,
    columns: Sequence[Mapping[str, Any]],
    now: datetime,
    *,
    checklist: Sequence[dict[str, Any]] = (),
) -> list[Action]:
    numbers = take_numbers(session, workspace.id, "action_number", len(columns))
    ranks = ranks_between(last_rank(session, backlog_order(workspace.id)), None, len(columns))
    common = {"workspace": workspace, "created_by": actor.user_id, "created_at": now, "updated_at": now}
    actions = [
        Action(**given, **common, checklist=new_items(checklist), number=number, rank=rank)
        for given, number, rank in zip(columns, numbers, ranks, strict=True)
    ]
    session.add_all(actions)
    session.flush()
    index_actions(session, workspace, actions)
    said = [{**given, CHECKLIST: list(checklist)} for given in columns]
    record(session, *starmap(partial(_creation, workspace, actor, now), zip(actions, said, strict=True)))
    return actions


def _creation(workspace: Workspace, actor: Actor, now: datetime, action: Action, given: Mapping[str, Any]) -> Event:
    changes = changes_of({"description": "", CHECKLIST: []}, given)
    return action_event(workspace, actor, "action.created", action=action, changes=changes, now=now)


def _names(session: Session, catalogue: Any, ids: set[int | None]) -> dict[int | None, str]:
    wanted = ids - {None}
    if not wanted:
        return {}
    rows = session.execute(select(catalogue.id, catalogue.name).where(catalogue.id.in_(wanted)))
    return {row.id: row.name for row in rows}
