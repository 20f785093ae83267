"""From what a person chose to the ids that go out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from backlog.core.errors import Invalid, LimitReached
from backlog.core.i18n import N_
from backlog.core.keys import find_number
from backlog.core.permissions import Actor
from backlog.interchange.models import ExternalReference, HandOverItem
from backlog.interchange.queries.exporting import JIRA
from backlog.requirements.models import Requirement
from backlog.requirements.queries import RequirementFilter
from backlog.requirements.queries.conditions import conditions_of
from backlog.workspaces.models import Workspace

# One file of Jira's importer; a larger hand-over is made in portions.
MOST_AT_ONCE = 1000
# A sub-task, its story and its epic.
_FAMILY = 3


def select_by_keys(session: Session, *, workspace: Workspace, keys: Iterable[str]) -> frozenset[int]:
    """Return the ids of the requirements with these keys; archived and unknown ones raise Invalid naming the first."""
    wanted = {key: find_number(workspace.requirement_prefixes, key) for key in keys}
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


@dataclass(frozen=True, slots=True)
class Portion:
    """What goes out at once of `total` chosen requirements, with what stands above it: that comes `along`."""

    ids: frozenset[int]
    total: int
    along: frozenset[int] = frozenset()

    @property
    def rest(self) -> int:
        """Return how many are left for the next time."""
        return self.total - len(self.ids - self.along)


def portion_by_filter(session: Session, *, workspace: Workspace, actor: Actor, wanted: RequirementFilter) -> Portion:
    """Return what a filter shows, by rank; of more than one hand-over holds, the first that never went out."""
    conditions = conditions_of(session, workspace, actor, wanted)
    found = select(Requirement.id).where(*conditions).order_by(Requirement.rank)
    ids = session.scalars(found.limit(MOST_AT_ONCE + 1)).all()
    if len(ids) <= MOST_AT_ONCE:
        return _portion(session, ids, len(ids))
    new = found.where(
        Requirement.id.not_in(select(HandOverItem.requirement_id)), Requirement.id.not_in(_known_in_jira())
    )
    total = session.scalar(select(func.count()).select_from(new.order_by(None).subquery())) or 0
    return _portion(session, session.scalars(new.limit(MOST_AT_ONCE)).all(), total)


def portion_by_keys(session: Session, *, workspace: Workspace, keys: Iterable[str]) -> Portion:
    """Return the requirements with these keys; raise Invalid as `select_by_keys` does."""
    ids = select_by_keys(session, workspace=workspace, keys=keys)
    return _portion(session, sorted(ids), len(ids))


def with_parents(session: Session, ids: frozenset[int]) -> frozenset[int]:
    """Return the ids and those of what stands above them, as far as it is neither archived nor in Jira already."""
    while True:
        above = select(Requirement.parent_id).where(Requirement.id.in_(sorted(ids)), Requirement.parent_id.is_not(None))
        statement = select(Requirement.id).where(
            Requirement.id.in_(above), Requirement.archived_at.is_(None), Requirement.id.not_in(_known_in_jira())
        )
        more = frozenset(session.scalars(statement)) - ids
        if not more:
            return ids
        ids |= more


def _known_in_jira() -> Select[int]:
    return select(ExternalReference.requirement_id).where(ExternalReference.system == JIRA)


def _portion(session: Session, ids: Sequence[int], total: int) -> Portion:
    """Return the first of these ids that fit into one file together with what stands above them."""
    kept = frozenset(ids)
    whole = with_parents(session, kept)
    while len(whole) > MOST_AT_ONCE:
        # One that stays behind keeps at most two parents with it, so this never leaves out too many.
        kept = frozenset(ids[: len(kept) - -(-(len(whole) - MOST_AT_ONCE) // _FAMILY)])
        whole = with_parents(session, kept)
    return Portion(whole, total, whole - kept)


def _check_size(chosen: Collection[object]) -> None:
    if len(chosen) > MOST_AT_ONCE:
        raise LimitReached(
            N_("At most {limit} requirements at once: choose fewer, for example by status or epic."),
            params={"limit": MOST_AT_ONCE},
        )
