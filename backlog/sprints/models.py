"""Marketing actions, and the sprints they are planned into."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from backlog.activity.models import CommentColumns, Commented
from backlog.core.db import Base
from backlog.core.i18n import N_
from backlog.core.keys import make_key
from backlog.core.types import IntPk, Json, RankText, Timestamp, UTCDateTime
from backlog.identity.models import User
from backlog.requirements.models import Requirement
from backlog.requirements.terms import StatusCategory
from backlog.workspaces.models import Audience, Campaign, Channel, Instrument, LimitMode, Workspace

ENTITY = "action"
SPRINT_ENTITY = "sprint"


# What holds an action up: a block with its reason, an approval that is waited for. Nothing does once it is done.
HOLD_UPS = ("blocked_reason", "blocked_at", "waiting_for", "waiting_note", "waiting_at")


class SprintState(StrEnum):
    """The life of a sprint."""

    PLANNED = "planned"
    ACTIVE = "active"
    COMPLETED = "completed"


SPRINT_STATE_LABELS = {
    SprintState.PLANNED: N_("Planned"),
    SprintState.ACTIVE: N_("Active"),
    SprintState.COMPLETED: N_("Completed"),
}


class Outcome(StrEnum):
    """How an action left a sprint."""

    DONE = "done"
    CARRIED_OVER = "carried_over"
    TO_BACKLOG = "to_backlog"
    REMOVED = "removed"


class GoalVerdict(StrEnum):
    """What the team says at the end about the sprint goal."""

    MET = "met"
    PARTLY_MET = "partly_met"
    MISSED = "missed"


class Sprint(Base):
    """A stretch of time with a goal. A completed one keeps its record; only a missing verdict can still come."""

    __tablename__ = "sprints"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        # One active sprint in a workspace, whoever is faster.
        Index(
            "uq_sprints_active",
            "workspace_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        # A deleted sprint's id is not given again, or another would inherit its history.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    number: Mapped[int]
    goal: Mapped[str] = mapped_column(String(500), default="")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=SprintState.PLANNED)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # The frozen record: goal, dates, every action with its outcome, sums; written at completion, a verdict maybe later.
    report: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # How much of everybody's hours is kept for what comes unplanned; None: as earlier sprints propose.
    reserve_percent: Mapped[int | None]
    created_at: Mapped[Timestamp]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def awaits_verdict(self) -> bool:
        """Say whether it is completed, had a goal, and nobody has said yet what that came to."""
        report = self.report or {}
        return self.state == SprintState.COMPLETED and bool(report.get("goal")) and not report.get("goal_verdict")


class BoardColumn(Base):
    """A column of the workspace's board, in one of Jira's categories."""

    __tablename__ = "board_columns"

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(12), default=StatusCategory.TO_DO)
    position: Mapped[int]
    wip_limit: Mapped[int | None]
    wip_mode: Mapped[str] = mapped_column(String(5), default=LimitMode.WARN, server_default=LimitMode.WARN)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class ApprovalBy(StrEnum):
    """Who has to say yes before an action goes on."""

    LEGAL = "legal"
    BRAND = "brand"
    CUSTOMER = "customer"


APPROVAL_LABELS = {
    ApprovalBy.LEGAL: N_("Legal"),
    ApprovalBy.BRAND: N_("Brand"),
    ApprovalBy.CUSTOMER: N_("Customer"),
}


class Place(StrEnum):
    """Where an action is; it is in exactly one of these."""

    BACKLOG = "backlog"
    SPRINT = "sprint"
    DONE = "done"
    ARCHIVED = "archived"


class Action(Base):
    """A marketing action: the card that is planned, worked and done."""

    __tablename__ = "actions"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "rank"),
        # What could be planned, in its order, however much was done before.
        Index(
            "ix_actions_backlog",
            "workspace_id",
            "rank",
            sqlite_where=text("sprint_id IS NULL AND done_at IS NULL AND archived_at IS NULL"),
            postgresql_where=text("sprint_id IS NULL AND done_at IS NULL AND archived_at IS NULL"),
        ),
    )

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    description: Mapped[str] = mapped_column(Text, default="")
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instruments.id", ondelete="SET NULL"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id", ondelete="SET NULL"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channels.id", ondelete="SET NULL"))
    audience_id: Mapped[int | None] = mapped_column(ForeignKey("audiences.id", ondelete="SET NULL"))
    requirement_id: Mapped[int | None] = mapped_column(ForeignKey("requirements.id", ondelete="SET NULL"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    points: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    hours: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    due_on: Mapped[date | None] = mapped_column(Date)
    publish_on: Mapped[date | None] = mapped_column(Date)
    # The action backlog's order; sprint and board keep their own in the membership.
    rank: Mapped[str] = mapped_column(RankText)
    # The sprint it is in now (planned or active); None: in the action backlog, or done.
    sprint_id: Mapped[int | None] = mapped_column(ForeignKey("sprints.id", ondelete="SET NULL"))
    column_id: Mapped[int | None] = mapped_column(ForeignKey("board_columns.id", ondelete="SET NULL"))
    blocked_reason: Mapped[str | None] = mapped_column(String(500))
    blocked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # An ApprovalBy, what is asked of them, and since when.
    waiting_for: Mapped[str | None] = mapped_column(String(10))
    waiting_note: Mapped[str | None] = mapped_column(String(500))
    waiting_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[Timestamp]
    updated_at: Mapped[Timestamp]
    version: Mapped[int] = mapped_column()

    # The workspace is in the session wherever somebody works in it, so that the key costs no query.
    workspace: Mapped[Workspace] = relationship(lazy="raise_on_sql")
    instrument: Mapped[Instrument | None] = relationship(lazy="raise")
    campaign: Mapped[Campaign | None] = relationship(lazy="raise")
    channel: Mapped[Channel | None] = relationship(lazy="raise")
    audience: Mapped[Audience | None] = relationship(lazy="raise")
    requirement: Mapped[Requirement | None] = relationship(lazy="raise")
    assignee: Mapped[User | None] = relationship(foreign_keys=assignee_id, lazy="raise")
    sprint: Mapped[Sprint | None] = relationship(lazy="raise")
    column: Mapped[BoardColumn | None] = relationship(lazy="raise")
    checklist: Mapped[list["ActionChecklistItem"]] = relationship(
        lazy="raise", order_by="ActionChecklistItem.position", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def key(self) -> str:
        """Return the key by which people name it: `ACT-7`."""
        return make_key(self.workspace.action_prefix, self.number)

    @property
    def place(self) -> Place:
        """Return where the action is."""
        return place_of(archived_at=self.archived_at, sprint=self.sprint_id, done_at=self.done_at)


def place_of(*, archived_at: datetime | None, sprint: int | None, done_at: datetime | None) -> Place:
    """Return where an action is, given when it was archived, the sprint it is in, and since when it is done."""
    if archived_at is not None:
        return Place.ARCHIVED
    if sprint is not None:
        return Place.SPRINT
    return Place.BACKLOG if done_at is None else Place.DONE


class ActionChecklistItem(Base):
    """One small thing to tick on an action."""

    __tablename__ = "action_checklist_items"

    id: Mapped[IntPk]
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    is_done: Mapped[bool] = mapped_column(default=False)


class ActionComment(CommentColumns):
    """What somebody says about an action."""

    __tablename__ = "action_comments"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)

    subject_id = synonym("action_id")


COMMENTED = Commented(entity_type=ENTITY, subject=Action, comment=ActionComment, prefix_of="action_prefix")


class SprintMembership(Base):
    """One stay of an action in a sprint: when it joined, when and how it left; deleted only with a planned sprint."""

    __tablename__ = "sprint_memberships"
    __table_args__ = (
        # Who leaves and comes back to the same sprint takes the old stay up again.
        UniqueConstraint("sprint_id", "action_id"),
        # An action is in one sprint at a time, and no two have the same place in it.
        Index(
            "uq_sprint_memberships_current",
            "action_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index(
            "uq_sprint_memberships_order",
            "sprint_id",
            "rank",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[IntPk]
    sprint_id: Mapped[int] = mapped_column(ForeignKey("sprints.id", ondelete="CASCADE"))
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    # The sprint's order, and the board's within a column.
    rank: Mapped[str] = mapped_column(RankText)
    board_rank: Mapped[str] = mapped_column(RankText)
    joined_at: Mapped[Timestamp]
    joined_after_start: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    outcome: Mapped[str | None] = mapped_column(String(12))
