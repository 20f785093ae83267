"""What happened: one row for each change, never changed again. And what people say about it to each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from backlog.core.db import Base
from backlog.core.types import IntPk, Json, Timestamp, UTCDateTime
from backlog.identity.models import User


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


class CommentColumns(Base):
    """What somebody says about a thing, as the comments of every kind of thing keep it.

    Each kind has a table of its own, since foreign keys point down the line: one table for all kinds would have to
    refer to features above this one, or to nothing that a database can hold to. The feature names its own foreign key
    and calls it `subject_id` as well.
    """

    __abstract__ = True

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    # Who said it where the author has no account here (imports).
    author_name: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[Timestamp]
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    deleted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    if TYPE_CHECKING:
        subject_id: Mapped[int]

    @declared_attr
    def author(cls) -> Mapped[User | None]:
        """Who said it, where they have an account here."""
        return relationship(User, lazy="raise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """One kind of thing that people comment on: what the record of changes calls it, its tables, its keys' prefix.

    The subject has `workspace_id`, `number`, `key`, `title` and `archived_at`.
    """

    entity_type: str
    subject: type[Any]
    comment: type[CommentColumns]
    prefix_of: str


_COMMENT = "comment/"


def comment_field(comment_id: int) -> str:
    """Return what the record of changes calls a comment: the field of its subject that changed."""
    return f"{_COMMENT}{comment_id}"


def comment_id_in(field: str) -> int:
    """Return which comment such a field is about."""
    return int(field.removeprefix(_COMMENT))
