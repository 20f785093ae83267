"""What was handed over: when, by whom, which requirements, at which version."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from backlog.core.errors import NotFound
from backlog.core.keys import make_key
from backlog.identity.models import User
from backlog.interchange.models import ExternalReference, HandOver, HandOverFile, HandOverItem
from backlog.interchange.queries.exporting import JIRA
from backlog.requirements.models import Requirement
from backlog.workspaces.models import Workspace

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One hand-over as the list shows it."""

    number: int
    preset: str
    at: datetime
    by: str | None
    count: int


@dataclass(frozen=True, slots=True)
class HandedOverRow:
    """One requirement of a hand-over; `has_changed` since it went out."""

    key: str
    title: str
    kind: str
    status: str
    version: int
    has_changed: bool
    is_archived: bool


@dataclass(frozen=True, slots=True)
class HandedOverBefore:
    """A requirement that went out without a key from Jira coming back, and the last hand-over it went out with."""

    id: int
    key: str
    hand_over: int
    at: datetime
    by: str | None


def get_hand_over(session: Session, *, workspace: Workspace, number: int) -> HandOver:
    """Return a hand-over by its running number; raise NotFound."""
    statement = select(HandOver).where(HandOver.workspace_id == workspace.id, HandOver.number == number)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def last_hand_over_number(session: Session, *, workspace: Workspace) -> int:
    """Return the number of the newest hand-over of a workspace, 0 if there is none."""
    return session.scalar(select(func.max(HandOver.number)).where(HandOver.workspace_id == workspace.id)) or 0


def keys_handed_over_since(session: Session, *, workspace: Workspace, ids: frozenset[int], seen: int) -> frozenset[str]:
    """Return the keys of those of these that went out with a hand-over after number `seen`."""
    statement = (
        select(Requirement.number)
        .join(HandOverItem, HandOverItem.requirement_id == Requirement.id)
        .join(HandOver, HandOver.id == HandOverItem.hand_over_id)
        .where(HandOver.workspace_id == workspace.id, HandOver.number > seen, Requirement.id.in_(sorted(ids)))
        .distinct()
    )
    return frozenset(make_key(workspace.requirement_prefix, number) for number in session.scalars(statement))


def list_handed_over_before(session: Session, *, workspace: Workspace, ids: frozenset[int]) -> list[HandedOverBefore]:
    """Return which of these went out before and have no known key in Jira, by their last hand-over, newest first."""
    last = (
        select(HandOverItem.requirement_id, func.max(HandOverItem.hand_over_id).label("hand_over_id"))
        .where(HandOverItem.requirement_id.in_(sorted(ids)))
        .group_by(HandOverItem.requirement_id)
        .subquery()
    )
    is_known = exists().where(ExternalReference.requirement_id == Requirement.id, ExternalReference.system == JIRA)
    statement = (
        select(Requirement.id, Requirement.number, HandOver.number, HandOver.handed_over_at, User.name)
        .join(last, last.c.requirement_id == Requirement.id)
        .join(HandOver, HandOver.id == last.c.hand_over_id)
        .outerjoin(User, User.id == HandOver.handed_over_by)
        .where(Requirement.workspace_id == workspace.id, ~is_known)
        .order_by(HandOver.number.desc(), Requirement.number)
    )
    prefix = workspace.requirement_prefix
    return [
        HandedOverBefore(one, make_key(prefix, number), hand_over, at, by)
        for one, number, hand_over, at, by in session.execute(statement)
    ]


def keys_in_jira(session: Session, *, workspace: Workspace, ids: frozenset[int]) -> dict[str, str]:
    """Return the keys that are known in Jira by our own, of those requirements that have one."""
    statement = (
        select(Requirement.number, func.min(ExternalReference.external_key))
        .join(ExternalReference, ExternalReference.requirement_id == Requirement.id)
        .where(
            ExternalReference.workspace_id == workspace.id,
            ExternalReference.system == JIRA,
            ExternalReference.requirement_id.in_(sorted(ids)),
        )
        .group_by(Requirement.number)
    )
    return {make_key(workspace.requirement_prefix, number): key for number, key in session.execute(statement)}


def find_packed_rows(session: Session, *, hand_over: HandOver) -> bytes | None:
    """Return the rows of a hand-over's file as they went out, packed; None for one from before they were kept."""
    return session.scalar(select(HandOverFile.packed_rows).where(HandOverFile.hand_over_id == hand_over.id))


def has_kept_rows(session: Session, *, hand_over: HandOver) -> bool:
    """Tell whether the rows of a hand-over's file are kept as they went out."""
    return bool(session.scalar(select(exists().where(HandOverFile.hand_over_id == hand_over.id))))


def list_hand_overs(session: Session, *, workspace: Workspace) -> list[HandOverRow]:
    """Return the hand-overs of a workspace, newest first."""
    count = select(func.count()).where(HandOverItem.hand_over_id == HandOver.id).correlate(HandOver).scalar_subquery()
    statement = (
        select(HandOver.number, HandOver.preset, HandOver.handed_over_at, User.name, count)
        .outerjoin(User, User.id == HandOver.handed_over_by)
        .where(HandOver.workspace_id == workspace.id)
        .order_by(HandOver.number.desc())
        .limit(MOST_SHOWN)
    )
    return [HandOverRow(*row) for row in session.execute(statement)]


def list_handed_over(session: Session, *, workspace: Workspace, hand_over: HandOver) -> list[HandedOverRow]:
    """Return the requirements of a hand-over in the order of its file."""
    statement = (
        select(
            Requirement.number,
            Requirement.title,
            Requirement.kind,
            Requirement.status,
            HandOverItem.requirement_version,
            Requirement.version,
            Requirement.archived_at,
        )
        .join(Requirement, Requirement.id == HandOverItem.requirement_id)
        .where(HandOverItem.hand_over_id == hand_over.id)
        .order_by(HandOverItem.position)
    )
    prefix = workspace.requirement_prefix
    return [
        HandedOverRow(make_key(prefix, number), title, kind, status, sent, sent != now, archived is not None)
        for number, title, kind, status, sent, now, archived in session.execute(statement)
    ]


def list_hand_overs_of(
    session: Session, *, workspace: Workspace, requirement: Requirement
) -> list[tuple[HandOverRow, bool]]:
    """Return the hand-overs a requirement went out with, newest first, each with whether it has changed since."""
    statement = (
        select(HandOver.number, HandOver.preset, HandOver.handed_over_at, User.name, HandOverItem.requirement_version)
        .join(HandOverItem, HandOverItem.hand_over_id == HandOver.id)
        .outerjoin(User, User.id == HandOver.handed_over_by)
        .where(HandOver.workspace_id == workspace.id, HandOverItem.requirement_id == requirement.id)
        .order_by(HandOver.number.desc())
        .limit(MOST_SHOWN)
    )
    return [
        (HandOverRow(number, preset, at, by, 1), version != requirement.version)
        for number, preset, at, by, version in session.execute(statement)
    ]
