"""Reads of marketing actions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from backlog.core.errors import NotFound
from backlog.core.keys import find_number
from backlog.core.pagination import Page, decode_cursor, page_of
from backlog.core.search_index import matching_ids
from backlog.core.types import clean_text
from backlog.identity.models import User
from backlog.requirements.models import Requirement
from backlog.sprints.models import ENTITY, Action, Outcome, Place, Sprint, SprintMembership
from backlog.sprints.queries.rows import ActionRow, action_rows, read_rows
from backlog.workspaces.models import Campaign, Instrument, Workspace

MOST_FOR_ONE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFilter:
    """Which actions; None leaves a question open. Catalogue entries are named; an assignee's handle will do too."""

    place: Place | None = None
    sprint_number: int | None = None
    instrument: str | None = None
    campaign: str | None = None
    assignee_email: str | None = None
    is_blocked: bool | None = None
    is_waiting: bool | None = None
    query: str = ""


def get_action(session: Session, *, workspace: Workspace, key: str) -> Action:
    """Return an action with all it refers to and its checklist; raise NotFound. Archived ones are found too."""
    statement = (
        select(Action)
        .where(Action.workspace_id == workspace.id, Action.number == find_number(workspace.action_prefixes, key))
        .options(
            joinedload(Action.instrument),
            joinedload(Action.campaign),
            joinedload(Action.channel),
            joinedload(Action.audience),
            joinedload(Action.requirement),
            joinedload(Action.assignee),
            joinedload(Action.sprint),
            joinedload(Action.column),
            selectinload(Action.checklist),
        )
        .execution_options(populate_existing=True)
    )
    action = session.scalar(statement)
    if action is None:
        raise NotFound
    return action


def list_actions(
    session: Session, *, workspace: Workspace, wanted: ActionFilter | None = None, limit: int, cursor: str | None = None
) -> Page[ActionRow]:
    """Return a page of actions in the order of the action backlog; raise Invalid for a cursor that is none."""
    statement = narrowed(session, action_rows(workspace), workspace, wanted or ActionFilter())
    if cursor:
        statement = statement.where(Action.rank > clean_text(decode_cursor(cursor, str)[0]))
    rows = read_rows(session, workspace, statement.order_by(Action.rank).limit(limit + 1))
    return page_of(rows, limit, lambda row: (row.rank,))


def find_action_rows(session: Session, *, workspace: Workspace, keys: Iterable[str]) -> list[ActionRow]:
    """Return the rows of these actions in the order of the action backlog; unknown keys are left out."""
    numbers = {find_number(workspace.action_prefixes, key) for key in keys} - {None}
    return read_rows(session, workspace, action_rows(workspace).where(Action.number.in_(numbers)).order_by(Action.rank))


def get_action_row(session: Session, *, workspace: Workspace, key: str) -> ActionRow:
    """Return one action as lists show it; raise NotFound."""
    rows = find_action_rows(session, workspace=workspace, keys=[key])
    if not rows:
        raise NotFound
    return rows[0]


def list_requirement_actions(session: Session, *, workspace: Workspace, key: str) -> list[ActionRow]:
    """Return the actions that serve a requirement, oldest first; none for a key that is none."""
    number = find_number(workspace.requirement_prefixes, key)
    statement = action_rows(workspace).where(Requirement.number == number, Action.archived_at.is_(None))
    return read_rows(session, workspace, statement.order_by(Action.number).limit(MOST_FOR_ONE))


def count_actions(session: Session, *, workspace: Workspace, wanted: ActionFilter) -> int:
    """Return how many actions there are of those wanted."""
    statement = narrowed(session, action_rows(workspace), workspace, wanted).with_only_columns(func.count())
    return session.scalar(statement) or 0


def narrowed(session: Session, statement: Select[Any], workspace: Workspace, wanted: ActionFilter) -> Select[Any]:
    """Return a select made with `action_rows` narrowed to the wanted actions."""
    for condition in (*_place_of(wanted.place), *_named(wanted)):
        statement = statement.where(condition)
    if wanted.sprint_number is not None:
        statement = statement.where(Action.id.in_(_members(workspace, wanted.sprint_number)))
    return statement.where(_said(session, workspace, wanted.query)) if wanted.query.strip() else statement


def _said(session: Session, workspace: Workspace, query: str) -> ColumnElement[bool]:
    """Return the condition that an action has this key, or holds all the words."""
    number = find_number(workspace.action_prefixes, query)
    if number is not None:
        return Action.number == number
    found = matching_ids(session, workspace_id=workspace.id, entity_type=ENTITY, query=query)
    return Action.id.in_(found) if found is not None else false()


def _place_of(place: Place | None) -> list[Any]:
    if place is Place.ARCHIVED:
        return [Action.archived_at.is_not(None)]
    conditions = [Action.archived_at.is_(None)]
    if place is Place.SPRINT:
        conditions.append(Action.sprint_id.is_not(None))
    elif place is not None:
        done = Action.done_at.is_not(None) if place is Place.DONE else Action.done_at.is_(None)
        conditions += [Action.sprint_id.is_(None), done]
    return conditions


def _named(wanted: ActionFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.instrument is not None:
        conditions.append(Instrument.name == clean_text(wanted.instrument))
    if wanted.campaign is not None:
        conditions.append(Campaign.name == clean_text(wanted.campaign))
    if wanted.assignee_email is not None:
        name = clean_text(wanted.assignee_email).strip().lower()
        conditions.append(User.email == name if "@" in name else User.email.startswith(f"{name}@", autoescape=True))
    for is_held, since in ((wanted.is_blocked, Action.blocked_at), (wanted.is_waiting, Action.waiting_at)):
        if is_held is not None:
            conditions.append(since.is_not(None) if is_held else since.is_(None))
    return conditions


def _members(workspace: Workspace, number: int) -> Select[Any]:
    return (
        select(SprintMembership.action_id)
        .join(Sprint, Sprint.id == SprintMembership.sprint_id)
        .where(
            Sprint.workspace_id == workspace.id,
            Sprint.number == number,
            func.coalesce(SprintMembership.outcome, "") != Outcome.REMOVED,
        )
    )
