"""Comments that come along: each once, however often the file comes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backlog.core.events import Event, record
from backlog.core.keys import make_key
from backlog.core.types import clean_text
from backlog.interchange.queries.matching import list_comment_keys
from backlog.interchange.services.importing.incoming import IncomingComment
from backlog.interchange.services.importing.outcome import Verdict
from backlog.interchange.services.importing.plan import Plan, PlannedRow, batches
from backlog.requirements.models import ENTITY, Comment
from backlog.requirements.services.comments import COMMENT_LENGTH

_NAME_LENGTH = 120


def add_comments(plan: Plan) -> None:
    """Add the comments that are not there yet; a requirement that gets one counts as updated."""
    for some in batches([planned for planned in plan.rows if planned.row.comments and planned.requirement_id]):
        there = list_comment_keys(plan.session, [planned.requirement_id or 0 for planned in some])
        rows: list[dict[str, Any]] = []
        for planned in some:
            missing = _missing(planned, there)
            rows += [_row(plan, planned, comment) for comment in missing]
            if missing and planned.verdict is Verdict.UNCHANGED:
                planned.verdict = Verdict.UPDATED
        _insert(plan.session, plan, rows, {planned.requirement_id or 0: planned.number or 0 for planned in some})
        plan.comments += len(rows)


def _missing(planned: PlannedRow, there: set[tuple[int, str]]) -> Sequence[IncomingComment]:
    """Return the comments a requirement lacks, and remember them as there."""
    found = []
    for comment in planned.row.comments:
        identity = (planned.requirement_id or 0, comment.source_key)
        if identity not in there and comment.body.strip():
            there.add(identity)
            found.append(comment)
    return found


def _row(plan: Plan, planned: PlannedRow, comment: IncomingComment) -> dict[str, Any]:
    return {
        "workspace_id": plan.workspace.id,
        "requirement_id": planned.requirement_id,
        "author_id": None,
        "author_name": comment.author[:_NAME_LENGTH],
        "body": clean_text(comment.body).strip()[:COMMENT_LENGTH],
        "created_at": comment.at or plan.now,
        "source_key": comment.source_key,
    }


def _insert(session: Session, plan: Plan, rows: list[dict[str, Any]], numbers: Mapping[int, int]) -> None:
    if not rows:
        return
    statement = insert(Comment).returning(Comment.id, Comment.requirement_id)
    events = [
        Event(
            workspace_id=plan.workspace.id,
            actor_id=plan.actor.user_id,
            verb=f"{ENTITY}.commented",
            entity_type=ENTITY,
            entity_id=requirement_id,
            entity_key=make_key(plan.workspace.requirement_prefix, numbers[requirement_id]),
            # Nobody is called to something that was said elsewhere, long ago.
            changes={f"comment/{comment_id}": (None, {"mentions": []})},
            at=plan.now,
        )
        for comment_id, requirement_id in session.execute(statement, rows)
    ]
    record(session, *events)
