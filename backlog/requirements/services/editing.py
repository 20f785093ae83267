"""Changing what a requirement says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.requirements.models import Requirement
from backlog.requirements.services.allowing import require_change
from backlog.requirements.services.applying import apply_values, load_one_for_change
from backlog.requirements.services.merging import merge
from backlog.requirements.services.recording import record_changes
from backlog.requirements.services.references import look_up
from backlog.requirements.services.values import Criterion, RequirementValues, check_values
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace


def update_requirement(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    key: str,
    values: RequirementValues | Mapping[str, Any],
    now: datetime,
    version: int | None = None,
    knows_own: bool = False,
) -> Requirement:
    """Change the fields in `values` and leave the others; `version` is the one the form was filled from.

    What others changed since stays; the same field changed by both raises Conflict (see `merging.merge` for its
    details), and so does one that the actor changed since, unless `knows_own`. Without `version` the values win.
    Raise NotFound, Forbidden, or Invalid naming the fields.
    """
    actor.require(Permission.REQUIREMENTS_EDIT_OWN)
    checked = check_values(values)
    lock_workspace(session, workspace.id)
    requirement = load_one_for_change(session, workspace, key, checked)
    require_change(actor, requirement, checked)
    if version is not None:
        knows = actor.user_id if knows_own else None
        checked = merge(session, requirement, checked, version=version, knows=knows)
    references = look_up(session, workspace, actor, [checked])
    changes = apply_values(session, requirement, checked, references=references, now=now)
    record_changes(session, [(requirement, changes)], actor=actor, now=now)
    return requirement


def change_status(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, status: str, now: datetime
) -> Requirement:
    """Put a requirement into another status, whatever else is being edited. Raise NotFound, Forbidden or Invalid."""
    return update_requirement(session, workspace=workspace, actor=actor, key=key, values={"status": status}, now=now)


def tick_criterion(
    session: Session, *, workspace: Workspace, actor: Actor, key: str, position: int, text: str, is_done: bool,
    now: datetime,
) -> Requirement:  # fmt: skip
    """Tick an acceptance criterion or take the tick back; `position` counts from 0.

    Raise Conflict if another criterion stands there now, NotFound or Forbidden.
    """
    actor.require(Permission.REQUIREMENTS_EDIT_OWN)
    lock_workspace(session, workspace.id)
    requirement = load_one_for_change(session, workspace, key, ())
    criteria = [Criterion(text=item["text"], done=item["done"]) for item in requirement.acceptance_criteria]
    if not 0 <= position < len(criteria) or criteria[position]["text"] != text:
        raise Conflict(N_("The acceptance criteria have changed. Please look again."))
    criteria[position]["done"] = is_done
    return update_requirement(
        session, workspace=workspace, actor=actor, key=key, values={"acceptance_criteria": criteria}, now=now
    )  # fmt: skip
