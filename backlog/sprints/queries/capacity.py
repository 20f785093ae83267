"""Reads of capacity: what people have in a sprint, what they have taken on, and what earlier sprints teach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.core.alphabet import alphabetical
from backlog.core.permissions import PERMISSIONS, Permission
from backlog.core.public_holidays import public_holidays
from backlog.identity.models import initials_of
from backlog.sprints.capacity import (
    Absence,
    Task,
    Week,
    hours_between,
    in_half_hours,
    task_to_give,
    unplanned_share,
)
from backlog.sprints.models import Sprint, SprintState
from backlog.sprints.queries.planning import SprintPlan
from backlog.workspaces.models import WorkingTime, Workspace
from backlog.workspaces.queries import Availability, list_availability

SPRINTS_BACK = 5
_NOTHING = Decimal(0)
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Reserve:
    """The part of everybody's hours kept for what comes unplanned, in percent.

    `is_set` says that people chose it; else it is what the last sprints propose, 0 if there are none. `proposed` is
    None where nothing can be proposed; `sprints` is how many it comes from, `used_last` the hours of the last of them.
    """

    percent: int
    is_set: bool
    proposed: int | None
    sprints: int
    used_last: Decimal | None


@dataclass(frozen=True, slots=True)
class PersonCapacity:
    """What one person has and has taken on, in hours; nobody's share has neither id nor name.

    `capacity` is None where nobody knows: the person has not set their hours. `reserve` is a part of it, `left` what
    there is of it from today on while the sprint is under way; `open` is what is planned and not done.
    """

    user_id: int | None
    name: str | None
    email: str | None
    planned: Decimal
    open: Decimal
    capacity: Decimal | None = None
    reserve: Decimal = _NOTHING
    left: Decimal | None = None

    @property
    def initials(self) -> str | None:
        """Return the letters that stand for the person."""
        return initials_of(self.name) if self.name else None

    @property
    def available(self) -> Decimal | None:
        """Return the hours that can be planned: the capacity less the reserve."""
        return None if self.capacity is None else self.capacity - self.reserve

    @property
    def over(self) -> Decimal:
        """Return by how many hours too much is planned."""
        return _NOTHING if self.available is None else max(self.planned - self.available, _NOTHING)

    @property
    def room(self) -> Decimal:
        """Return how many hours could still be planned; nobody knows of any where the hours are not set."""
        return _NOTHING if self.available is None else max(self.available - self.planned, _NOTHING)


@dataclass(frozen=True, slots=True)
class Relief:
    """An action that somebody with room could take over: its key, hours and version, and to whom it would go."""

    key: str
    hours: Decimal
    version: int
    to: PersonCapacity


@dataclass(frozen=True, slots=True)
class SprintCapacity:
    """A sprint's people by name (nobody last), its reserve, and what keeps the figures from being trusted.

    `without_hours` counts actions nobody has estimated in hours, `not_set` people who take part and have not set their
    hours. `done_before` are the hours that the last completed sprints got done, oldest first.
    """

    people: Sequence[PersonCapacity]
    reserve: Reserve
    without_hours: int
    not_set: int
    done_before: Sequence[Decimal]
    reliefs: Mapping[int | None, Relief]

    @property
    def is_known(self) -> bool:
        """Tell whether anybody's hours are known."""
        return any(one.capacity is not None for one in self.people)

    @property
    def roomiest(self) -> PersonCapacity | None:
        """Return who has the most hours free, None if nobody has any."""
        return _roomiest(self.people)

    @property
    def over(self) -> Sequence[PersonCapacity]:
        """Return who has taken on more than they have."""
        return [one for one in self.people if one.over]


def get_capacity(session: Session, *, workspace: Workspace, plan: SprintPlan, today: date) -> SprintCapacity:
    """Return the capacity of a sprint that is planned or under way; two statements.

    Hours are rounded to half ones; `today` is the day in the workspace's time zone.
    """
    sprint = plan.sprint
    members = list_availability(session, workspace.id, first=sprint.starts_on, last=sprint.ends_on)
    earlier = _earlier_sums(session, workspace)
    reserve = _reserve(sprint, earlier)
    people = _people(workspace, plan, members, reserve.percent, today)
    done = [Decimal(str(sums["done"]["hours"])) for sums in earlier[::-1]]
    return SprintCapacity(
        people,
        reserve,
        without_hours=sum(one.action.hours is None for one in plan.actions),
        not_set=sum(one.time is None and _takes_part(one, plan) for one in members),
        done_before=done if any(done) else [],
        reliefs=_reliefs(plan, people),
    )


