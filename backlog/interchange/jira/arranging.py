"""Rows in the order Jira's importer asks for, cut into files in which every row's parent stands above it."""

from collections.abc import Iterable, Sequence

from backlog.interchange.jira.issue import JiraIssue
from backlog.requirements.terms import Kind


def arrange(issues: Iterable[JiraIssue]) -> list[JiraIssue]:
    """Return the rows of one file: epics, then stories, then sub-tasks, each in the order given (our ranking).

    A sub-task whose parent is neither in the file nor in Jira becomes a task: Jira refuses it otherwise.
    """
    issues = list(issues)
    standard = {issue.number for issue in issues if issue.kind.level == 0}
    kept = [issue if _has_place(issue, standard) else issue._replace(kind=Kind.TASK) for issue in issues]
    return sorted(kept, key=lambda issue: -issue.kind.level)


def split(issues: Iterable[JiraIssue], *, rows_per_file: int) -> list[list[JiraIssue]]:
    """Return the rows of each file, families together, families in the order of their first member.

    Issue IDs hold within one file only, so a child must stand in its parent's file. A family larger than a file is
    cut between its stories; what then stands apart from its parent names it in the description.
    """
    issues = list(issues)
    files: list[list[JiraIssue]] = [[]]
    for family in _families(issues):
        for unit in _units(family, rows_per_file):
            if len(files[-1]) + len(unit) > rows_per_file:
                files.append([])
            files[-1] += unit
    place = {issue.number: position for position, issue in enumerate(issues)}
    return [arrange(sorted(file, key=lambda issue: place[issue.number])) for file in files if file]


def _has_place(issue: JiraIssue, standard: set[int]) -> bool:
    return issue.kind.level >= 0 or issue.parent_number in standard or issue.parent_jira_key is not None


def _families(issues: Sequence[JiraIssue]) -> list[list[JiraIssue]]:
    """Return whole families; an epic waits for the first of its stories, so that stories set the order."""
    by_number = {issue.number: issue for issue in issues}
    families: dict[int, list[JiraIssue]] = {}
    epics: list[JiraIssue] = []
    for issue in issues:
        if issue.kind.level > 0:
            epics.append(issue)
        else:
            families.setdefault(_root(issue, by_number), []).append(issue)
    for epic in epics:
        families.setdefault(epic.number, []).insert(0, epic)
    return list(families.values())


def _root(issue: JiraIssue, by_number: dict[int, JiraIssue]) -> int:
    """Return the number of the highest ancestor in the file; levels only rise, so no circle can hold us."""
    while issue.parent_number is not None:
        parent = by_number.get(issue.parent_number)
        if parent is None or parent.kind.level <= issue.kind.level:
            break
        issue = parent
    return issue.number


def _units(family: list[JiraIssue], rows_per_file: int) -> list[list[JiraIssue]]:
    """Return the family in one piece, or story by story where it is too large for one file."""
    if len(family) <= rows_per_file:
        return [family]
    stories: dict[int, list[JiraIssue]] = {}
    for issue in family:
        owner = issue.number if issue.kind.level >= 0 else issue.parent_number or issue.number
        stories.setdefault(owner, []).append(issue)
    return [
        story[start : start + rows_per_file]
        for story in stories.values()
        for start in range(0, len(story), rows_per_file)
    ]
