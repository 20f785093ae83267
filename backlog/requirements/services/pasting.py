"""Many requirements from pasted lines: a line is a title, what is indented or a bullet below it is its text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from backlog.core.bullets import BOX, BULLET
from backlog.core.errors import Invalid, LimitReached
from backlog.core.i18n import N_
from backlog.core.keys import make_key
from backlog.core.permissions import Actor
from backlog.core.types import clean_text
from backlog.requirements.models import Requirement
from backlog.requirements.services.creation import create_requirements
from backlog.requirements.services.values import TITLE_LENGTH
from backlog.workspaces.models import Workspace

MOST_LINES = 500
_MARK = re.compile(rf"{BULLET}(?:{BOX})?")


@dataclass(frozen=True, slots=True)
class PastedRequirement:
    """One requirement found in pasted text; `line` counts from 1.

    `duplicate_of` is the key of one with the same title, or "" if the title stands twice in the text itself.
    """

    line: int
    title: str
    description: str
    duplicate_of: str | None = None


def read_lines(text: str) -> list[PastedRequirement]:
    """Return the requirements in pasted text; raise LimitReached beyond 500, Invalid naming a line that is too long.

    If the very first line is a bullet, bullets that are not indented are titles too.
    """
    found: list[tuple[int, str, list[str]]] = []
    lines = [(number, line) for number, line in enumerate(clean_text(text).split("\n"), 1) if line.strip()]
    bullets_are_titles = bool(lines) and bool(_MARK.match(lines[0][1]))
    for number, line in lines:
        is_bullet = bool(_MARK.match(line))
        if found and (line[0].isspace() or (is_bullet and not bullets_are_titles)):
            found[-1][2].append(line.strip())
        else:
            found.append((number, _MARK.sub("", line.strip(), count=1).strip(), []))
    found = [one for one in found if one[1]]
    _check(found)
    return [PastedRequirement(number, title, "\n".join(lines)) for number, title, lines in found]


def preview_lines(session: Session, *, workspace: Workspace, text: str) -> list[PastedRequirement]:
    """Return the requirements in pasted text with duplicates flagged; nothing is written. Raises like `read_lines`."""
    found = read_lines(text)
    existing = _keys_by_title(session, workspace, [one.title for one in found])
    flagged: list[PastedRequirement] = []
    seen: set[str] = set()
    for one in found:
        folded = one.title.casefold()
        duplicate = existing.get(folded, "" if folded in seen else None)
        seen.add(folded)
        flagged.append(PastedRequirement(one.line, one.title, one.description, duplicate))
    return flagged


def create_from_lines(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    text: str,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    skip_duplicates: bool = True,
) -> list[Requirement]:
    """Create what pasted text holds, all or none, in its order at the end; `values` hold for each of them.

    Duplicates are left out unless `skip_duplicates` is False. Raise Forbidden, Invalid or LimitReached.
    """
    found = preview_lines(session, workspace=workspace, text=text)
    if not found:
        raise Invalid(N_("Paste at least one line."), field="lines")
    rows = [
        {**(values or {}), "title": one.title, "description": one.description}
        for one in found
        if one.duplicate_of is None or not skip_duplicates
    ]
    return create_requirements(session, workspace=workspace, actor=actor, rows=rows, now=now)


def _check(found: Sequence[tuple[int, str, list[str]]]) -> None:
    if len(found) > MOST_LINES:
        raise LimitReached(N_("At most 500 requirements at once."), field="lines")
    for number, title, _ in found:
        if len(title) > TITLE_LENGTH:
            message = N_("Line {line} is longer than the 500 characters of a title.")
            raise Invalid(message, params={"line": number}, field="lines")


def _keys_by_title(session: Session, workspace: Workspace, titles: Sequence[str]) -> dict[str, str]:
    statement = select(Requirement.title, Requirement.number).where(
        Requirement.workspace_id == workspace.id,
        Requirement.archived_at.is_(None),
        # The database folds plain letters at least; the exact title finds the rest.
        or_(Requirement.title.in_(titles), func.lower(Requirement.title).in_([title.lower() for title in titles])),
    )
    prefix = workspace.requirement_prefix
    return {title.casefold(): make_key(prefix, number) for title, number in session.execute(statement)}
