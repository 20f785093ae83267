"""The backlog of customer requirements."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from backlog.activity.models import CommentColumns, Commented
from backlog.core.alphabet import alphabetical
from backlog.core.db import Base
from backlog.core.keys import make_key
from backlog.core.permissions import Actor
from backlog.core.types import IntPk, Json, RankText, Timestamp, UTCDateTime
from backlog.identity.models import User
from backlog.requirements.terms import Kind, Status, StatusCategory
from backlog.workspaces.models import Component, Workspace

ENTITY = "requirement"


class Requirement(Base):
    """What customers ask for, in our words, with its place in the order."""

    __tablename__ = "requirements"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        UniqueConstraint("workspace_id", "rank"),
        # The ranked list reads this index alone for places, counts, sums and what it is mostly narrowed by.
        Index(
            "ix_requirements_backlog",
            "workspace_id",
            "rank",
            "points",
            "status",
            "moscow",
            "owner_id",
            "parent_id",
            sqlite_where=text("archived_at IS NULL AND kind <> 'epic'"),
            postgresql_where=text("archived_at IS NULL AND kind <> 'epic'"),
        ),
        Index(
            "ix_requirements_epics",
            "workspace_id",
            "rank",
            sqlite_where=text("archived_at IS NULL AND kind = 'epic'"),
            postgresql_where=text("archived_at IS NULL AND kind = 'epic'"),
        ),
        Index("ix_requirements_parent", "parent_id"),
    )

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10), default=Kind.STORY)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("requirements.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(500))
    status: Mapped[str] = mapped_column(String(20), default=Status.NEW)
    moscow: Mapped[str | None] = mapped_column(String(10))
    points: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    target_on: Mapped[date | None] = mapped_column(Date)
    rank: Mapped[str] = mapped_column(RankText)
    archived_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[Timestamp]
    updated_at: Mapped[Timestamp]
    version: Mapped[int] = mapped_column()
    # The long texts stand last, so that a list does not read past them.
    description: Mapped[str] = mapped_column(Text, default="")
    # [{"text": …, "done": …}], in order
    acceptance_criteria: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)

    # The workspace is in the session wherever somebody works in it, so that the key costs no query.
    workspace: Mapped[Workspace] = relationship(lazy="raise_on_sql")
    parent: Mapped["Requirement | None"] = relationship(remote_side="Requirement.id", lazy="raise")
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id, lazy="raise")
    labels: Mapped[list["RequirementLabel"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )
    components: Mapped[list[Component]] = relationship(secondary="requirement_components", lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def key(self) -> str:
        """Return the key by which people name it: `REQ-42`."""
        return make_key(self.workspace.requirement_prefix, self.number)

    @property
    def label_names(self) -> list[str]:
        """Return the words on it, in alphabetical order."""
        return sorted((label.name for label in self.labels), key=alphabetical)

    @property
    def component_names(self) -> list[str]:
        """Return the parts of the product it touches, in alphabetical order."""
        return sorted((component.name for component in self.components), key=alphabetical)

    def is_draft_of(self, actor: Actor) -> bool:
        """Tell whether the actor wrote it and nobody has taken it further than "To do" yet."""
        is_own = self.created_by is not None and self.created_by == actor.user_id
        return is_own and self.archived_at is None and Status(self.status).category == StatusCategory.TO_DO


class RequirementLabel(Base):
    """A free word on a requirement."""

    __tablename__ = "requirement_labels"
    # The words in use are read from the first index alone, the most that any requirement has from the second.
    __table_args__ = (
        Index("ix_requirement_labels_words", "workspace_id", "name"),
        Index("ix_requirement_labels_counts", "workspace_id", "requirement_id"),
    )

    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirements.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))


class RequirementComponent(Base):
    """Which parts of the product a requirement touches."""

    __tablename__ = "requirement_components"

    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirements.id", ondelete="CASCADE"), primary_key=True)
    component_id: Mapped[int] = mapped_column(
        ForeignKey("components.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Comment(CommentColumns):
    """What somebody says about a requirement; `source_key` tells an imported one apart."""

    __tablename__ = "comments"
    __table_args__ = (UniqueConstraint("requirement_id", "source_key"),)

    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirements.id", ondelete="CASCADE"), index=True)
    source_key: Mapped[str | None] = mapped_column(String(100))

    subject_id = synonym("requirement_id")


COMMENTED = Commented(
    entity_type=ENTITY, subject=Requirement, comment=Comment, prefix_of="requirement_prefix"
)  # fmt: skip


class SavedView(Base):
    """A filter and an order somebody wants to come back to; shared ones are everybody's."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("workspace_id", "owner_id", "name"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(2000))
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Timestamp]
