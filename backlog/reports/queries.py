"""What was recorded of sprints and actions, read for reports."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select, union_all
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.errors import NotFound
from backlog.reports.days import Frame
from backlog.reports.flow import FlowStep, follow_columns
from backlog.reports.history import ACTION_VERBS, COMPLETED, STARTED, Happening, SprintHistory, fold
from backlog.reports.times import TIMED_VERBS, Finished, finished_of
from backlog.sprints.models import (
    ENTITY,
    SPRINT_ENTITY,
    Action,
    BoardColumn,
    Sprint,
    SprintMembership,
    SprintState,
)
from backlog.sprints.queries import get_sprint
from backlog.workspaces.models import Instrument, Workspace

MOST_FINISHED = 2000
_MOST_COLUMNS = 500  # with those that were removed


@dataclass(frozen=True, slots=True)
class SprintStory:
    """A sprint that has started, its history, how its board's columns stood, and the days its charts show."""

    sprint: Sprint
    history: SprintHistory
    columns: tuple[FlowStep, ...]
    frame: Frame


def get_sprint_story(session: Session, *, workspace: Workspace, number: int, now: datetime) -> SprintStory:
    """Return the story of a sprint; raise NotFound where there is none or it has not started.

    A completed one keeps the time zone it was completed in, wherever its workspace moves.
    """
    sprint = get_sprint(session, workspace=workspace, number=number)
    if sprint.started_at is None:
        raise NotFound
    recorded = _recorded(session, workspace, sprint)
    history = fold(recorded, sprint=sprint.number)
    if history is None:
        raise NotFound
    zone = (sprint.report or {}).get("time_zone") or workspace.time_zone
    columns = follow_columns(recorded, sprint=sprint.number)
    return SprintStory(sprint, history, columns, Frame(ZoneInfo(zone), sprint.ends_on, now))


def list_reports(session: Session, *, workspace: Workspace, limit: int) -> list[dict[str, Any]]:
    """Return the frozen reports of the sprints completed last, the latest of them last."""
    statement = (
        select(Sprint.report)
        .where(Sprint.workspace_id == workspace.id, Sprint.state == SprintState.COMPLETED)
        .order_by(Sprint.completed_at.desc(), Sprint.id.desc())
        .limit(limit)
    )
    return [report for report in reversed(session.scalars(statement).all()) if report is not None]


def list_column_names(session: Session, *, workspace: Workspace) -> dict[int, str]:
    """Return what the columns of the board are called, by their ids from left to right, removed ones among them."""
    statement = (
        select(BoardColumn.id, BoardColumn.name)
        .where(BoardColumn.workspace_id == workspace.id)
        .order_by(BoardColumn.position, BoardColumn.id)
        .limit(_MOST_COLUMNS)
    )
    return dict(row for row in session.execute(statement))


def list_finished(session: Session, *, workspace: Workspace, first: date) -> list[Finished]:
    """Return how long the actions took that were finished from a day of the workspace on, archived ones too.

    The latest 2,000.
    """
    zone = ZoneInfo(workspace.time_zone)
    done = (
        select(Action.id)
        .where(Action.workspace_id == workspace.id, Action.done_at >= datetime.combine(first, time.min, zone))
        .order_by(Action.done_at.desc())
        .limit(MOST_FINISHED)
    )
    statement = _said(workspace).where(
        Activity.entity_type == ENTITY, Activity.entity_id.in_(done), Activity.verb.in_(TIMED_VERBS)
    )
    rows = sorted(session.execute(statement), key=lambda row: row[0])
    return finished_of((Happening(*row[1:]) for row in rows), zone)


def list_standing(session: Session, *, workspace: Workspace, since: datetime) -> list[Happening]:
    """Return what was recorded of the actions of the sprint under way and of those completed since then, in order."""
    recent = or_(Sprint.state == SprintState.ACTIVE, Sprint.completed_at >= since)
    actions = (
        select(SprintMembership.action_id)
        .join(Sprint, Sprint.id == SprintMembership.sprint_id)
        .where(Sprint.workspace_id == workspace.id, recent)
    )
    statement = _said(workspace).where(
        Activity.entity_type == ENTITY, Activity.entity_id.in_(actions), Activity.verb.in_(ACTION_VERBS)
    )
    # Sorted here, as for the history of a sprint.
    rows = sorted(session.execute(statement), key=lambda row: row[0])
    return [Happening(*row[1:]) for row in rows]


def list_titles(session: Session, *, workspace: Workspace, actions: Collection[int]) -> dict[int, str]:
    """Return what actions are called, by their ids."""
    statement = select(Action.id, Action.title).where(Action.workspace_id == workspace.id, Action.id.in_(actions))
    return dict(row for row in session.execute(statement))


def list_instruments(session: Session, *, workspace: Workspace, actions: Collection[int]) -> dict[int, str]:
    """Return which instruments actions use, by their ids; those without any are left out."""
    statement = (
        select(Action.id, Instrument.name)
        .join(Instrument, Instrument.id == Action.instrument_id)
        .where(Action.workspace_id == workspace.id, Action.id.in_(actions))
    )
    return dict(row for row in session.execute(statement))


def _recorded(session: Session, workspace: Workspace, sprint: Sprint) -> list[Happening]:
    """Return what was recorded of the sprint and of every action that was ever in it, in order.

    Sorted here: told to do it, SQLite reads everything that ever happened in the workspace by its number.
    """
    ever_in_it = select(SprintMembership.action_id).where(SprintMembership.sprint_id == sprint.id)
    of_actions = _said(workspace).where(
        Activity.entity_type == ENTITY, Activity.entity_id.in_(ever_in_it), Activity.verb.in_(ACTION_VERBS)
    )
    of_sprint = _said(workspace).where(
        Activity.entity_type == SPRINT_ENTITY, Activity.entity_id == sprint.id, Activity.verb.in_((STARTED, COMPLETED))
    )
    rows = sorted(session.execute(union_all(of_actions, of_sprint)), key=lambda row: row.number)
    return [Happening(row.verb, row.at, row.changes, row.entity_id, row.entity_key) for row in rows]


def _said(workspace: Workspace) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Activity.number, Activity.verb, Activity.at, Activity.changes, Activity.entity_id, Activity.entity_key
    )  # fmt: skip
    return select(*columns).where(Activity.workspace_id == workspace.id)
