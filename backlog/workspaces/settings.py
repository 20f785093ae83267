"""Settings of a workspace: its name and prefixes, members, catalogues, the table of permissions."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.clock import utcnow
from backlog.core.permissions import PERMISSION_LABELS, PERMISSIONS, ROLE_LABELS, Permission, Role
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.htmx import see_other
from backlog.web.session import db_session
from backlog.workspaces.forms import EntryForm, InvitationForm, RoleForm, WorkspaceForm
from backlog.workspaces.invitations import people_page
from backlog.workspaces.models import CATALOGUES
from backlog.workspaces.queries import list_all_entries
from backlog.workspaces.services import (
    add_entry,
    archive_entry,
    change_role,
    change_workspace,
    remove_member,
    restore_entry,
)

blueprint = Blueprint("settings", __name__, url_prefix="/w/<workspace>/settings")
_FIELDS = ("name", "requirement_prefix", "action_prefix", "locale", "time_zone", "country", "state")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
def show(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show the workspace's settings."""
    return render_template("workspaces/settings.html", **_context())


@blueprint.post("/update")
@requires(Permission.WORKSPACE_MANAGE)
def update(workspace: str) -> ResponseReturnValue:
    """Change name, prefixes, language, time zone and public holidays."""
    form = WorkspaceForm()
    if form.validate_on_submit() and form.succeeds(lambda: _change(form)):
        flash(gettext("Saved."))
        return see_other(url_for("settings.show", workspace=workspace))
    return render_template("workspaces/settings.html", **_context(form=form)), 422


@blueprint.get("/permissions")
@requires(Permission.WORKSPACE_VIEW)
def permissions(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show who may do what: the table itself."""
    return render_template(
        "workspaces/permissions.html", table=PERMISSIONS, roles=ROLE_LABELS, permissions=PERMISSION_LABELS
    )


@blueprint.post("/members/<int:user_id>/role")
@requires(Permission.MEMBERS_MANAGE)
def change_member_role(workspace: str, user_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    form = RoleForm()
    if not form.validate_on_submit() or not form.succeeds(lambda: _give_role(user_id, form)):
        return people_page(InvitationForm(formdata=None), refused=(user_id, form)), 422
    flash(gettext("The role is changed."))
    return see_other(url_for("invitations.index", workspace=workspace))


@blueprint.post("/members/<int:user_id>/remove")
@requires(Permission.MEMBERS_MANAGE)
def remove(workspace: str, user_id: int) -> ResponseReturnValue:
    """End a membership."""
    form = RoleForm(formdata=None, role=str(Role.ADMINISTRATOR))
    who = {"workspace": current_workspace(), "actor": current_actor(), "now": utcnow()}
    if not form.succeeds(lambda: remove_member(db_session(), user_id=user_id, **who)):
        return people_page(InvitationForm(formdata=None), refused=(user_id, form)), 422
    flash(gettext("This person is no longer a member. What they did stays."))
    is_oneself = user_id == current_actor().user_id
    return see_other(url_for("workspaces.home") if is_oneself else url_for("invitations.index", workspace=workspace))


@blueprint.get("/catalogues")
@requires(Permission.WORKSPACE_VIEW)
def catalogues(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Show components, instruments, campaigns, channels and audiences."""
    return render_template("workspaces/catalogues.html", form=EntryForm(formdata=None), lists=_lists())


@blueprint.post("/catalogues/<kind>/create")
@requires(Permission.WORKSPACE_MANAGE)
def create_entry(workspace: str, kind: str) -> ResponseReturnValue:
    """Add a word to a catalogue."""
    form = EntryForm()
    form.validate_on_submit()
    add_entry(
        db_session(), workspace=current_workspace(), actor=current_actor(), kind=kind, name=form.name.data or "",
        now=utcnow(),
    )  # fmt: skip
    return see_other(url_for("settings.catalogues", workspace=workspace, _anchor=kind))


@blueprint.post("/catalogues/<kind>/<int:entry_id>/archive")
@requires(Permission.WORKSPACE_MANAGE)
def archive(workspace: str, kind: str, entry_id: int) -> ResponseReturnValue:
    """Take a word out of use."""
    archive_entry(
        db_session(), workspace=current_workspace(), actor=current_actor(), kind=kind, entry_id=entry_id, now=utcnow()
    )
    return see_other(url_for("settings.catalogues", workspace=workspace, _anchor=kind))


@blueprint.post("/catalogues/<kind>/<int:entry_id>/restore")
@requires(Permission.WORKSPACE_MANAGE)
def restore(workspace: str, kind: str, entry_id: int) -> ResponseReturnValue:
    """Take an archived word up again."""
    restore_entry(
        db_session(), workspace=current_workspace(), actor=current_actor(), kind=kind, entry_id=entry_id, now=utcnow()
    )
    return see_other(url_for("settings.catalogues", workspace=workspace, _anchor=kind))


def _give_role(user_id: int, form: RoleForm) -> None:
    change_role(
        db_session(), workspace=current_workspace(), actor=current_actor(), user_id=user_id, role=Role(form.role.data),
        now=utcnow(),
    )  # fmt: skip


def _change(form: WorkspaceForm) -> None:
    values = {name: str(form[name].data or "") for name in _FIELDS}
    change_workspace(db_session(), workspace=current_workspace(), actor=current_actor(), values=values, now=utcnow())


def _context(form: WorkspaceForm | None = None) -> dict[str, Any]:
    workspace = current_workspace()
    earlier = [*workspace.requirement_prefixes[1:], *workspace.action_prefixes[1:]]
    form = form or WorkspaceForm(obj=workspace)
    form.offer(gettext("No country"))
    return {"form": form, "earlier": ", ".join(earlier)}


def _lists() -> dict[str, Any]:
    workspace_id = current_workspace().id
    return {kind: list_all_entries(db_session(), catalogue, workspace_id) for kind, catalogue in CATALOGUES.items()}
