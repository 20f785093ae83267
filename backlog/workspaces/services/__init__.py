"""Writes about workspaces, by use case."""

from backlog.workspaces.services.catalogues import add_entry, archive_entry, ensure_entries, restore_entry
from backlog.workspaces.services.creation import change_workspace, create_workspace
from backlog.workspaces.services.membership import (
    accept_invitation,
    add_member,
    change_role,
    hold_invitation,
    invite,
    make_administrator_everywhere,
    remove_member,
    revoke_invitation,
)
from backlog.workspaces.services.numbering import lock_workspace, take_numbers

__all__ = [
    "accept_invitation",
    "add_entry",
    "add_member",
    "archive_entry",
    "change_role",
    "change_workspace",
    "create_workspace",
    "ensure_entries",
    "hold_invitation",
    "invite",
    "lock_workspace",
    "make_administrator_everywhere",
    "remove_member",
    "restore_entry",
    "revoke_invitation",
    "take_numbers",
]
