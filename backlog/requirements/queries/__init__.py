"""Reads of the backlog."""

from backlog.requirements.queries.around import (
    Standing,
    Surroundings,
    get_surroundings,
    list_children,
)
from backlog.requirements.queries.choices import EpicTitle, list_epic_titles, list_labels
from backlog.requirements.queries.details import get_requirement
from backlog.requirements.queries.epics import EpicRow, list_epics
from backlog.requirements.queries.filters import SORT_LABELS, Archived, RequirementFilter, Sort
from backlog.requirements.queries.finding import Suggestion, suggest
from backlog.requirements.queries.following import News, list_news
from backlog.requirements.queries.places import find_places
from backlog.requirements.queries.rows import (
    PER_PAGE,
    RequirementRow,
    count_requirements,
    labels_of,
    list_created,
    list_requirements,
    list_requirements_after,
    list_rows,
)
from backlog.requirements.queries.saved_views import SavedViewRow, list_saved_views

__all__ = [
    "PER_PAGE",
    "SORT_LABELS",
    "Archived",
    "EpicRow",
    "EpicTitle",
    "News",
    "RequirementFilter",
    "RequirementRow",
    "SavedViewRow",
    "Sort",
    "Standing",
    "Suggestion",
    "Surroundings",
    "count_requirements",
    "find_places",
    "get_requirement",
    "get_surroundings",
    "labels_of",
    "list_children",
    "list_created",
    "list_epic_titles",
    "list_epics",
    "list_labels",
    "list_news",
    "list_requirements",
    "list_requirements_after",
    "list_rows",
    "list_saved_views",
    "suggest",
]
