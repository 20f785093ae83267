"""What came in and what went out."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backlog.core.db import Base
from backlog.core.types import IntPk, Json, Timestamp, UTCDateTime


class HandOver(Base):
    """One batch of requirements given to development."""

    __tablename__ = "hand_overs"
    __table_args__ = (UniqueConstraint("workspace_id", "number"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    number: Mapped[int]
    preset: Mapped[str] = mapped_column(String(40))
    handed_over_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    handed_over_at: Mapped[Timestamp]


class HandOverItem(Base):
    """One requirement of a batch, at the version that went out."""

    __tablename__ = "hand_over_items"

    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"), primary_key=True)
    requirement_id: Mapped[int] = mapped_column(
        ForeignKey("requirements.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
    requirement_version: Mapped[int]


class HandOverFile(Base):
    """The rows of a batch's file as they went out, packed; apart from the batch, since only a download wants them."""

    __tablename__ = "hand_over_files"

    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id", ondelete="CASCADE"), primary_key=True)
    packed_rows: Mapped[bytes] = mapped_column(LargeBinary)


class ExternalReference(Base):
    """Where a requirement came from or lives elsewhere: its key and id there, and what else came with it."""

    __tablename__ = "external_references"
    __table_args__ = (UniqueConstraint("workspace_id", "system", "external_key"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirements.id", ondelete="CASCADE"), index=True)
    system: Mapped[str] = mapped_column(String(40))
    external_key: Mapped[str] = mapped_column(String(255))
    external_id: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[str | None] = mapped_column(String(120))
    # Columns we do not map, by header: nothing that came in is lost.
    raw: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    seen_at: Mapped[Timestamp]


class ImportRun(Base):
    """One import: the file, the mapping, how far it is and what it did."""

    __tablename__ = "import_runs"

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    file_name: Mapped[str] = mapped_column(String(255))
    # The uploaded bytes lie in the instance folder under this name until the run has ended.
    stored_as: Mapped[str] = mapped_column(String(64))
    mapping: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[str] = mapped_column(String(12))
    job_id: Mapped[str | None] = mapped_column(String(64))
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[Timestamp]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
