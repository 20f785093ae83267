"""Requirements an action can serve, found by key or words."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.keys import make_key
from backlog.requirements.models import Requirement
from backlog.requirements.queries.conditions import text_condition
from backlog.workspaces.models import Workspace

MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class RequirementTitle:
    """A requirement by its names."""

    key: str
    title: str


def find_requirement_titles(session: Session, *, workspace: Workspace, text: str) -> list[RequirementTitle]:
    """Return requirements that are not archived, by key or words, in the order of the backlog."""
    statement = (
        select(Requirement.number, Requirement.title)
        .where(
            Requirement.workspace_id == workspace.id,
            Requirement.archived_at.is_(None),
            text_condition(session, workspace, text),
        )
        .order_by(Requirement.rank)
        .limit(MOST_OFFERED)
    )
    prefix = workspace.requirement_prefix
    return [RequirementTitle(make_key(prefix, number), title) for number, title in session.execute(statement)]
