"""Who belongs to a workspace, and as what."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from backlog.core.errors import Conflict, Invalid, NotFound
from backlog.core.events import Change, Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission, Role
from backlog.identity.models import User
from backlog.identity.secrets import hash_secret, new_secret
from backlog.workspaces.models import Invitation, Membership, Workspace
from backlog.workspaces.services.availability import forget_availability
from backlog.workspaces.services.numbering import lock_workspace

INVITATION_VALID = timedelta(days=14)


def add_member(session: Session, *, workspace: Workspace, user: User, role: Role, now: datetime) -> Membership:
    """Make a person a member; one who is a member already keeps their role."""
    lock_workspace(session, workspace.id)
    existing = _find(session, workspace.id, user.id)
    if existing is not None:
        return existing
    membership = Membership(workspace_id=workspace.id, user_id=user.id, role=role, created_at=now)
    session.add(membership)
    session.flush()
    record(session, _event(workspace, user.id, "member.joined", user, {"role": (None, str(role))}, now))
    return membership


def make_administrator_everywhere(session: Session, user: User, now: datetime) -> None:
    """Make a person administrator of every workspace; for the command line."""
    for workspace in session.scalars(select(Workspace).order_by(Workspace.id)).all():
        membership = add_member(session, workspace=workspace, user=user, role=Role.ADMINISTRATOR, now=now)
        if membership.role != Role.ADMINISTRATOR:
            _give_role(session, workspace, membership, Role.ADMINISTRATOR, by=None, now=now)


def change_role(
    session: Session, *, workspace: Workspace, actor: Actor, user_id: int, role: Role, now: datetime
) -> None:
    """Change a member's role; raise Invalid if nobody would be left to administer."""
    actor.require(Permission.MEMBERS_MANAGE)
    lock_workspace(session, workspace.id)
    membership = _get(session, workspace.id, user_id)
    if membership.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
        _keep_one_administrator(session, workspace.id)
    _give_role(session, workspace, membership, role, by=actor.user_id, now=now)


def remove_member(session: Session, *, workspace: Workspace, actor: Actor, user_id: int, now: datetime) -> None:
    """End a membership; what the person did stays, their working time and days off go.

    Raise Invalid for the last administrator.
    """
    actor.require(Permission.MEMBERS_MANAGE)
    lock_workspace(session, workspace.id)
    membership = _get(session, workspace.id, user_id)
    if membership.role == Role.ADMINISTRATOR:
        _keep_one_administrator(session, workspace.id)
    session.delete(membership)
    forget_availability(session, workspace_id=workspace.id, user_id=user_id)
    session.flush()
    user = session.get_one(User, user_id)
    record(session, _event(workspace, actor.user_id, "member.removed", user, {"role": (membership.role, None)}, now))


def invite(
    session: Session, *, workspace: Workspace, actor: Actor, email: str, role: Role, now: datetime
) -> tuple[Invitation, str]:
    """Return a new invitation and its secret; an older one to the same address ends.

    Raise Invalid for a member.
    """
    actor.require(Permission.MEMBERS_MANAGE)
    address = email.strip().lower()
    lock_workspace(session, workspace.id)
    _refuse_member(session, workspace.id, address)
    statement = select(Invitation).where(Invitation.workspace_id == workspace.id, Invitation.email == address)
    for older in session.scalars(statement):
        older.revoked_at = older.revoked_at or now
    secret = new_secret()
    invitation = Invitation(
        workspace_id=workspace.id,
        email=address,
        role=role,
        token_hash=hash_secret(secret),
        invited_by=actor.user_id,
        created_at=now,
        expires_at=now + INVITATION_VALID,
    )
    session.add(invitation)
    session.flush()
    record(session, _invitation_event(invitation, actor, "invitation.created", {"role": (None, str(role))}, now))
    return invitation, secret


def revoke_invitation(
    session: Session, *, workspace: Workspace, actor: Actor, invitation_id: int, now: datetime
) -> None:
    """Close an invitation; raise NotFound if it is not this workspace's."""
    actor.require(Permission.MEMBERS_MANAGE)
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.workspace_id != workspace.id:
        raise NotFound
    hold_invitation(session, invitation)
    if not invitation.is_open(now):
        return
    invitation.revoked_at = now
    session.flush()
    changes: dict[str, Change] = {"revoked_at": (None, now.isoformat())}
    record(session, _invitation_event(invitation, actor, "invitation.revoked", changes, now))


def hold_invitation(session: Session, invitation: Invitation) -> None:
    """Read an invitation again, which nobody else accepts, withdraws or renews until the transaction ends."""
    lock_workspace(session, invitation.workspace_id)
    session.refresh(invitation)


def accept_invitation(session: Session, *, invitation: Invitation, user: User, now: datetime) -> Workspace:
    """Make the person a member; raise Conflict if the invitation is closed, Invalid if it is another's."""
    if not invitation.is_open(now):
        raise Conflict(N_("This invitation has been used, withdrawn or is too old. Ask for a new one."))
    if user.email != invitation.email:
        raise Invalid(N_("This invitation is for another address."), field="email")
    workspace = session.get_one(Workspace, invitation.workspace_id)
    invitation.accepted_at = now
    add_member(session, workspace=workspace, user=user, role=Role(invitation.role), now=now)
    return workspace


def _give_role(
    session: Session, workspace: Workspace, membership: Membership, role: Role, *, by: int | None, now: datetime
) -> None:
    old, membership.role = membership.role, role
    session.flush()
    user = session.get_one(User, membership.user_id)
    record(session, _event(workspace, by, "member.role_changed", user, {"role": (old, str(role))}, now))


def _refuse_member(session: Session, workspace_id: int, email: str) -> None:
    statement = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.workspace_id == workspace_id, User.email == email)
    )
    if session.scalar(statement) is not None:
        raise Invalid(N_("This person is a member already."), field="email")


def _keep_one_administrator(session: Session, workspace_id: int) -> None:
    statement = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.workspace_id == workspace_id, Membership.role == Role.ADMINISTRATOR)
    )
    if (session.scalar(statement) or 0) < 2:  # noqa: PLR2004 - the one who goes and one who stays
        raise Invalid(N_("A workspace needs at least one administrator: make somebody else one first."), field="role")


def _find(session: Session, workspace_id: int, user_id: int) -> Membership | None:
    # As it is now: the access check may have read it before the lock.
    statement = (
        select(Membership)
        .where(Membership.workspace_id == workspace_id, Membership.user_id == user_id)
        .options(joinedload(Membership.workspace))
    )
    return session.scalar(statement, execution_options={"populate_existing": True})


def _get(session: Session, workspace_id: int, user_id: int) -> Membership:
    membership = _find(session, workspace_id, user_id)
    if membership is None:
        raise NotFound
    return membership


def _event(
    workspace: Workspace, actor_id: int | None, verb: str, user: User, changes: dict[str, Change], now: datetime
) -> Event:
    return Event(
        workspace_id=workspace.id,
        actor_id=actor_id,
        verb=verb,
        entity_type="member",
        entity_id=user.id,
        entity_key=user.name,
        changes=changes,
        at=now,
    )


def _invitation_event(
    invitation: Invitation, actor: Actor, verb: str, changes: dict[str, Change], now: datetime
) -> Event:
    """Return what happened to an invitation; the address stays out of the record, whose rows are never deleted."""
    return Event(
        workspace_id=invitation.workspace_id,
        actor_id=actor.user_id,
        verb=verb,
        entity_type="invitation",
        entity_id=invitation.id,
        entity_key=str(invitation.id),
        changes=changes,
        at=now,
    )
