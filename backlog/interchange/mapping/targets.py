"""What a column of a foreign table can mean to us."""

from enum import StrEnum

from backlog.core.i18n import N_


class Source(StrEnum):
    """Whose table it is: that decides how texts are marked up and what a priority says."""

    JIRA = "jira"
    OTHER = "other"


class Target(StrEnum):
    """What a column is read as."""

    TITLE = "title"
    DESCRIPTION = "description"
    CRITERIA = "acceptance_criteria"
    KIND = "kind"
    STATUS = "status"
    STATUS_CATEGORY = "status_category"
    RESOLUTION = "resolution"
    MOSCOW = "moscow"
    PRIORITY = "priority"
    POINTS = "points"
    LABELS = "labels"
    COMPONENTS = "components"
    EPIC = "epic"
    EPIC_NAME = "epic_name"
    PARENT = "parent"
    PARENT_KEY = "parent_key"
    KEY = "key"
    EXTERNAL_KEY = "external_key"
    EXTERNAL_ID = "external_id"
    OWNER = "owner"
    TARGET_ON = "target_on"
    COMMENT = "comment"
    SPRINT = "sprint"
    CREATED = "created"
    RANK = "rank"
    IGNORE = "ignore"


TARGET_LABELS = {
    Target.TITLE: N_("Title"),
    Target.DESCRIPTION: N_("Description"),
    Target.CRITERIA: N_("Acceptance criteria"),
    Target.KIND: N_("Kind"),
    Target.STATUS: N_("Status"),
    Target.STATUS_CATEGORY: N_("Status category"),
    Target.RESOLUTION: N_("Resolution"),
    Target.MOSCOW: N_("MoSCoW priority"),
    Target.PRIORITY: N_("Priority in another scale"),
    Target.POINTS: N_("Story points"),
    Target.LABELS: N_("Labels"),
    Target.COMPONENTS: N_("Components"),
    Target.EPIC: N_("Epic, by name or key"),
    Target.EPIC_NAME: N_("Short name of this epic"),
    Target.PARENT: N_("Parent, by its id in this file"),
    Target.PARENT_KEY: N_("Parent, by its key there"),
    Target.KEY: N_("Our key"),
    Target.EXTERNAL_KEY: N_("Key there"),
    Target.EXTERNAL_ID: N_("Id there"),
    Target.OWNER: N_("Owner"),
    Target.TARGET_ON: N_("Target hand-over"),
    Target.COMMENT: N_("Comment"),
    Target.SPRINT: N_("Sprint"),
    Target.CREATED: N_("Created"),
    Target.RANK: N_("Rank"),
    Target.IGNORE: N_("Keep aside"),
}

# Several columns add up; of all other targets the first cell that says something counts.
ADDING_UP = frozenset(
    {Target.DESCRIPTION, Target.CRITERIA, Target.LABELS, Target.COMPONENTS, Target.COMMENT, Target.SPRINT}
)
