"""Targets of the hand-over as data: which columns a file has, and what our values are called there."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from backlog.core.errors import NotFound
from backlog.core.i18n import N_
from backlog.requirements.terms import Kind, Moscow


class Field(StrEnum):
    """What a column says."""

    ISSUE_ID = "issue_id"
    ISSUE_TYPE = "issue_type"
    SUMMARY = "summary"
    DESCRIPTION = "description"
    PARENT = "parent"
    PRIORITY = "priority"
    LABEL = "label"  # repeated
    COMPONENT = "component"  # repeated
    STORY_POINTS = "story_points"
    DUE_DATE = "due_date"
    ASSIGNEE = "assignee"
    EXTERNAL_ID = "external_id"


class Column(NamedTuple):
    """A column as Jira's importer knows it: letters, digits and blanks only."""

    header: str
    field: Field


@dataclass(frozen=True, slots=True)
class Preset:
    """One way to write; everything that differs between kinds of Jira stands here."""

    name: str
    label: str
    columns: tuple[Column, ...]
    kinds: Mapping[Kind, str]
    priorities: Mapping[Moscow, str]
    rows_per_file: int


# Four judgements onto five steps. "Medium" is what Jira gives an issue of which nobody has said anything, so it stands
# for "not judged": the cell stays empty, and reading "Medium" back judges nothing either (mapping/words.py).
PRIORITIES: Mapping[Moscow, str] = MappingProxyType(
    {Moscow.MUST: "Highest", Moscow.SHOULD: "High", Moscow.COULD: "Low", Moscow.WONT: "Lowest"}
)

CLOUD_COMPANY = Preset(
    name="cloud-company",
    label=N_("Jira Cloud, company-managed project"),
    columns=(
        Column("Issue ID", Field.ISSUE_ID),
        Column("Issue Type", Field.ISSUE_TYPE),
        Column("Summary", Field.SUMMARY),
        Column("Description", Field.DESCRIPTION),
        Column("Parent", Field.PARENT),
        Column("Priority", Field.PRIORITY),
        Column("Labels", Field.LABEL),
        Column("Component", Field.COMPONENT),
        Column("Story Points", Field.STORY_POINTS),
        Column("Due Date", Field.DUE_DATE),
        Column("Assignee", Field.ASSIGNEE),
        Column("External Issue ID", Field.EXTERNAL_ID),
    ),
    kinds=MappingProxyType(
        {Kind.EPIC: "Epic", Kind.STORY: "Story", Kind.TASK: "Task", Kind.BUG: "Bug", Kind.SUBTASK: "Sub-task"}
    ),
    priorities=PRIORITIES,
    # Atlassian recommends at most 1500 for administrators; an export of Jira itself ends at 1000.
    rows_per_file=1000,
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.name: preset for preset in (CLOUD_COMPANY,)})


def get_preset(name: str) -> Preset:
    """Return the preset of that name; raises NotFound."""
    if name not in PRESETS:
        raise NotFound(
            N_("There is no preset {name}. Known are: {known}."), params={"name": name, "known": ", ".join(PRESETS)}
        )
    return PRESETS[name]
