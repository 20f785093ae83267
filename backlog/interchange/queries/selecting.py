"""From what a person chose to the ids that go out."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid, LimitReached
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.core.permissions import Actor
from backlog.interchange.models import ExternalReference
from backlog.interchange.queries.exporting import JIRA
from backlog.requirements.models import Requirement
from backlog.requirements.queries import RequirementFilter
from backlog.requirements.queries.conditions import conditions_of
from backlog.workspaces.models import Workspace

# One file of Jira's importer; a larger hand-over is made in portions.
MOST_AT_ONCE = 1000


def select_by_keys(session: Session, *, workspace: Workspace, keys: Iterable[str]) -> frozenset[int]:
    """Return the ids of the requirements with these keys; archived and unknown ones raise Invalid naming the first."""
    wanted = {key: find_number(workspace.requirement_prefix, key) for key in keys}
    _check_size(wanted)
    numbers = [number for number in wanted.values() if number is not None]
    statement = select(Requirement.number, Requirement.id).where(
        Requirement.workspace_id == workspace.id, Requirement.number.in_(numbers), Requirement.archived_at.is_(None)
    )
    found: dict[int, int] = dict(session.execute(statement).all())
    missing = next((key for key, number in wanted.items() if number not in found), None)
    if missing is not None:
        raise Invalid(N_("{key} is archived or does not exist."), params={"key": missing}, field="keys")
    return frozenset(found.values())


def select_by_filter(
    session: Session, *, workspace: Workspace, actor: Actor, wanted: RequirementFilter
) -> frozenset[int]:
    """Return the ids of what a filter shows; raise LimitReached if that is more than one hand-over holds."""
    conditions = conditions_of(session, workspace, actor, wanted)
    found = session.scalars(select(Requirement.id).where(*conditions).limit(MOST_AT_ONCE + 1)).all()
    _check_size(found)
    return frozenset(found)


def with_parents(session: Session, ids: frozenset[int]) -> frozenset[int]:
    """Return the ids and those of what stands above them, as far as it is neither archived nor in Jira already."""
    known = select(ExternalReference.requirement_id).where(ExternalReference.system == JIRA)
    while True:
        above = select(Requirement.parent_id).where(Requirement.id.in_(sorted(ids)), Requirement.parent_id.is_not(None))
        statement = select(Requirement.id).where(
            Requirement.id.in_(above), Requirement.archived_at.is_(None), Requirement.id.not_in(known)
        )
        more = frozenset(session.scalars(statement)) - ids
        if not more:
            return ids
        ids |= more


def _check_size(chosen: Collection[object]) -> None:
    if len(chosen) > MOST_AT_ONCE:
        raise LimitReached(
            N_("At most {limit} requirements at once: choose fewer, for example by status or epic."),
            params={"limit": MOST_AT_ONCE},
        )
