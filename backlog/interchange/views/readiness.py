"""The words for what is not ready."""

from backlog.core.i18n import N_
from backlog.interchange.jira import JiraIssue, Readiness, readiness

REMARKS: dict[Readiness, str] = {
    Readiness.NO_TITLE: N_("no title"),
    Readiness.TITLE_SHORTENED: N_("title shortened for Jira, in full in the description"),
    Readiness.NO_DESCRIPTION: N_("no description"),
    Readiness.DESCRIPTION_LONG: N_("very long description, may be cut"),
    Readiness.NO_CRITERIA: N_("no acceptance criteria"),
    Readiness.NO_POINTS: N_("no story points"),
    Readiness.NO_PRIORITY: N_("no priority"),
    Readiness.PARENT_MISSING: N_("what stands above it does not go along"),
    Readiness.LABEL_LOST: N_("a label that Jira cannot hold"),
    Readiness.ASSIGNEE_LOST: N_("the owner has no e-mail address"),
    Readiness.DUE_DATE_LOST: N_("a date that Jira cannot hold"),
}
# The same after "Still missing:", where a "no" would say the opposite.
MISSING: dict[Readiness, str] = {
    Readiness.NO_TITLE: N_("a title"),
    Readiness.NO_DESCRIPTION: N_("a description"),
    Readiness.NO_CRITERIA: N_("acceptance criteria"),
    Readiness.NO_POINTS: N_("story points"),
    Readiness.NO_PRIORITY: N_("a priority"),
}


def remarks_of(issue: JiraIssue, *, parent_goes_along: bool) -> tuple[Readiness, ...]:
    """Return what is not ready about one row, most serious first."""
    return readiness(issue, parent_goes_along=parent_goes_along)
