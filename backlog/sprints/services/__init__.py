"""Writes about actions and sprints, by use case.

Each takes the workspace's lock first and reads what it checks after that; each records its events in one act and
leaves the commit to the edge.
"""

from backlog.sprints.services.archiving import archive_actions, restore_actions
from backlog.sprints.services.checklists import (
    add_checklist_items,
    move_checklist_item,
    remove_checklist_item,
    rename_checklist_item,
    tick_checklist_item,
)
from backlog.sprints.services.columns import ensure_columns
from backlog.sprints.services.completing import Completion, Unfinished, complete_sprint
from backlog.sprints.services.creating import create_action, create_actions_from_lines
from backlog.sprints.services.editing import update_action
from backlog.sprints.services.holding_up import await_approval, block_action, end_waiting, unblock_action
from backlog.sprints.services.judging import judge_goal, require_awaiting
from backlog.sprints.services.limits import Allowance, Excess, WipLimitReached
from backlog.sprints.services.placing import END, KEEP
from backlog.sprints.services.planning import create_in_sprint, plan_actions, unplan_actions
from backlog.sprints.services.ranking import rank_actions, reopen_action
from backlog.sprints.services.removing import delete_sprint
from backlog.sprints.services.scheduling import create_sprint, update_sprint
from backlog.sprints.services.starting import start_sprint

__all__ = [
    "END",
    "KEEP",
    "Allowance",
    "Completion",
    "Excess",
    "Unfinished",
    "WipLimitReached",
    "add_checklist_items",
    "archive_actions",
    "await_approval",
    "block_action",
    "complete_sprint",
    "create_action",
    "create_actions_from_lines",
    "create_in_sprint",
    "create_sprint",
    "delete_sprint",
    "end_waiting",
    "ensure_columns",
    "judge_goal",
    "move_checklist_item",
    "plan_actions",
    "rank_actions",
    "remove_checklist_item",
    "rename_checklist_item",
    "reopen_action",
    "require_awaiting",
    "restore_actions",
    "start_sprint",
    "tick_checklist_item",
    "unblock_action",
    "unplan_actions",
    "update_action",
    "update_sprint",
]
