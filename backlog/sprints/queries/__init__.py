"""Reads of actions and sprints, by what they are for."""

from backlog.sprints.models import Place
from backlog.sprints.queries.actions import (
    ActionFilter,
    count_actions,
    find_action_rows,
    get_action,
    get_action_row,
    list_actions,
    list_requirement_actions,
)
from backlog.sprints.queries.capacity import (
    PersonCapacity,
    Relief,
    Reserve,
    SprintCapacity,
    get_capacity,
    propose_reserve,
)
from backlog.sprints.queries.finding import ActionSuggestion, SprintSuggestion, suggest_actions, suggest_sprints
from backlog.sprints.queries.naming import Names, find_names
from backlog.sprints.queries.planning import (
    Effort,
    Load,
    PlannedAction,
    Pool,
    PoolGroup,
    SprintPlan,
    get_plan,
    get_pool,
)
from backlog.sprints.queries.reporting import Report, build_report, get_report
from backlog.sprints.queries.rows import ActionRow, checklist_count
from backlog.sprints.queries.sprints import (
    Neighbours,
    ProposedDates,
    SprintRow,
    find_active_sprint,
    find_neighbours,
    find_next_sprint,
    get_sprint,
    get_sprint_row,
    list_sprints,
    propose_dates,
    today_in,
)

__all__ = [
    "ActionFilter",
    "ActionRow",
    "ActionSuggestion",
    "Effort",
    "Load",
    "Names",
    "Neighbours",
    "PersonCapacity",
    "Place",
    "PlannedAction",
    "Pool",
    "PoolGroup",
    "ProposedDates",
    "Relief",
    "Report",
    "Reserve",
    "SprintCapacity",
    "SprintPlan",
    "SprintRow",
    "SprintSuggestion",
    "build_report",
    "checklist_count",
    "count_actions",
    "find_action_rows",
    "find_active_sprint",
    "find_names",
    "find_neighbours",
    "find_next_sprint",
    "get_action",
    "get_action_row",
    "get_capacity",
    "get_plan",
    "get_pool",
    "get_report",
    "get_sprint",
    "get_sprint_row",
    "list_actions",
    "list_requirement_actions",
    "list_sprints",
    "propose_dates",
    "propose_reserve",
    "suggest_actions",
    "suggest_sprints",
    "today_in",
]
