"""Requirements to CSV files that Jira's importer takes without repair."""

from backlog.interchange.jira.arranging import arrange, split
from backlog.interchange.jira.issue import Criterion, JiraIssue, Phrases, WritingOptions
from backlog.interchange.jira.keeping import pack, unpack
from backlog.interchange.jira.presets import PRESETS, Preset, get_preset
from backlog.interchange.jira.readiness import BLOCKING, Readiness, readiness
from backlog.interchange.jira.rows import Shape
from backlog.interchange.jira.writing import JiraFile, jira_files, write_issues

__all__ = [
    "BLOCKING",
    "PRESETS",
    "Criterion",
    "JiraFile",
    "JiraIssue",
    "Phrases",
    "Preset",
    "Readiness",
    "Shape",
    "WritingOptions",
    "arrange",
    "get_preset",
    "jira_files",
    "pack",
    "readiness",
    "split",
    "unpack",
    "write_issues",
]
