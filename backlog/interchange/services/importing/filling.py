"""What is written into a requirement: a row's values, checked one by one so that one bad cell costs only itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.permissions import Actor
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.requirements.services.indexing import terms_of
from backlog.requirements.services.values import JsonValues, check_values
from backlog.workspaces.models import Component, Workspace
from backlog.workspaces.queries import list_members
from backlog.workspaces.services import ensure_entries
from backlog.workspaces.services.catalogues import NAME_LENGTH

_AT_ONCE = 500
_REPORT_EVERY = 250


@dataclass(frozen=True, slots=True)
class PreparedRow:
    """A row whose values are checked and whose terms for the search are known; what takes time and needs no database.

    `skip` says why it stays out altogether.
    """

    row: IncomingRow
    values: JsonValues
    terms: str
    findings: tuple[Finding, ...] = ()
    skip: Finding | None = None


class Owners:
    """The members of a workspace by e-mail and by name, where the name is nobody else's."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        members = list_members(session, workspace.id)
        names = [member.name.casefold() for member in members]
        self._ids = {
            member.name.casefold(): member.user_id for member in members if names.count(member.name.casefold()) == 1
        }
        self._ids |= {member.email.casefold(): member.user_id for member in members}

    def find(self, owner: str) -> int | None:
        """Return the member that is meant, None if nobody is."""
        return self._ids.get(" ".join(owner.casefold().split())) if owner else None


def prepare_rows(
    rows: Sequence[IncomingRow], report: Callable[[int, int], None] = lambda _done, _total: None
) -> list[PreparedRow]:
    """Return the rows with the values that can be written, and a finding for each that cannot."""
    prepared = []
    for done, row in enumerate(rows, start=1):
        prepared.append(_prepared(row))
        if done % _REPORT_EVERY == 0:
            report(done, len(rows))
    return prepared


def with_owner(prepared: PreparedRow, owners: Owners) -> tuple[JsonValues, list[Finding]]:
    """Return the values with the owner that the row names, and all that is to be said of them."""
    name = prepared.row.owner
    if not name:
        return prepared.values, list(prepared.findings)
    owner_id = owners.find(name)
    if owner_id is not None:
        return {**prepared.values, "owner_id": owner_id}, list(prepared.findings)
    said = Finding(
        Severity.NOTE,
        "owner",
        N_("{name} is no member here: it comes in without an owner, and the name is kept aside."),
        {"name": name},
        when_known=N_("{name} is no member here: the owner stays as it is, and the name is kept aside."),
    )
    return prepared.values, [*prepared.findings, said]


def component_ids(
    session: Session, workspace: Workspace, actor: Actor, filled: Sequence[Mapping[str, Any]], now: datetime
) -> dict[str, int]:
    """Return the ids of all components that values name, added where they are missing, by name."""
    names = list(dict.fromkeys(name for values in filled for name in values.get("components", ())))
    found: dict[str, int] = {}
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        entries = ensure_entries(session, catalogue=Component, workspace=workspace, actor=actor, names=some, now=now)
        found |= {name: entry.id for name, entry in entries.items()}
    return found


def _prepared(row: IncomingRow) -> PreparedRow:
    values = dict(row.values)
    if "components" in values:
        values["components"] = [name[:NAME_LENGTH].strip() for name in values["components"]]
    try:
        checked, findings, skip = check_values(values), [], None
    except Invalid as error:
        findings = [one for name, said in error.errors.items() if name != "title" for one in _left_out(name, said[0])]
        skip = Finding(Severity.SKIP, "title", error.errors["title"][0]) if "title" in error.errors else None
        checked = check_values({name: value for name, value in values.items() if name not in error.errors})
    return PreparedRow(row, checked, terms_of(checked), tuple(findings), skip)


def _left_out(name: str, reason: str) -> tuple[Finding, Finding]:
    """Return why a value breaks its limit, and what happens instead."""
    instead = Finding(
        Severity.WARNING, name, N_("It comes in without it."), when_known=N_("What is there stays as it is.")
    )
    return Finding(Severity.WARNING, name, reason), instead
