"""The words of the trade for requirements, free of the tables that store them."""

from enum import StrEnum

from backlog.core.i18n import N_


class StatusCategory(StrEnum):
    """Jira's three categories, under its own names."""

    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class Status(StrEnum):
    """Where a requirement stands between the customer's words and the answer."""

    NEW = "new"
    REFINEMENT = "refinement"
    READY = "ready"
    PLANNED = "planned"
    HANDED_OVER = "handed_over"
    SHIPPED = "shipped"
    DECLINED = "declined"

    @property
    def category(self) -> StatusCategory:
        """Return the Jira category of the status."""
        return STATUS_CATEGORIES[self]


STATUS_CATEGORIES = {
    Status.NEW: StatusCategory.TO_DO,
    Status.REFINEMENT: StatusCategory.TO_DO,
    Status.READY: StatusCategory.TO_DO,
    Status.PLANNED: StatusCategory.TO_DO,
    Status.HANDED_OVER: StatusCategory.IN_PROGRESS,
    Status.SHIPPED: StatusCategory.DONE,
    Status.DECLINED: StatusCategory.DONE,
}
STATUS_LABELS = {
    Status.NEW: N_("New"),
    Status.REFINEMENT: N_("In refinement"),
    Status.READY: N_("Ready"),
    Status.PLANNED: N_("Planned"),
    Status.HANDED_OVER: N_("Handed over"),
    Status.SHIPPED: N_("Shipped"),
    Status.DECLINED: N_("Declined"),
}
CATEGORY_LABELS = {
    StatusCategory.TO_DO: N_("To do"),
    StatusCategory.IN_PROGRESS: N_("In progress"),
    StatusCategory.DONE: N_("Done"),
}


class Kind(StrEnum):
    """What kind of requirement it is, as in Jira's hierarchy."""

    EPIC = "epic"
    STORY = "story"
    TASK = "task"
    BUG = "bug"
    SUBTASK = "subtask"

    @property
    def level(self) -> int:
        """Return the level in Jira's hierarchy: 1 above, 0 in, -1 below the backlog."""
        return {Kind.EPIC: 1, Kind.SUBTASK: -1}.get(self, 0)


KIND_LABELS = {
    Kind.EPIC: N_("Epic"),
    Kind.STORY: N_("Story"),
    Kind.TASK: N_("Task"),
    Kind.BUG: N_("Bug"),
    Kind.SUBTASK: N_("Sub-task"),
}


class Moscow(StrEnum):
    """The MoSCoW priority (DSDM)."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT = "wont"


MOSCOW_LABELS = {
    Moscow.MUST: N_("Must"),
    Moscow.SHOULD: N_("Should"),
    Moscow.COULD: N_("Could"),
    Moscow.WONT: N_("Won't"),
}
