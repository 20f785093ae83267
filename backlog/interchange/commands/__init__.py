"""Commands for files: `flask import-csv`, `flask export-jira`."""

from backlog.interchange.commands.exporting import export_jira
from backlog.interchange.commands.importing import import_csv

__all__ = ["export_jira", "import_csv"]
