"""What ids in the record of changes are called today, many at once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from backlog.activity.queries import HistoryEntry
from backlog.core.keys import make_key
from backlog.identity.models import User
from backlog.requirements.models import Requirement
from backlog.sprints.models import BoardColumn
from backlog.workspaces.models import Audience, Campaign, Channel, Instrument, Membership, Workspace

_LISTS: dict[str, Any] = {
    "instrument_id": Instrument,
    "campaign_id": Campaign,
    "channel_id": Channel,
    "audience_id": Audience,
    "column_id": BoardColumn,
}


class Names:
    """The names behind the ids that changes mention; an id of something that is gone is a dash."""

    def __init__(self, found: dict[tuple[str, int], str]) -> None:
        self._found = found

    def name_of(self, column: str, row_id: int) -> str:
        """Return what the thing is called that a column refers to."""
        return self._found.get((column, row_id), "–")


def find_names(session: Session, *, workspace: Workspace, entries: Iterable[HistoryEntry]) -> Names:
    """Return the names behind all ids in these changes, by one statement."""
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        for column, sides in entry.changes.items():
            if column in _LISTS or column in {"assignee_id", "requirement_id"}:
                wanted.setdefault(column, set()).update(side for side in sides if isinstance(side, int))
    parts = [_part(column, ids, workspace) for column, ids in wanted.items() if ids]
    if not parts:
        return Names({})
    rows = session.execute(union_all(*parts)).all()
    found = {(column, row_id): name for column, row_id, name, _number in rows}
    for column, row_id, _name, number in rows:
        if column == "requirement_id":
            found[column, row_id] = make_key(workspace.requirement_prefix, number)
    return Names(found)


def _part(column: str, ids: set[int], workspace: Workspace) -> Any:
    if column == "assignee_id":
        return (
            select(literal(column), User.id, User.name, literal(0))
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.workspace_id == workspace.id, User.id.in_(ids))
        )
    table: Any = Requirement if column == "requirement_id" else _LISTS[column]
    named = (table.title, table.number) if table is Requirement else (table.name, literal(0))
    return select(literal(column), table.id, *named).where(table.workspace_id == workspace.id, table.id.in_(ids))
