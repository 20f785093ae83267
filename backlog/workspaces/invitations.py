"""People of a workspace: who is in, who is invited, and the page behind an invitation."""

from typing import Any

from flask import Blueprint, current_app, flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from backlog.core.clock import utcnow
from backlog.core.errors import NotFound, TooManyRequests
from backlog.core.i18n import N_
from backlog.core.permissions import Permission, Role
from backlog.identity.queries import find_user_by_email
from backlog.identity.security import hash_password, queue_mail
from backlog.identity.services import create_user
from backlog.identity.throttling import count_mails, is_mailed_enough
from backlog.identity.views import sign_in, typed_before
from backlog.web.access import current_actor, current_user, current_workspace, find_current_user, public, requires
from backlog.web.htmx import see_other
from backlog.web.i18n import language
from backlog.web.session import db_session
from backlog.workspaces.forms import AcceptForm, InvitationForm, RoleForm
from backlog.workspaces.models import Invitation, Workspace
from backlog.workspaces.queries import find_invitation, list_invitations, list_members
from backlog.workspaces.services import accept_invitation, hold_invitation, invite, revoke_invitation

blueprint = Blueprint("invitations", __name__)


@blueprint.before_request
def _mark_settings() -> None:
    g.navigation_current = "settings"


@blueprint.get("/w/<workspace>/settings/people")
@requires(Permission.WORKSPACE_VIEW)
def index(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show members and open invitations."""
    return people_page(InvitationForm(formdata=None))


@blueprint.post("/w/<workspace>/settings/people/invite")
@requires(Permission.MEMBERS_MANAGE)
def create(workspace: str) -> ResponseReturnValue:
    """Invite somebody by mail."""
    form = InvitationForm()
    if form.validate_on_submit() and form.succeeds(lambda: _invite(form)):
        flash(gettext("The invitation is on its way to %(email)s.", email=form.email.data))
        return see_other(url_for("invitations.index", workspace=workspace))
    return people_page(form), 422


@blueprint.post("/w/<workspace>/settings/people/invitations/<int:invitation_id>/revoke")
@requires(Permission.MEMBERS_MANAGE)
def revoke(workspace: str, invitation_id: int) -> ResponseReturnValue:
    """Withdraw an invitation."""
    revoke_invitation(
        db_session(), workspace=current_workspace(), actor=current_actor(), invitation_id=invitation_id, now=utcnow()
    )
    flash(gettext("The invitation is withdrawn."))
    return see_other(url_for("invitations.index", workspace=workspace))


@blueprint.get("/invitations/<secret>")
@public
def show(secret: str) -> ResponseReturnValue:
    """Show who invites to what; people with an account sign in, others choose a password."""
    form = AcceptForm(formdata=None, data=typed_before())
    return render_template("workspaces/invitation.html", form=form, **_invited(secret))


@blueprint.post("/invitations/<secret>/accept")
@public
def accept(secret: str) -> ResponseReturnValue:
    """Accept as the one who is signed in, or make the account first."""
    user, form = find_current_user(), AcceptForm()
    hashed = hash_password(form.password.data) if user is None and form.validate_on_submit() else None
    invited = _invited(secret, is_held=True)
    if user is None:
        if invited["has_account"] or hashed is None:
            return render_template("workspaces/invitation.html", form=form, **invited), 422
        user = create_user(
            db_session(), email=invited["invitation"].email, name=form.name.data or "", now=utcnow(),
            password_hash=hashed, locale=language(), time_zone=invited["invited_to"].time_zone,
        )  # fmt: skip
        sign_in(user)
    made = accept_invitation(db_session(), invitation=invited["invitation"], user=user, now=utcnow())
    flash(gettext("Welcome to %(name)s.", name=made.name))
    return see_other(url_for("workspaces.today", workspace=made.slug))


def people_page(form: InvitationForm, *, refused: tuple[int, RoleForm] | None = None) -> str:
    """Return the page of members and invitations; `refused`: whose change was refused, and the form with the reason."""
    workspace_id = current_workspace().id
    return render_template(
        "workspaces/people.html", form=form, refused=dict([refused] if refused else []),
        roles=RoleForm(formdata=None).role.choices, members=list_members(db_session(), workspace_id),
        invitations=list_invitations(db_session(), workspace_id),
    )  # fmt: skip


def _invite(form: InvitationForm) -> None:
    invitation, secret = invite(
        db_session(),
        workspace=current_workspace(),
        actor=current_actor(),
        email=form.email.data or "",
        role=Role(form.role.data),
        now=utcnow(),
    )
    _refuse_more(invitation)
    _send(invitation, secret)


def _refuse_more(invitation: Invitation) -> None:
    common: dict[str, Any] = {"kind": "invitation", "now": utcnow()}
    if not count_mails(db_session(), sender_id=current_user().id, wanted=1, **common):
        raise TooManyRequests(N_("You have sent as many invitations as go out within an hour. Please wait a while."))
    if is_mailed_enough(db_session(), email=invitation.email, **common):
        raise TooManyRequests(N_("Several invitations went to this address within the hour. Please wait a while."))


def _invited(secret: str, *, is_held: bool = False) -> dict[str, Any]:
    invitation = find_invitation(db_session(), secret)
    if invitation is None:
        raise NotFound
    if is_held:
        hold_invitation(db_session(), invitation)
    user = find_current_user()
    return {
        "invitation": invitation,
        "invited_to": db_session().get_one(Workspace, invitation.workspace_id),
        "is_open": invitation.is_open(utcnow()),
        "has_account": find_user_by_email(db_session(), invitation.email) is not None,
        "is_mine": user is not None and user.email == invitation.email,
        "secret": secret,
    }


def _send(invitation: Invitation, secret: str) -> None:
    workspace = current_workspace()
    link = f"{current_app.config['SETTINGS'].base_url}{url_for('invitations.show', secret=secret)}"
    with force_locale(workspace.locale):
        text = render_template("emails/invitation.txt", workspace=workspace, actor=current_actor(), link=link)
        subject = gettext("%(name)s invites you to %(workspace)s", name=current_actor().name, workspace=workspace.name)
    queue_mail(to=invitation.email, subject=subject, text=text)
