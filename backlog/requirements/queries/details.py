"""One requirement with what belongs to it."""

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from backlog.core.errors import NotFound
from backlog.core.keys import find_number
from backlog.requirements.models import Requirement
from backlog.workspaces.models import Workspace

# Read with every requirement that is shown: made once, because making it costs more than running it.
_WHOLE = (
    select(Requirement)
    .where(Requirement.workspace_id == bindparam("workspace"), Requirement.number == bindparam("number"))
    .options(
        joinedload(Requirement.owner),
        joinedload(Requirement.parent),
        joinedload(Requirement.labels),
        joinedload(Requirement.components),
    )
)


def get_requirement(session: Session, *, workspace: Workspace, key: str) -> Requirement:
    """Return one requirement with owner, parent, labels and components loaded; raise NotFound. One statement."""
    number = find_number(workspace.requirement_prefixes, key)
    if number is None:
        raise NotFound
    found = session.scalars(_WHOLE, {"workspace": workspace.id, "number": number}).unique()
    requirement = found.one_or_none()
    if requirement is None:
        raise NotFound
    return requirement


def by_key(workspace: Workspace, *keys: str) -> Select[Requirement]:
    """Return a select of the requirements with these keys, by rank; raise NotFound if one is no key of ours."""
    numbers = [find_number(workspace.requirement_prefixes, key) for key in keys]
    if None in numbers:
        raise NotFound
    return (
        select(Requirement)
        .where(Requirement.workspace_id == workspace.id, Requirement.number.in_(numbers))
        .order_by(Requirement.rank)
    )
