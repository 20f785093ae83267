"""What comes in: read, recognised, placed, written, remembered."""

from backlog.interchange.services.importing.job import preview_import, rolled_back, run_import
from backlog.interchange.services.importing.keeping import ImportFiles
from backlog.interchange.services.importing.matching import SAME_TITLE
from backlog.interchange.services.importing.outcome import ImportOutcome, RowOutcome, Verdict
from backlog.interchange.services.importing.reading import Reading, open_table, read_rows
from backlog.interchange.services.importing.running import bring_in, import_rows
from backlog.interchange.services.importing.runs import (
    CHOICES,
    WORKING,
    RunState,
    Upload,
    choose_columns,
    create_import_run,
    read_upload,
    reading_of,
    start_import,
    state_of,
)

__all__ = [
    "CHOICES",
    "SAME_TITLE",
    "WORKING",
    "ImportFiles",
    "ImportOutcome",
    "Reading",
    "RowOutcome",
    "RunState",
    "Upload",
    "Verdict",
    "bring_in",
    "choose_columns",
    "create_import_run",
    "import_rows",
    "open_table",
    "preview_import",
    "read_rows",
    "read_upload",
    "reading_of",
    "rolled_back",
    "run_import",
    "start_import",
    "state_of",
]
