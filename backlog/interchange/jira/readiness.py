"""What is not ready about a requirement that goes to Jira, as codes; the page finds the words."""

from enum import StrEnum

from backlog.interchange.jira.cells import due_date, email, slug, summary
from backlog.interchange.jira.description import DESCRIPTION_UNITS
from backlog.interchange.jira.issue import JiraIssue
from backlog.interchange.markup import clean_line
from backlog.requirements.terms import Kind


class Readiness(StrEnum):
    """A remark; none of them makes a file that Jira refuses."""

    NO_TITLE = "no_title"  # the key stands in for it
    TITLE_SHORTENED = "title_shortened"  # in full in the description
    NO_DESCRIPTION = "no_description"
    DESCRIPTION_LONG = "description_long"  # may be cut
    NO_CRITERIA = "no_criteria"
    NO_POINTS = "no_points"
    NO_PRIORITY = "no_priority"
    PARENT_MISSING = "parent_missing"  # neither goes along nor is in Jira; a sub-task becomes a task
    LABEL_LOST = "label_lost"  # nothing of it can be a label in Jira
    ASSIGNEE_LOST = "assignee_lost"  # no e-mail address
    DUE_DATE_LOST = "due_date_lost"  # a year that two digits cannot say


# Without these a developer cannot begin; the rest is worth a look.
BLOCKING = frozenset({Readiness.NO_TITLE, Readiness.NO_CRITERIA, Readiness.PARENT_MISSING})


def readiness(issue: JiraIssue, *, parent_goes_along: bool) -> tuple[Readiness, ...]:
    """Return what is not ready, most serious first; epics need neither criteria nor points, sub-tasks no criteria."""
    is_epic, is_subtask = issue.kind is Kind.EPIC, issue.kind is Kind.SUBTASK
    title = clean_line(issue.title)
    has_parent = parent_goes_along or issue.parent_jira_key is not None
    remarks = {
        Readiness.NO_TITLE: not title,
        Readiness.PARENT_MISSING: not has_parent and (is_subtask or issue.parent_number is not None),
        Readiness.NO_CRITERIA: not issue.criteria and not is_epic and not is_subtask,
        Readiness.NO_POINTS: issue.points is None and not is_epic,
        Readiness.NO_DESCRIPTION: not clean_line(issue.description),
        Readiness.NO_PRIORITY: issue.moscow is None and not is_subtask,
        Readiness.TITLE_SHORTENED: bool(title) and not summary(issue.title, key=issue.key)[1],
        Readiness.DESCRIPTION_LONG: len(issue.description) > DESCRIPTION_UNITS // 2,
        Readiness.LABEL_LOST: any(not slug(label) for label in issue.labels),
        Readiness.ASSIGNEE_LOST: bool(issue.assignee) and not email(issue.assignee),
        Readiness.DUE_DATE_LOST: issue.target_on is not None and not due_date(issue.target_on),
    }
    return tuple(code for code, holds in remarks.items() if holds)
