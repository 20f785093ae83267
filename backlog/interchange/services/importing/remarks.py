"""Comments that come along: each once, however often the file comes."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from backlog.activity.models import comment_field
from backlog.activity.services import COMMENT_LENGTH
from backlog.core.events import Event, record
from backlog.core.types import clean_text
from backlog.interchange.queries.matching import list_comment_keys
from backlog.interchange.services.importing.incoming import IncomingComment
from backlog.interchange.services.importing.outcome import Verdict
from backlog.interchange.services.importing.plan import Plan, batches
from backlog.requirements.models import ENTITY, Comment

_NAME_LENGTH = 120


def plan_comments(session: Session, plan: Plan) -> None:
    """Find the comments that are not there yet; a requirement that gets one counts as updated."""
    for some in batches([planned for planned in plan.rows if planned.row.comments and not planned.match.skip]):
        there = list_comment_keys(session, [planned.match.known.id for planned in some if planned.match.known])
        for planned in some:
            known = planned.match.known
            planned.comments = _missing(
                planned.row.comments, {key for owner, key in there if known and owner == known.id}
            )
            if planned.comments and planned.verdict is Verdict.UNCHANGED:
                planned.verdict = Verdict.UPDATED


def write_comments(session: Session, plan: Plan, ids: Mapping[int, int]) -> None:
    """Add the comments; `ids` are those of the requirements, by number."""
    for some in batches([planned for planned in plan.rows if planned.comments]):
        numbers = {ids[planned.number]: planned.number for planned in some if planned.number}
        rows = [_row(plan, ids[planned.number or 0], comment) for planned in some for comment in planned.comments]
        session.execute(_INSERT, rows)
        written = {(row["requirement_id"], row["source_key"]) for row in rows}
        record(session, *_events(session, plan, numbers, written))


def _missing(comments: Sequence[IncomingComment], there: set[str]) -> Sequence[IncomingComment]:
    """Return the comments that are not there, each once."""
    found = {comment.source_key: comment for comment in reversed(comments) if comment.body.strip()}
    return [
        comment for comment in comments if found.get(comment.source_key) is comment and comment.source_key not in there
    ]


def _row(plan: Plan, requirement_id: int, comment: IncomingComment) -> dict[str, Any]:
    return {
        "workspace_id": plan.workspace.id,
        "requirement_id": requirement_id,
        "author_id": None,
        "author_name": comment.author[:_NAME_LENGTH],
        "body": clean_text(comment.body).strip()[:COMMENT_LENGTH],
        "created_at": comment.at or plan.now,
        "source_key": comment.source_key,
    }


def _events(session: Session, plan: Plan, numbers: Mapping[int, int], written: set[tuple[int, str]]) -> list[Event]:
    statement = select(Comment.id, Comment.requirement_id, Comment.source_key).where(
        Comment.requirement_id.in_(numbers), Comment.source_key.is_not(None)
    )  # fmt: skip
    return [
        Event(
            workspace_id=plan.workspace.id,
            actor_id=plan.actor.user_id,
            verb=f"{ENTITY}.commented",
            entity_type=ENTITY,
            entity_id=requirement_id,
            entity_key=plan.key_of(numbers[requirement_id]),
            # Nobody is called to something that was said elsewhere, long ago.
            changes={comment_field(comment_id): (None, {"mentions": []})},
            at=plan.now,
        )
        for comment_id, requirement_id, source_key in session.execute(statement.order_by(Comment.id))
        if (requirement_id, source_key) in written
    ]


_INSERT = insert(cast("Table", Comment.__table__)).inline()
