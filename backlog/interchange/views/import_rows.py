"""What became of the rows, as a page shows it: a part of them, their remarks as sentences in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from backlog.core.errors import DomainError
from backlog.core.i18n import N_
from backlog.core.jobs import Progress
from backlog.core.pagination import NumberedPage
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.models import ImportRun
from backlog.interchange.services.importing import SAME_TITLE, ImportFiles, RowOutcome, RunState, Verdict
from backlog.web.access import current_workspace
from backlog.web.i18n import translate_error

PER_PAGE = 100
_DIGITS = 7
_MINUTE = 60
REMARKED = "remarked"
_EXPECTED = frozenset({"duplicate", "repeated", SAME_TITLE})
STATE_LABELS = {
    RunState.UPLOADED: N_("Columns to be chosen"),
    RunState.PREVIEWING: N_("Preview under way"),
    RunState.PREVIEWED: N_("Waiting to be confirmed"),
    RunState.IMPORTING: N_("Under way"),
    RunState.DONE: N_("Done"),
    RunState.FAILED: N_("Failed"),
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the file on the page."""

    outcome: RowOutcome
    href: str
    remarks: list[tuple[Severity, str]]


@dataclass(frozen=True, slots=True)
class ShownRows:
    """A page of the rows, how many there are of each kind, which kind is shown, and what has failed.

    `same_title` of them stay out because they look like a requirement that is here.
    """

    page: NumberedPage[ShownRow]
    counts: Mapping[str, int]
    chosen: str
    failure: str = ""
    same_title: int = 0


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """How far it is: as a bar in percent, and in words."""

    percent: int
    left: str


def shown_rows(files: ImportFiles, run: ImportRun, asked: Mapping[str, str]) -> ShownRows:
    """Return the part of the rows that is asked for: `show` names a verdict or "remarked", `page` counts from 1."""
    outcomes = files.read_rows(run.stored_as)
    counts = {str(verdict): sum(row.verdict is verdict for row in outcomes) for verdict in Verdict}
    counts |= {"": len(outcomes), REMARKED: sum(bool(row.findings) for row in outcomes)}
    chosen = asked.get("show", "") if asked.get("show", "") in counts else ""
    found = [row for row in outcomes if _is_chosen(row, chosen)]
    number = asked.get("page", "1")
    pages = max(1, -(-len(found) // PER_PAGE))
    at = min(int(number), pages) if number.isascii() and number.isdigit() and len(number) < _DIGITS else 1
    headers = [column["header"] for column in run.mapping["columns"]]
    items = [_shown(row, headers) for row in found[(max(at, 1) - 1) * PER_PAGE :][:PER_PAGE]]
    page = NumberedPage(items, max(at, 1), PER_PAGE, len(found))
    same_title = sum(one.code == SAME_TITLE for row in outcomes for one in row.findings)
    return ShownRows(page, counts, chosen, _failure(run), same_title)


def progress_of(progress: Progress | None) -> ShownProgress:
    """Return how far a job is, in words."""
    if progress is None or not progress.total:
        return ShownProgress(0, "")
    seconds = progress.seconds_left
    left = "" if seconds is None else _left(seconds)
    return ShownProgress(progress.done * 100 // progress.total, left)


def _left(seconds: float) -> str:
    if seconds < _MINUTE:
        count = max(1, round(seconds))
        return str(ngettext("about %(num)d second left", "about %(num)d seconds left", count))
    return str(ngettext("about %(num)d minute left", "about %(num)d minutes left", round(seconds / _MINUTE)))


def _is_chosen(row: RowOutcome, chosen: str) -> bool:
    return bool(row.findings) if chosen == REMARKED else chosen in {"", row.verdict}


def _shown(row: RowOutcome, headers: list[str]) -> ShownRow:
    href = ""
    if row.key:
        href = url_for("requirements.show", workspace=current_workspace().slug, key=row.key)
    return ShownRow(row, href, [(_weight(finding), _said(finding, headers)) for finding in row.findings])


def _weight(finding: Finding) -> Severity:
    """Return how loudly a remark is said: that a row is here already is what a second import is expected to find."""
    return Severity.NOTE if finding.code in _EXPECTED else finding.severity


def _said(finding: Finding, headers: list[str]) -> str:
    sentence = str(gettext(finding.message)).format(**finding.params)
    known = finding.column is not None and finding.column < len(headers)
    return f"{headers[finding.column or 0]}: {sentence}" if known else sentence


def _failure(run: ImportRun) -> str:
    if run.state == RunState.FAILED and run.result:
        return translate_error(DomainError(run.result["error"], params=run.result["params"]))
    return str(gettext("It was interrupted. Nothing was written; it can be started again."))
