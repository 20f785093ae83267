"""What forms and filters offer: epics and labels in use."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from backlog.core.alphabet import alphabetical
from backlog.core.keys import make_key
from backlog.requirements.models import Requirement, RequirementLabel
from backlog.requirements.queries.order import ANY_RANK, in_order_of
from backlog.workspaces.models import Workspace

MOST_EPICS = 500
MOST_LABELS = 500

# Read with every form: made once, because making it costs more than running it.
_EPIC_TITLES = (
    select(Requirement.number, Requirement.title)
    .where(in_order_of(bindparam("workspace"), epics=True), ANY_RANK)
    .order_by(Requirement.title, Requirement.number)
    .limit(MOST_EPICS)
)


@dataclass(frozen=True, slots=True)
class EpicTitle:
    """An epic by its names."""

    key: str
    title: str


def list_epic_titles(session: Session, *, workspace: Workspace) -> list[EpicTitle]:
    """Return the epics that are not archived, by title."""
    found, prefix = session.execute(_EPIC_TITLES, {"workspace": workspace.id}), workspace.requirement_prefix
    epics = [EpicTitle(make_key(prefix, number), title) for number, title in found]
    return sorted(epics, key=lambda epic: alphabetical(epic.title))


def list_labels(session: Session, *, workspace: Workspace) -> list[str]:
    """Return the labels in use in the workspace, by name.

    Steps from word to word in the index, so that it costs the number of words and not of requirements.
    """
    own = RequirementLabel.workspace_id == workspace.id
    words = select(func.min(RequirementLabel.name).label("name")).where(own).cte("words", recursive=True)
    following = select(func.min(RequirementLabel.name)).where(own, RequirementLabel.name > words.c.name)
    words = words.union_all(select(following.scalar_subquery()).where(words.c.name.is_not(None)))
    statement = select(words.c.name).where(words.c.name.is_not(None)).limit(MOST_LABELS)
    return sorted(session.scalars(statement), key=alphabetical)
