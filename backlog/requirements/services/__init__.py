"""Writes about requirements, by use case."""

from backlog.requirements.services.allowing import may_reword, require_change
from backlog.requirements.services.archiving import archive_requirements, restore_requirements
from backlog.requirements.services.bulk import BulkValues, bulk_edit
from backlog.requirements.services.creation import create_requirement, create_requirements
from backlog.requirements.services.editing import change_status, tick_criterion, update_requirement
from backlog.requirements.services.pasting import PastedRequirement, create_from_lines, preview_lines
from backlog.requirements.services.ranking import (
    MOST_MOVED,
    Move,
    list_has_changed,
    move_before,
    move_requirements,
    move_to_bottom,
    move_to_place,
)
from backlog.requirements.services.saved_views import delete_view, normal_query, rename_view, save_view, share_view
from backlog.requirements.services.values import Criterion, RequirementValues

__all__ = [
    "MOST_MOVED",
    "BulkValues",
    "Criterion",
    "Move",
    "PastedRequirement",
    "RequirementValues",
    "archive_requirements",
    "bulk_edit",
    "change_status",
    "create_from_lines",
    "create_requirement",
    "create_requirements",
    "delete_view",
    "list_has_changed",
    "may_reword",
    "move_before",
    "move_requirements",
    "move_to_bottom",
    "move_to_place",
    "normal_query",
    "preview_lines",
    "rename_view",
    "require_change",
    "restore_requirements",
    "save_view",
    "share_view",
    "tick_criterion",
    "update_requirement",
]
