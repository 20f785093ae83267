"""What columns and cells of a foreign table mean to us."""

from backlog.interchange.mapping.columns import Column, ColumnMap, propose_columns, restore_columns
from backlog.interchange.mapping.dates import DateDecision, DateOrder
from backlog.interchange.mapping.decisions import Decisions, decide, recognise_moscow
from backlog.interchange.mapping.draft import Draft, DraftComment, Rules
from backlog.interchange.mapping.drafting import draft_row
from backlog.interchange.mapping.folding import fold
from backlog.interchange.mapping.references import backlog_order, own_keys
from backlog.interchange.mapping.shape import NoTable, require_table
from backlog.interchange.mapping.targets import TARGET_LABELS, Source, Target

__all__ = [
    "TARGET_LABELS",
    "Column",
    "ColumnMap",
    "DateDecision",
    "DateOrder",
    "Decisions",
    "Draft",
    "DraftComment",
    "NoTable",
    "Rules",
    "Source",
    "Target",
    "backlog_order",
    "decide",
    "draft_row",
    "fold",
    "own_keys",
    "propose_columns",
    "recognise_moscow",
    "require_table",
    "restore_columns",
]
