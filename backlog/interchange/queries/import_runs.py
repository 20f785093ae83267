"""Reads of imports."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import NotFound
from backlog.interchange.models import ImportRun
from backlog.workspaces.models import Workspace

MOST_SHOWN = 20


def get_import_run(session: Session, *, workspace: Workspace, name: str, for_update: bool = False) -> ImportRun:
    """Return an import of the workspace by its random name, held for a change if asked for; raise NotFound."""
    statement = select(ImportRun).where(ImportRun.workspace_id == workspace.id, ImportRun.stored_as == name)
    run = session.scalar(statement.with_for_update() if for_update else statement)
    if run is None:
        raise NotFound
    return run


def list_import_runs(session: Session, *, workspace: Workspace) -> Sequence[ImportRun]:
    """Return the newest imports of the workspace, newest first."""
    statement = (
        select(ImportRun)
        .where(ImportRun.workspace_id == workspace.id)
        .order_by(ImportRun.created_at.desc(), ImportRun.id.desc())
        .limit(MOST_SHOWN)
    )
    return session.scalars(statement).all()
