"""A workspace is one team's shared world: its people, its numbers, its words."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from backlog.core.clock import DEFAULT_TIME_ZONE
from backlog.core.db import Base
from backlog.core.permissions import Actor, Role
from backlog.core.types import IntPk, Json, Timestamp, UTCDateTime, one_line
from backlog.identity.models import User


class LimitMode(StrEnum):
    """What a WIP limit does about one card too many: say so, or keep it out."""

    WARN = "warn"
    BLOCK = "block"


class Workspace(Base):
    """One team's backlog, sprints and settings."""

    __tablename__ = "workspaces"

    id: Mapped[IntPk]
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    requirement_prefix: Mapped[str] = mapped_column(String(10), default="REQ")
    action_prefix: Mapped[str] = mapped_column(String(10), default="ACT")
    experiment_prefix: Mapped[str] = mapped_column(String(10), default="EXP")
    # By the names of the three above: what stood before the numbers earlier, newest first; such keys are still found.
    earlier_prefixes: Mapped[dict[str, list[str]]] = mapped_column(Json, default=dict, server_default=text("'{}'"))
    locale: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default=DEFAULT_TIME_ZONE)
    # How many cards in progress one person should hold at once; None: as many as they like.
    person_wip_limit: Mapped[int | None]
    person_wip_mode: Mapped[str] = mapped_column(String(5), default=LimitMode.WARN, server_default=LimitMode.WARN)
    # Whose public holidays count for whoever has not said where they work; empty: nobody's.
    country: Mapped[str] = mapped_column(String(2), default="", server_default="")
    state: Mapped[str] = mapped_column(String(20), default="", server_default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Timestamp]
    # The last number given out for each kind of thing; taken under this row's lock.
    requirement_number: Mapped[int] = mapped_column(default=0)
    action_number: Mapped[int] = mapped_column(default=0)
    sprint_number: Mapped[int] = mapped_column(default=0)
    activity_number: Mapped[int] = mapped_column(default=0)

    @validates("name")
    def _keep_name(self, _field: str, name: str) -> str:
        return one_line(name)

    @property
    def requirement_prefixes(self) -> tuple[str, ...]:
        """Return the prefixes by which requirements are found: today's first, then earlier ones."""
        return self.prefixes_of("requirement_prefix")

    @property
    def action_prefixes(self) -> tuple[str, ...]:
        """Return the prefixes by which actions are found: today's first, then earlier ones."""
        return self.prefixes_of("action_prefix")

    def prefixes_of(self, name: str) -> tuple[str, ...]:
        """Return today's prefix of a kind, by the name of its column, and the earlier ones."""
        return (getattr(self, name), *self.earlier_prefixes.get(name, ()))


class Membership(Base):
    """One person's role in one workspace."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[Timestamp]

    workspace: Mapped[Workspace] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise")

    def as_actor(self, name: str) -> Actor:
        """Return this person as the one who acts."""
        return Actor(user_id=self.user_id, name=name, workspace_id=self.workspace_id, role=Role(self.role))


class WorkingTime(Base):
    """How much of a member's week belongs to this team; nobody knows that of a member without one."""

    __tablename__ = "working_times"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    # Seven numbers, Monday first.
    hours: Mapped[list[float]] = mapped_column(Json)
    # Percent: of those hours for this team, and of that for meetings and mail.
    share: Mapped[int] = mapped_column(default=100)
    overhead: Mapped[int] = mapped_column(default=0)
    # Empty: those of the workspace.
    country: Mapped[str] = mapped_column(String(2), default="")
    state: Mapped[str] = mapped_column(String(20), default="")
    updated_at: Mapped[Timestamp]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


class DaysOff(Base):
    """Days on which a member does not work. Nobody is asked why, and what is taken back is really deleted."""

    __tablename__ = "days_off"
    __table_args__ = (Index("ix_days_off_person", "workspace_id", "user_id", "starts_on"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    # Half of each of these days.
    is_half: Mapped[bool] = mapped_column(default=False)


class Invitation(Base):
    """An open door for one address; accepting it makes a member."""

    __tablename__ = "invitations"

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[Timestamp]
    expires_at: Mapped[Timestamp]
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    def is_open(self, now: datetime) -> bool:
        """Tell whether the invitation can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > now


class CatalogueEntry(Base):
    """One word of a controlled list of a workspace."""

    __abstract__ = True

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class Component(CatalogueEntry):
    """A part of the product, as in Jira."""

    __tablename__ = "components"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)


class Instrument(CatalogueEntry):
    """A kind of marketing action: mailing, trade fair, press release."""

    __tablename__ = "instruments"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    icon: Mapped[str] = mapped_column(String(40), default="circle")


class Campaign(CatalogueEntry):
    """What actions belong together for."""

    __tablename__ = "campaigns"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)


class Channel(CatalogueEntry):
    """Where an action meets people."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)


class Audience(CatalogueEntry):
    """Whom an action speaks to."""

    __tablename__ = "audiences"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)


Catalogue = type[CatalogueEntry]
CATALOGUES: dict[str, Catalogue] = {
    "components": Component,
    "instruments": Instrument,
    "campaigns": Campaign,
    "channels": Channel,
    "audiences": Audience,
}
