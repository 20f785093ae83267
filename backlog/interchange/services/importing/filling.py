"""What is written into a requirement: a row's values, checked one by one so that one bad cell costs only itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.interchange.findings import Finding, Severity
from backlog.interchange.services.importing.incoming import IncomingRow
from backlog.requirements.services.values import JsonValues, check_values
from backlog.workspaces.models import Component, Workspace
from backlog.workspaces.queries import list_members
from backlog.workspaces.services import ensure_entries
from backlog.workspaces.services.catalogues import NAME_LENGTH

_AT_ONCE = 500


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


def fill(row: IncomingRow, owners: Owners) -> tuple[JsonValues, list[Finding]]:
    """Return the values that can be written, and a finding for each that cannot; one about the title skips the row."""
    values = dict(row.values)
    findings: list[Finding] = []
    if row.owner:
        owner_id = owners.find(row.owner)
        if owner_id is not None:
            values["owner_id"] = owner_id
        else:
            message = N_("{name} is no member here. The name is kept aside.")
            findings.append(Finding(Severity.NOTE, "owner", message, {"name": row.owner}))
    if "components" in values:
        values["components"] = [name[:NAME_LENGTH].strip() for name in values["components"]]
    return _checked(values, findings), findings


def component_ids(session: Session, workspace: Workspace, filled: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the ids of all components that values name, added where they are missing, by name."""
    names = list(dict.fromkeys(name for values in filled for name in values.get("components", ())))
    found: dict[str, int] = {}
    for start in range(0, len(names), _AT_ONCE):
        entries = ensure_entries(
            session, catalogue=Component, workspace_id=workspace.id, names=names[start : start + _AT_ONCE]
        )
        found |= {name: entry.id for name, entry in entries.items()}
    return found


def _checked(values: dict[str, Any], findings: list[Finding]) -> JsonValues:
    try:
        return check_values(values)
    except Invalid as error:
        for name, messages in error.errors.items():
            severity = Severity.SKIP if name == "title" else Severity.WARNING
            findings.append(Finding(severity, name, messages[0]))
        return check_values({name: value for name, value in values.items() if name not in error.errors})