def propose_reserve(session: Session, *, workspace: Workspace, sprint: Sprint | None = None) -> Reserve:
    """Return the reserve of a sprint, or of one that is not made yet, with what the last sprints propose."""
    return _reserve(sprint, _earlier_sums(session, workspace))


def _earlier_sums(session: Session, workspace: Workspace) -> list[dict[str, Any]]:
    """Return the sums of the last completed sprints, newest first."""
    statement = (
        select(Sprint.report["sums"])
        .where(Sprint.workspace_id == workspace.id, Sprint.state == SprintState.COMPLETED)
        .order_by(Sprint.completed_at.desc(), Sprint.number.desc())
        .limit(SPRINTS_BACK)
    )
    return [sums for sums in session.scalars(statement) if sums]


def _reserve(sprint: Sprint | None, earlier: Sequence[dict[str, Any]]) -> Reserve:
    proposed = unplanned_share(earlier)
    chosen = sprint.reserve_percent if sprint else None
    percent = (proposed or 0) if chosen is None else chosen
    used = Decimal(str(earlier[0]["added"]["hours"])) if earlier else None
    return Reserve(percent, chosen is not None, proposed, len(earlier), used)


def _people(
    workspace: Workspace, plan: SprintPlan, members: Sequence[Availability], reserve: int, today: date
) -> list[PersonCapacity]:
    loads = {load.user_id: load for load in plan.loads}
    emails = {one.action.assignee_id: one.action.assignee_email for one in plan.actions}
    open_hours: dict[int | None, Decimal] = {}
    for one in plan.actions:
        if one.action.done_at is None:
            key = one.action.assignee_id
            open_hours[key] = open_hours.get(key, _NOTHING) + (one.action.hours or _NOTHING)
    known = {one.member.user_id: one for one in members if _counts(one) or one.member.user_id in loads}
    found = []
    for user_id in (*known, *(load for load in loads if load not in known)):
        member, load = known.get(user_id or 0), loads.get(user_id)
        name = member.member.name if member else load.name if load else None
        email = member.member.email if member else emails.get(user_id)
        planned = load.effort.hours if load else _NOTHING
        hours = _hours(workspace, plan.sprint, member, member.time, reserve, today) if member and member.time else ()
        found.append(PersonCapacity(user_id, name, email, planned, open_hours.get(user_id, _NOTHING), *hours))
    return sorted(found, key=lambda one: (one.name is None, alphabetical(one.name or ""), one.user_id or 0))


def _counts(one: Availability) -> bool:
    return one.time is not None and one.time.share > 0


def _takes_part(one: Availability, plan: SprintPlan) -> bool:
    has_work = any(load.user_id == one.member.user_id for load in plan.loads)
    return has_work or Permission.ACTIONS_EDIT in PERMISSIONS[one.member.role]


def _hours(
    workspace: Workspace, sprint: Sprint, person: Availability, time: WorkingTime, reserve: int, today: date
) -> tuple[Decimal, Decimal, Decimal | None]:
    """Return what a member has in the sprint, the reserve of that, and what is left from today on."""
    week = Week(tuple(Decimal(str(day)) for day in time.hours), time.share, time.overhead)
    region = (time.country, time.state) if time.country else (workspace.country, workspace.state)
    away = [Absence(one.starts_on, one.ends_on, one.is_half) for one in person.days_off]
    holidays = public_holidays(*region, sprint.starts_on, sprint.ends_on)

    def since(first: date) -> Decimal:
        return hours_between(week, first, sprint.ends_on, absences=away, holidays=holidays)

    whole = since(sprint.starts_on)
    left = in_half_hours(since(max(today, sprint.starts_on))) if sprint.state == SprintState.ACTIVE else None
    return in_half_hours(whole), in_half_hours(whole * reserve / _PERCENT), left


def _reliefs(plan: SprintPlan, people: Sequence[PersonCapacity]) -> dict[int | None, Relief]:
    """Return for everybody who is over, and for what nobody has, the one action that would best go to who has room."""
    found = {}
    for one in people:
        helper = _roomiest(other for other in people if other.user_id != one.user_id)
        if helper is None or not (one.over or one.user_id is None):
            continue
        own = {
            row.key: row
            for row in (planned.action for planned in plan.actions)
            if row.assignee_id == one.user_id and row.done_at is None and row.hours
        }
        tasks = [Task(row.key, row.hours or _NOTHING) for row in own.values()]
        task = task_to_give(tasks, over=one.over or helper.room, room=helper.room)
        if task is not None:
            found[one.user_id] = Relief(task.key, task.hours, own[task.key].version, helper)
    return found


def _roomiest(people: Any) -> PersonCapacity | None:
    return max((one for one in people if one.room), key=lambda one: one.room, default=None)
