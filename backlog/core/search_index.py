"""The full-text index behind one query on both databases.

What can be found has a row in `search_documents` with its stemmed words. SQLite looks them up through an FTS5 table
that triggers keep in step, PostgreSQL through a GIN index (see the first migration).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    Text,
    UniqueConstraint,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from backlog.core.db import Base, is_sqlite
from backlog.core.search import index_terms, query_terms
from backlog.core.types import IntPk


class SearchDocument(Base):
    """The words by which one entity is found."""

    __tablename__ = "search_documents"
    __table_args__ = (UniqueConstraint("entity_type", "entity_id"),)

    id: Mapped[IntPk]
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"), index=True)
    entity_type: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int]
    terms: Mapped[str] = mapped_column(Text)


def index_documents(
    session: Session, *, workspace_id: int, entity_type: str, texts: Mapping[int, Iterable[str]]
) -> None:
    """Make entities findable by the words of their texts; `texts` maps an entity's id to them."""
    terms = {entity_id: index_terms(*found) for entity_id, found in texts.items()}
    store_terms(session, workspace_id=workspace_id, entity_type=entity_type, terms=terms)


def store_terms(session: Session, *, workspace_id: int, entity_type: str, terms: Mapping[int, str]) -> None:
    """Make entities findable by terms that `index_terms` has made beforehand, by an entity's id."""
    rows = [
        {"workspace_id": workspace_id, "entity_type": entity_type, "entity_id": entity_id, "terms": found}
        for entity_id, found in terms.items()
    ]
    if rows:
        session.execute(_upsert(is_sqlite(session)), rows)


def matching_ids(session: Session, *, workspace_id: int, entity_type: str, query: str) -> Select[Any] | None:
    """Return a select of the ids of entities that hold every word of the query, None if the query has no words."""
    words = match_expression(session, query)
    return None if words is None else select_matching(session, workspace_id, entity_type, words)


def match_expression(session: Session, query: str) -> str | None:
    """Return what the index of this database is asked for all words of a query, None if the query has no words."""
    found = query_terms(query)
    if not found:
        return None
    stem, either, both = ('"{}"*', " OR ", " AND ") if is_sqlite(session) else ("'{}':*", " | ", " & ")
    return both.join("(" + either.join(map(stem.format, stems)) + ")" for stems in found)


def select_matching(session: Session, workspace_id: Any, entity_type: str, words: Any) -> Select[Any]:
    """Return a select of the ids of entities that a `match_expression` finds; parameters may stand in for values."""
    matches = _fts5(words) if is_sqlite(session) else _tsquery(words)
    return select(SearchDocument.entity_id).where(
        SearchDocument.workspace_id == workspace_id, SearchDocument.entity_type == entity_type, matches
    )


@lru_cache(maxsize=2)
def _upsert(on_sqlite: bool) -> Any:  # noqa: FBT001 - private, and the key of the cache
    insert: Any = sqlite.insert if on_sqlite else postgresql.insert
    statement = insert(SearchDocument.__table__).inline()
    return statement.on_conflict_do_update(
        index_elements=["entity_type", "entity_id"], set_={"terms": statement.excluded.terms}
    )


def _fts5(words: Any) -> ColumnElement[bool]:
    found: Select[Any] = select(literal_column("rowid")).select_from(text("search_index"))
    return SearchDocument.id.in_(found.where(literal_column("search_index").op("MATCH")(words)))


def _tsquery(words: Any) -> ColumnElement[bool]:
    vector = func.to_tsvector(literal("simple", literal_execute=True), SearchDocument.terms)
    return vector.op("@@")(func.to_tsquery("simple", words))
