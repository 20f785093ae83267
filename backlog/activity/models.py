"""What happened: one row for each change, never changed again."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backlog.core.db import Base
from backlog.core.types import IntPk, Json, Timestamp


class Activity(Base):
    """One change to one entity. `number` runs without gaps in each workspace, in the order of commits."""

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number"),
        Index("ix_activities_entity", "workspace_id", "entity_type", "entity_id", "number"),
    )

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    number: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    verb: Mapped[str] = mapped_column(String(60))
    entity_type: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int]
    entity_key: Mapped[str] = mapped_column(String(120))
    entity_version: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[Timestamp]
