"""Who may do what: a table, not code. Shown as it is in the settings."""

from dataclasses import dataclass
from enum import StrEnum

from backlog.core.errors import Forbidden
from backlog.core.i18n import N_


class Permission(StrEnum):
    """One thing a role may do in a workspace, as `scope.action`."""

    ACTIONS_EDIT = "actions.edit"
    ACTIVITY_VIEW = "activity.view"
    BOARD_MOVE = "board.move"
    CAPACITY_EDIT_OWN = "capacity.edit_own"
    COMMENTS_WRITE = "comments.write"
    EXPORTS_CREATE = "exports.create"
    IMPORTS_RUN = "imports.run"
    MEMBERS_MANAGE = "members.manage"
    REQUIREMENTS_CREATE = "requirements.create"
    REQUIREMENTS_EDIT = "requirements.edit"
    REQUIREMENTS_EDIT_OWN = "requirements.edit_own"
    REQUIREMENTS_HAND_OVER = "requirements.hand_over"
    REQUIREMENTS_RANK = "requirements.rank"
    SPRINTS_PLAN = "sprints.plan"
    WORKSPACE_MANAGE = "workspace.manage"
    WORKSPACE_VIEW = "workspace.view"


class Role(StrEnum):
    """What a person is in one workspace."""

    ADMINISTRATOR = "administrator"
    PRODUCT_MANAGER = "product_manager"
    MARKETER = "marketer"
    CONTRIBUTOR = "contributor"
    DEVELOPER = "developer"
    VIEWER = "viewer"


P = Permission
_VIEW = frozenset({P.WORKSPACE_VIEW, P.ACTIVITY_VIEW})
_HEAR = _VIEW | {P.COMMENTS_WRITE, P.REQUIREMENTS_CREATE, P.REQUIREMENTS_EDIT_OWN, P.CAPACITY_EDIT_OWN}
_MARKET = _HEAR | {P.ACTIONS_EDIT, P.BOARD_MOVE, P.SPRINTS_PLAN, P.EXPORTS_CREATE}
_PRODUCT = _MARKET | {P.REQUIREMENTS_EDIT, P.REQUIREMENTS_RANK, P.REQUIREMENTS_HAND_OVER, P.IMPORTS_RUN}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.PRODUCT_MANAGER: _PRODUCT,
    Role.MARKETER: _MARKET,
    Role.CONTRIBUTOR: _HEAR,
    Role.DEVELOPER: _VIEW | {P.COMMENTS_WRITE, P.EXPORTS_CREATE, P.CAPACITY_EDIT_OWN},
    Role.VIEWER: _VIEW,
}

PERMISSION_LABELS: dict[Permission, str] = {
    P.WORKSPACE_VIEW: N_("Read everything in the workspace"),
    P.ACTIVITY_VIEW: N_("Read the history"),
    P.COMMENTS_WRITE: N_("Write comments"),
    P.REQUIREMENTS_CREATE: N_("Create requirements"),
    P.REQUIREMENTS_EDIT_OWN: N_("Change the words of one’s own requirements until they are handed over"),
    P.REQUIREMENTS_EDIT: N_("Edit and archive requirements"),
    P.REQUIREMENTS_RANK: N_("Change the rank"),
    P.REQUIREMENTS_HAND_OVER: N_("Hand over to development"),
    P.ACTIONS_EDIT: N_("Create and edit actions"),
    P.SPRINTS_PLAN: N_("Plan, start and complete sprints, and say everybody’s working time"),
    P.BOARD_MOVE: N_("Move cards on the board"),
    P.CAPACITY_EDIT_OWN: N_("Say one’s own working time and days off"),
    P.EXPORTS_CREATE: N_("Download exports"),
    P.IMPORTS_RUN: N_("Import files"),
    P.MEMBERS_MANAGE: N_("Invite people and change roles"),
    P.WORKSPACE_MANAGE: N_("Change the workspace's settings"),
}

ROLE_LABELS: dict[Role, str] = {
    Role.ADMINISTRATOR: N_("Administrator"),
    Role.PRODUCT_MANAGER: N_("Product manager"),
    Role.MARKETER: N_("Marketer"),
    Role.CONTRIBUTOR: N_("Contributor"),
    Role.DEVELOPER: N_("Developer"),
    Role.VIEWER: N_("Viewer"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and as what, in one workspace."""

    user_id: int | None
    name: str
    workspace_id: int
    role: Role

    def may(self, permission: Permission) -> bool:
        """Tell whether the actor's role holds the permission."""
        return permission in PERMISSIONS[self.role]

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the actor's role holds the permission."""
        if not self.may(permission):
            raise Forbidden
