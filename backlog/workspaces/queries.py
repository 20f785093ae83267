"""Reads of workspaces, members and catalogues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from backlog.core.alphabet import alphabetical
from backlog.core.errors import NotFound
from backlog.core.i18n import N_
from backlog.core.permissions import Role
from backlog.core.types import CONTROL_CHARACTERS
from backlog.identity.models import User, handle_of, initials_of
from backlog.identity.secrets import hash_secret
from backlog.workspaces.models import Catalogue, DaysOff, Invitation, Membership, WorkingTime, Workspace

MOST_WORKSPACES = 200
MOST_MEMBERS = 1000
MOST_ENTRIES = 1000
MOST_DAYS_OFF = 5000


@dataclass(frozen=True, slots=True)
class Member:
    """A person as others in the workspace see them."""

    user_id: int
    name: str
    email: str
    role: Role

    @property
    def initials(self) -> str:
        """Return the letters that stand for this person."""
        return initials_of(self.name)

    @property
    def handle(self) -> str:
        """Return how comments mention this person: the part of the address before the @."""
        return handle_of(self.email)


@dataclass(frozen=True, slots=True)
class Availability:
    """When a member works for the team; `time` is None where nobody has said, `days_off` are by their first day."""

    member: Member
    time: WorkingTime | None
    days_off: Sequence[DaysOff]


# Read with each page: made once, because making it costs more than running it.
_MEMBERSHIPS = (
    select(Membership)
    .join(Membership.workspace)
    .where(Membership.user_id == bindparam("user_id"))
    .options(contains_eager(Membership.workspace))
    .order_by(Workspace.name, Workspace.id)
    .limit(MOST_WORKSPACES)
)
_PERSON = (
    select(User, Membership)
    .outerjoin(Membership, Membership.user_id == User.id)
    .outerjoin(Membership.workspace)
    .where(User.fs_uniquifier == bindparam("mark"), User.active)
    .options(contains_eager(Membership.workspace))
    .order_by(Workspace.name, Workspace.id)
    .limit(MOST_WORKSPACES)
)

_MEMBERS = (
    select(User.id, User.name, User.email, Membership.role)
    .join(Membership, Membership.user_id == User.id)
    .where(Membership.workspace_id == bindparam("workspace_id"))
    .order_by(User.name, User.id)
    .limit(MOST_MEMBERS)
)


def list_memberships(session: Session, user_id: int) -> list[Membership]:
    """Return a person's memberships with their workspaces, by the workspace's name."""
    found = session.scalars(_MEMBERSHIPS, {"user_id": user_id})
    return sorted(found, key=lambda membership: alphabetical(membership.workspace.name))


def find_person(session: Session, mark: str) -> tuple[User | None, list[Membership]]:
    """Return the active person whose sessions bear this mark and their memberships with workspaces, by name."""
    rows: list[tuple[User, Membership | None]] = [(row[0], row[1]) for row in session.execute(_PERSON, {"mark": mark})]
    return (rows[0][0] if rows else None), [membership for _user, membership in rows if membership is not None]


def get_workspace(session: Session, slug: str) -> Workspace:
    """Return the workspace with this short name, whoever asks; raise NotFound. For commands."""
    workspace = session.scalar(select(Workspace).where(Workspace.slug == slug))
    if workspace is None:
        raise NotFound(N_("There is no workspace with the short name {slug}."), params={"slug": slug})
    return workspace


def list_members(session: Session, workspace_id: int) -> list[Member]:
    """Return who belongs to the workspace, by name."""
    found = session.execute(_MEMBERS, {"workspace_id": workspace_id})
    members = [Member(user_id, name, email, Role(role)) for user_id, name, email, role in found]
    return sorted(members, key=lambda member: alphabetical(member.name))


def list_availability(
    session: Session,
    workspace_id: int,
    *,
    first: date | None = None,
    last: date | None = None,
    user_id: int | None = None,
) -> list[Availability]:
    """Return when whom of the workspace works, by name, with the days off that touch the given days; one statement."""
    away = and_(DaysOff.user_id == User.id, DaysOff.workspace_id == Membership.workspace_id)
    if first is not None:
        away = and_(away, DaysOff.ends_on >= first)
    if last is not None:
        away = and_(away, DaysOff.starts_on <= last)
    columns: tuple[Any, ...] = (User.id, User.name, User.email, Membership.role, WorkingTime, DaysOff)
    statement = (
        select(*columns)
        .join(Membership, Membership.user_id == User.id)
        .outerjoin(
            WorkingTime, and_(WorkingTime.user_id == User.id, WorkingTime.workspace_id == Membership.workspace_id)
        )
        .outerjoin(DaysOff, away)
        .where(Membership.workspace_id == workspace_id)
        .order_by(User.name, User.id, DaysOff.starts_on, DaysOff.id)
        .limit(MOST_MEMBERS + MOST_DAYS_OFF)
        .execution_options(populate_existing=True)
    )
    if user_id is not None:
        statement = statement.where(User.id == user_id)
    found: dict[int, tuple[Member, WorkingTime | None, list[DaysOff]]] = {}
    for person, name, email, role, time, days in session.execute(statement):
        _member, _time, off = found.setdefault(person, (Member(person, name, email, Role(role)), time, []))
        off += [days] if days else []
    return sorted((Availability(*one) for one in found.values()), key=lambda one: alphabetical(one.member.name))


def find_member_id(session: Session, *, workspace_id: int, name: str) -> int | None:
    """Return the member with this address or handle; None if there is none, or several share the handle."""
    wanted = name.strip().lower()
    if not wanted or CONTROL_CHARACTERS.search(wanted):
        return None
    matches = User.email == wanted if "@" in wanted else User.email.startswith(f"{wanted}@", autoescape=True)
    statement = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.workspace_id == workspace_id, matches)
        .limit(2)
    )
    found = session.scalars(statement).all()
    return found[0] if len(found) == 1 else None


def list_entries(session: Session, catalogue: Catalogue, workspace_id: int) -> Sequence[Any]:
    """Return the entries of one catalogue that are in use, in their order."""
    return session.scalars(_entries_of(catalogue), {"workspace_id": workspace_id}).all()


def list_all_entries(session: Session, catalogue: Catalogue, workspace_id: int) -> Sequence[Any]:
    """Return the entries of one catalogue in their order: those in use, then the archived ones."""
    statement = (
        select(catalogue)
        .where(catalogue.workspace_id == workspace_id)
        .order_by(catalogue.archived_at.is_not(None), catalogue.position, catalogue.name)
        .limit(2 * MOST_ENTRIES)
    )
    return session.scalars(statement).all()


@cache
def _entries_of(catalogue: Catalogue) -> Select[Any]:
    return (
        select(catalogue)
        .where(catalogue.workspace_id == bindparam("workspace_id"), catalogue.archived_at.is_(None))
        .order_by(catalogue.position, catalogue.name)
        .limit(MOST_ENTRIES)
    )


def list_invitations(session: Session, workspace_id: int) -> list[Invitation]:
    """Return the invitations nobody has accepted or withdrawn, newest first."""
    statement = (
        select(Invitation)
        .where(
            Invitation.workspace_id == workspace_id, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)
        )
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
        .limit(200)
    )
    return list(session.scalars(statement))


def find_invitation(session: Session, secret: str) -> Invitation | None:
    """Return the invitation a link leads to, None if there is none."""
    return session.scalar(select(Invitation).where(Invitation.token_hash == hash_secret(secret)))
