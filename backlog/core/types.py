"""Column types that mean the same on SQLite and PostgreSQL."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import JSON, DateTime, Dialect, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

# Control characters, and halves of surrogate pairs, which JSON can carry and no database can store.
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

# Nothing is seen of blanks, of what only steers or joins letters, and of marks without one to stand on.
_UNSEEN_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me"})
# Nor of these, which count as letters, symbols or not at all: fillers of Hangul, a cell of Braille without dots, and
# what Unicode keeps free for signs that are not shown.
_UNSEEN = re.compile("[\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC; a naive one is refused because nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature is SQLAlchemy's
        """Turn an aware time into UTC; raise ValueError on a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a time without a time zone cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - signature is SQLAlchemy's
        """Give SQLite's naive times their UTC back."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


# Ranks compare byte by byte; PostgreSQL's default collation would not.
RankText = String(400).with_variant(String(400, collation="C"), "postgresql")
Json = JSON().with_variant(JSONB(), "postgresql")

IntPk = Annotated[int, mapped_column(primary_key=True)]
Timestamp = Annotated[datetime, mapped_column(UTCDateTime())]


def one_line(value: str) -> str:
    """Return a name on one line: it stands in mails, where another line could pass for ours."""
    return " ".join(clean_text(value).split())


def clean_text(value: str) -> str:
    """Return the text with LF line ends and without control characters, which no field has a use for.

    A text of which nothing is seen is empty: it would stand for a reason or a name that nobody can read.
    """
    text = CONTROL_CHARACTERS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    return text if any(map(_is_seen, text)) else ""


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNSEEN_CATEGORIES and not _UNSEEN.match(letter)
