"""Writes about workspaces, by use case."""

from backlog.workspaces.services.availability import (
    USUAL_WEEK,
    WEEKDAYS,
    add_days_off,
    may_speak_for,
    remove_days_off,
    set_working_time,
)
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
    "USUAL_WEEK",
    "WEEKDAYS",
    "accept_invitation",
    "add_days_off",
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
    "may_speak_for",
    "remove_days_off",
    "remove_member",
    "restore_entry",
    "revoke_invitation",
    "set_working_time",
    "take_numbers",
]
