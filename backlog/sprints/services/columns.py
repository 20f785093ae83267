"""The columns a workspace's board has; they are there before the first sprint starts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import BoardColumn
from backlog.workspaces.models import Workspace

# Names in English and German; a workspace makes them its own.
DEFAULT_COLUMNS = (
    ("To do", "Zu tun", StatusCategory.TO_DO),
    ("In progress", "In Arbeit", StatusCategory.IN_PROGRESS),
    ("Done", "Erledigt", StatusCategory.DONE),
)


def ensure_columns(session: Session, workspace: Workspace) -> list[BoardColumn]:
    """Return the columns of the board from left to right; a workspace without any gets the usual three."""
    statement = (
        select(BoardColumn)
        .where(BoardColumn.workspace_id == workspace.id, BoardColumn.archived_at.is_(None))
        .order_by(BoardColumn.position, BoardColumn.id)
        .execution_options(populate_existing=True)
    )
    columns = list(session.scalars(statement))
    if not columns:
        columns = _default_columns(workspace)
        session.add_all(columns)
        session.flush()
    return columns


def first_of(columns: Sequence[BoardColumn]) -> BoardColumn:
    """Return the column in which work waits to be taken up."""
    return next((column for column in columns if column.category == StatusCategory.TO_DO), columns[0])


def _default_columns(workspace: Workspace) -> list[BoardColumn]:
    german = workspace.locale.startswith("de")
    return [
        BoardColumn(
            workspace_id=workspace.id, name=deutsch if german else english, category=category, position=position
        )
        for position, (english, deutsch, category) in enumerate(DEFAULT_COLUMNS)
    ]
