"""Reads for planning a sprint: what could be done, and what the sprint holds, each with its sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from backlog.core.alphabet import alphabetical
from backlog.identity.models import initials_of
from backlog.sprints.models import Action, Outcome, Place, Sprint, SprintMembership
from backlog.sprints.queries.actions import ActionFilter, narrowed
from backlog.sprints.queries.rows import ActionRow, action_rows, read_row, read_rows
from backlog.workspaces.models import Campaign, Instrument, Workspace

MOST_IN_POOL = 300
MOST_IN_SPRINT = 1000
GroupBy = Literal["campaign", "instrument"]
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Effort:
    """How many actions, and the sums of their estimates; what nobody has estimated counts as none."""

    count: int = 0
    points: Decimal = _NOTHING
    hours: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class PoolGroup:
    """The actions of one campaign or instrument; `name` is None for those without.

    `effort` counts all of them, `rows` may be cut where the pool is.
    """

    name: str | None
    icon: str | None
    effort: Effort
    rows: Sequence[ActionRow]


@dataclass(frozen=True, slots=True)
class Pool:
    """What could be planned. `is_cut` says that more actions match than are shown."""

    groups: Sequence[PoolGroup]
    effort: Effort
    is_cut: bool


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action in a sprint, in its order."""

    action: ActionRow
    is_unplanned: bool
    times_carried_over: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has taken on in a sprint; nobody's share has neither id nor name."""

    user_id: int | None
    name: str | None
    effort: Effort

    @property
    def initials(self) -> str | None:
        """Return the letters that stand for the person."""
        return initials_of(self.name) if self.name else None


@dataclass(frozen=True, slots=True)
class SprintPlan:
    """A sprint's actions in order, their sums, and how they spread over people (by name, nobody last)."""

    sprint: Sprint
    actions: Sequence[PlannedAction]
    effort: Effort
    loads: Sequence[Load]


def get_pool(session: Session, *, workspace: Workspace, group_by: GroupBy = "campaign", query: str = "") -> Pool:
    """Return the action backlog in groups, by the groups' names (those without last), rows by rank; two statements."""
    wanted = ActionFilter(place=Place.BACKLOG, query=query)
    statement = narrowed(session, action_rows(workspace), workspace, wanted)
    rows = read_rows(session, workspace, statement.order_by(Action.rank).limit(MOST_IN_POOL))
    sums = _group_sums(session, workspace, group_by, wanted)
    by_name: dict[str | None, list[ActionRow]] = {name: [] for name, _icon in sums}
    for row in rows:
        by_name[row.campaign if group_by == "campaign" else row.instrument].append(row)
    groups = [PoolGroup(name, icon, effort, by_name[name]) for (name, icon), effort in sums.items()]
    total = add_up(effort for effort in sums.values())
    return Pool(groups, total, total.count > len(rows))


def get_plan(session: Session, *, workspace: Workspace, sprint: Sprint) -> SprintPlan:
    """Return what a planned or active sprint holds now, in its order; one statement."""
    earlier = SprintMembership.__table__.alias("earlier")
    times = (
        select(func.count())
        .select_from(earlier)
        .where(earlier.c.action_id == Action.id, earlier.c.outcome == Outcome.CARRIED_OVER)
        .scalar_subquery()
    )
    statement = (
        action_rows(workspace)
        .join(SprintMembership, SprintMembership.action_id == Action.id)
        .where(SprintMembership.sprint_id == sprint.id, SprintMembership.left_at.is_(None))
        .order_by(SprintMembership.rank)
        .limit(MOST_IN_SPRINT)
        .add_columns(SprintMembership.joined_after_start, times)
    )
    actions = [_planned(workspace, row) for row in session.execute(statement)]
    rows = [planned.action for planned in actions]
    return SprintPlan(sprint, actions, _effort(rows), _loads(rows))


def add_up(efforts: Iterable[Effort]) -> Effort:
    """Return the sum of efforts."""
    found = list(efforts)
    return Effort(
        sum(effort.count for effort in found),
        sum((effort.points for effort in found), start=_NOTHING),
        sum((effort.hours for effort in found), start=_NOTHING),
    )


def _group_sums(
    session: Session, workspace: Workspace, group_by: GroupBy, wanted: ActionFilter
) -> dict[tuple[str | None, str | None], Effort]:
    group: Any = Campaign if group_by == "campaign" else Instrument
    icon = Instrument.icon if group is Instrument else null()
    columns: tuple[Any, ...] = (
        group.name, icon, func.count(), func.coalesce(func.sum(Action.points), 0),
        func.coalesce(func.sum(Action.hours), 0),
    )  # fmt: skip
    statement = (
        narrowed(session, action_rows(workspace), workspace, wanted)
        .with_only_columns(*columns)
        .group_by(group.id, group.name, group.position, *([icon] if group is Instrument else []))
        .order_by(group.id.is_(None), group.position, group.name)
    )
    return {(row[0], row[1]): Effort(*row[2:]) for row in session.execute(statement)}


def _planned(workspace: Workspace, row: Any) -> PlannedAction:
    *shown, is_unplanned, times = row
    return PlannedAction(read_row(workspace, *shown), is_unplanned, times)


def _effort(rows: Sequence[ActionRow]) -> Effort:
    return add_up(Effort(1, row.points or _NOTHING, row.hours or _NOTHING) for row in rows)


def _loads(rows: Sequence[ActionRow]) -> list[Load]:
    by_person: dict[tuple[int | None, str | None], list[ActionRow]] = {}
    for row in rows:
        by_person.setdefault((row.assignee_id, row.assignee), []).append(row)
    loads = [Load(user_id, name, _effort(own)) for (user_id, name), own in by_person.items()]
    return sorted(loads, key=lambda load: (load.name is None, alphabetical(load.name or ""), load.user_id))
