"""What was recorded of a sprint, read for its report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, union_all
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.errors import NotFound
from backlog.reports.days import Frame
from backlog.reports.history import ACTION_VERBS, COMPLETED, STARTED, Happening, SprintHistory, fold
from backlog.sprints.models import ENTITY, SPRINT_ENTITY, Sprint, SprintMembership
from backlog.sprints.queries import get_sprint
from backlog.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class SprintStory:
    """A sprint that has started, its history, and the days its charts show."""

    sprint: Sprint
    history: SprintHistory
    frame: Frame


def get_sprint_story(session: Session, *, workspace: Workspace, number: int, now: datetime) -> SprintStory:
    """Return the story of a sprint; raise NotFound where there is none or it has not started.

    A completed one keeps the time zone it was completed in, wherever its workspace moves.
    """
    sprint = get_sprint(session, workspace=workspace, number=number)
    if sprint.started_at is None:
        raise NotFound
    history = fold(_recorded(session, workspace, sprint), sprint=sprint.number)
    if history is None:
        raise NotFound
    zone = (sprint.report or {}).get("time_zone") or workspace.time_zone
    return SprintStory(sprint, history, Frame(ZoneInfo(zone), sprint.ends_on, now))


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
