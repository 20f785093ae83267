"""Actions as narrow rows: what lists, the pool and the sprint show of each."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from backlog.core.keys import make_key
from backlog.identity.models import User, initials_of
from backlog.requirements.models import Requirement
from backlog.sprints.models import Action, ActionChecklistItem, BoardColumn, Place, Sprint, place_of
from backlog.workspaces.models import Audience, Campaign, Channel, Instrument, Workspace


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action as lists show it. Points and hours are None where nobody has estimated."""

    key: str
    id: int
    title: str
    instrument: str | None
    icon: str | None
    campaign: str | None
    channel: str | None
    audience: str | None
    requirement_key: str | None
    assignee_id: int | None
    assignee: str | None
    assignee_email: str | None
    points: Decimal | None
    hours: Decimal | None
    due_on: date | None
    publish_on: date | None
    sprint_number: int | None
    blocked_reason: str | None
    waiting_for: str | None
    waiting_note: str | None
    waiting_at: datetime | None
    started_at: datetime | None
    done_at: datetime | None
    archived_at: datetime | None
    rank: str
    version: int
    checklist_total: int
    checklist_done: int
    column_name: str | None
    column_category: str | None

    @property
    def initials(self) -> str | None:
        """Return the letters that stand for the assignee."""
        return initials_of(self.assignee) if self.assignee else None

    @property
    def place(self) -> Place:
        """Return where the action is."""
        return place_of(archived_at=self.archived_at, sprint=self.sprint_number, done_at=self.done_at)


def checklist_count(*, done: bool = False) -> ScalarSelect[int]:
    """Return how many things an action has to tick, or has ticked, as a column of a select of actions."""
    statement = select(func.count()).select_from(ActionChecklistItem).where(ActionChecklistItem.action_id == Action.id)
    return (statement.where(ActionChecklistItem.is_done) if done else statement).correlate(Action).scalar_subquery()


_COLUMNS: tuple[Any, ...] = (
    Action.number, Action.id, Action.title, Instrument.name, Instrument.icon, Campaign.name, Channel.name,
    Audience.name, Requirement.number, Action.assignee_id, User.name, User.email, Action.points, Action.hours,
    Action.due_on, Action.publish_on, Sprint.number, Action.blocked_reason, Action.waiting_for,
    Action.waiting_note, Action.waiting_at, Action.started_at, Action.done_at, Action.archived_at, Action.rank,
    Action.version, checklist_count(), checklist_count(done=True), BoardColumn.name, BoardColumn.category,
)  # fmt: skip


def action_rows(workspace: Workspace) -> Select[Any]:
    """Return a select of the workspace's actions with the columns of an ActionRow; narrow it and order it."""
    statement: Select[Any] = (
        select(*_COLUMNS)
        .outerjoin(Instrument, Instrument.id == Action.instrument_id)
        .outerjoin(Campaign, Campaign.id == Action.campaign_id)
        .outerjoin(Channel, Channel.id == Action.channel_id)
        .outerjoin(Audience, Audience.id == Action.audience_id)
        .outerjoin(Requirement, Requirement.id == Action.requirement_id)
        .outerjoin(User, User.id == Action.assignee_id)
        .outerjoin(Sprint, Sprint.id == Action.sprint_id)
        .outerjoin(BoardColumn, BoardColumn.id == Action.column_id)
    )
    return statement.where(Action.workspace_id == workspace.id)


def read_rows(session: Session, workspace: Workspace, statement: Select[Any]) -> list[ActionRow]:
    """Return what a select made with `action_rows` finds."""
    return [read_row(workspace, *row) for row in session.execute(statement)]


def read_row(workspace: Workspace, number: int, *row: Any) -> ActionRow:
    """Return one found row."""
    asked = row[7] and make_key(workspace.requirement_prefix, row[7])
    values = (make_key(workspace.action_prefix, number), *row[:7], asked, *row[8:])
    return ActionRow(*values)
