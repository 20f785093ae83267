"""People, and what lets them in."""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import ForeignKey, String, true
from sqlalchemy.orm import Mapped, mapped_column, validates

from backlog.core.clock import DEFAULT_TIME_ZONE
from backlog.core.db import Base
from backlog.core.types import IntPk, Timestamp, UTCDateTime, one_line


class User(Base, UserMixin):
    """A person with an account; what they may do is said by their memberships."""

    __tablename__ = "users"

    id: Mapped[IntPk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # Changes with the password and so ends all sessions; Flask-Security asks for this name.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    locale: Mapped[str | None] = mapped_column(String(8))
    time_zone: Mapped[str] = mapped_column(String(64), default=DEFAULT_TIME_ZONE)
    theme: Mapped[str] = mapped_column(String(8), default="system")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    # Whether comments that name this person are mailed.
    mention_mails: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[Timestamp]

    @validates("name")
    def _keep_name(self, _field: str, name: str) -> str:
        return one_line(name)

    @property
    def initials(self) -> str:
        """Return the letters that stand for this person on a card."""
        return initials_of(self.name)


class SignInLink(Base):
    """A link that signs one person in, once."""

    __tablename__ = "sign_in_links"

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[Timestamp]
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class ApiToken(Base):
    """A key with which a program acts for a person; only its hash is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Timestamp]
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class Throttle(Base):
    """How often something was tried in the current window; counted here so that all processes share it."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[Timestamp]


def handle_of(email: str) -> str:
    """Return how comments and programs call the person with this address: the part before the @."""
    return email.split("@", 1)[0]


def initials_of(name: str) -> str:
    """Return the first letters of the first and last word of a name."""
    words = name.split()
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2]) if words else "?"
    return letters.upper()
