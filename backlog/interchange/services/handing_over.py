"""Hand requirements over to development: mark them, and remember when, by whom, which and at which version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from backlog.activity.merging import no_such_version
from backlog.core.errors import Conflict, Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.keys import make_key
from backlog.core.permissions import Actor, Permission
from backlog.interchange.jira import JiraIssue, WritingOptions, get_preset, pack
from backlog.interchange.models import HandOver, HandOverFile, HandOverItem
from backlog.interchange.queries import (
    Selection,
    keys_handed_over_since,
    keys_in_jira,
    last_hand_over_number,
    list_issues,
)
from backlog.requirements.models import Requirement
from backlog.requirements.services import bulk_edit
from backlog.requirements.terms import STATUS_CATEGORIES, Status, StatusCategory
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace

_TO_DO = [status for status, category in STATUS_CATEGORIES.items() if category is StatusCategory.TO_DO]
_PER_EDIT = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person knew of: the last hand-over, and our keys of what was in Jira already."""

    hand_over: int
    in_jira: frozenset[str] = frozenset()


class OutMeanwhile(Conflict):
    """Some of it went out, or became known in Jira, since the person looked: `keys` are our keys of that."""

    def __init__(self, keys: frozenset[str]) -> None:
        super().__init__(N_("It went to Jira a moment ago."), details={"keys": sorted(keys)})
        self.keys = keys


def hand_over(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    ids: frozenset[int],
    preset: str,
    now: datetime,
    options: WritingOptions | None = None,
    seen: Seen | None = None,
) -> HandOver:
    """Record that these requirements go out, in the order of their file; those still to do become handed over.

    `seen` is what the person knew of when they chose (None: nobody was asked). Raise Forbidden, NotFound for an
    unknown preset, Invalid if there is nothing to hand over or nobody can have `seen` that, OutMeanwhile if some of it
    went out since or is in Jira since.
    """
    actor.require(Permission.REQUIREMENTS_HAND_OVER)
    chosen = get_preset(preset)
    lock_workspace(session, workspace.id)
    _refuse_twice(session, workspace, ids, seen)
    issues = list_issues(session, Selection(workspace, ids))
    if not issues:
        raise Invalid(N_("There is nothing to hand over."), field="keys")
    _mark(session, workspace, actor, ids, now)
    made = HandOver(
        workspace_id=workspace.id,
        number=last_hand_over_number(session, workspace=workspace) + 1,
        preset=chosen.name,
        handed_over_by=actor.user_id,
        handed_over_at=now,
    )
    session.add(made)
    session.flush()
    _remember(session, workspace, made, issues)
    session.add(HandOverFile(hand_over_id=made.id, packed_rows=pack(issues, options)))
    record(session, _event(workspace, actor, made, issues, now))
    return made


def _refuse_twice(session: Session, workspace: Workspace, ids: frozenset[int], seen: Seen | None) -> None:
    if seen is None:
        return
    if seen.hand_over > last_hand_over_number(session, workspace=workspace):
        raise no_such_version()
    gone = keys_handed_over_since(session, workspace=workspace, ids=ids, seen=seen.hand_over)
    new_in_jira = keys_in_jira(session, workspace=workspace, ids=ids).keys() - seen.in_jira
    if gone or new_in_jira:
        raise OutMeanwhile(gone | new_in_jira)


def _mark(session: Session, workspace: Workspace, actor: Actor, ids: frozenset[int], now: datetime) -> None:
    statement = select(Requirement.number).where(
        Requirement.workspace_id == workspace.id, Requirement.id.in_(sorted(ids)), Requirement.status.in_(_TO_DO)
    )
    numbers = session.scalars(statement.order_by(Requirement.rank)).all()
    for start in range(0, len(numbers), _PER_EDIT):
        some = numbers[start : start + _PER_EDIT]
        keys = [make_key(workspace.requirement_prefix, number) for number in some]
        bulk_edit(session, workspace=workspace, actor=actor, keys=keys, values={"status": Status.HANDED_OVER}, now=now)


def _remember(session: Session, workspace: Workspace, made: HandOver, issues: Sequence[JiraIssue]) -> None:
    place = {issue.number: position for position, issue in enumerate(issues)}
    statement = select(Requirement.id, Requirement.number, Requirement.version).where(
        Requirement.workspace_id == workspace.id, Requirement.number.in_(place)
    )
    rows = [
        {"hand_over_id": made.id, "requirement_id": one, "position": place[number], "requirement_version": version}
        for one, number, version in session.execute(statement)
    ]
    session.execute(insert(HandOverItem), rows)


def _event(workspace: Workspace, actor: Actor, made: HandOver, issues: Sequence[JiraIssue], now: datetime) -> Event:
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb="hand_over.created",
        entity_type="hand_over",
        entity_id=made.id,
        entity_key=str(made.number),
        changes={"keys": (None, [issue.key for issue in issues]), "preset": (None, made.preset)},
        at=now,
    )
