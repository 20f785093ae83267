"""What an import needs to know of a workspace in order to recognise what comes in: narrow, in two statements."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.interchange.models import ExternalReference
from backlog.requirements.models import Comment, Requirement
from backlog.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """One requirement of the workspace."""

    id: int
    number: int
    title: str
    kind: str
    status: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class KnownReference:
    """Where a requirement came from."""

    id: int
    requirement_id: int
    system: str
    external_key: str
    external_id: str | None


def list_known(session: Session, workspace: Workspace) -> list[Known]:
    """Return every requirement of the workspace, archived ones too, by number."""
    columns = (
        Requirement.id,
        Requirement.number,
        Requirement.title,
        Requirement.kind,
        Requirement.status,
        Requirement.archived_at.is_not(None),
    )
    statement = select(*columns).where(Requirement.workspace_id == workspace.id).order_by(Requirement.number)
    return [Known(*row) for row in session.execute(statement)]


def list_known_references(session: Session, workspace: Workspace) -> list[KnownReference]:
    """Return every reference of the workspace, oldest first."""
    columns = (
        ExternalReference.id,
        ExternalReference.requirement_id,
        ExternalReference.system,
        ExternalReference.external_key,
        ExternalReference.external_id,
    )
    statement = select(*columns).where(ExternalReference.workspace_id == workspace.id).order_by(ExternalReference.id)
    return [KnownReference(*row) for row in session.execute(statement)]


def list_comment_keys(session: Session, requirement_ids: Collection[int]) -> set[tuple[int, str]]:
    """Return which imported comments these requirements have, by requirement and source key."""
    statement = select(Comment.requirement_id, Comment.source_key).where(
        Comment.requirement_id.in_(requirement_ids), Comment.source_key.is_not(None)
    )
    return {(requirement_id, source_key) for requirement_id, source_key in session.execute(statement) if source_key}
