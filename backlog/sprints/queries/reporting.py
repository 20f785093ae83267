"""What a sprint held and what became of it: the report that completion freezes, and the same while it is under way."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from backlog.activity.models import Activity
from backlog.core.keys import make_key
from backlog.identity.models import User, handle_of
from backlog.sprints.models import SPRINT_ENTITY, Action, Outcome, Sprint, SprintMembership
from backlog.workspaces.models import Campaign, Instrument, Workspace

Report = dict[str, Any]


def build_report(session: Session, *, workspace: Workspace, sprint: Sprint) -> Report:
    """Return the report of a sprint as JSON: its facts, what was committed at its start, every action, and the sums.

    Estimates are those of this moment, so that the sums hold: planned + added - removed = total = done +
    carried_over + to_backlog + open. Points and hours of actions nobody has estimated count as 0. What left before
    the sprint started is not part of it. What completion alone knows (was the goal met, where did the rest go) is null.
    """
    actions = [_entry(workspace, row) for row in _stays(session, sprint)]
    started = _said_at_start(session, sprint)
    return {
        "number": sprint.number,
        "goal": sprint.goal,
        "starts_on": sprint.starts_on.isoformat(),
        "ends_on": sprint.ends_on.isoformat(),
        "time_zone": workspace.time_zone,
        "started_at": _iso(sprint.started_at),
        "completed_at": _iso(sprint.completed_at),
        "goal_verdict": None,
        "goal_verdict_at": None,
        "goal_verdict_by": None,
        "unfinished": None,
        "next_sprint": None,
        "committed": started.get("committed"),
        "reserve_percent": started.get("reserve_percent"),
        "over_capacity": started.get("over_capacity"),
        "actions": actions,
        "sums": _sums(actions),
    }


def get_report(session: Session, *, workspace: Workspace, sprint: Sprint) -> Report:
    """Return the frozen report of a completed sprint; of any other one as things stand."""
    return sprint.report if sprint.report is not None else build_report(session, workspace=workspace, sprint=sprint)


def _stays(session: Session, sprint: Sprint) -> Sequence[Any]:
    earlier = SprintMembership.__table__.alias("earlier")
    times = (
        select(func.count())
        .select_from(earlier)
        .where(earlier.c.action_id == Action.id, earlier.c.outcome == Outcome.CARRIED_OVER)
        .scalar_subquery()
    )
    statement = (
        select(
            Action.number, Action.title, Instrument.name.label("instrument"), Campaign.name.label("campaign"),
            User.name.label("assignee"), User.email.label("address"), Action.points, Action.hours, Action.done_at,
            SprintMembership.outcome, SprintMembership.joined_at, SprintMembership.joined_after_start,
            SprintMembership.left_at, times.label("times_carried_over"),
        )
        .join(Action, Action.id == SprintMembership.action_id)
        .outerjoin(Instrument, Instrument.id == Action.instrument_id)
        .outerjoin(Campaign, Campaign.id == Action.campaign_id)
        .outerjoin(User, User.id == Action.assignee_id)
        .where(SprintMembership.sprint_id == sprint.id)
        .order_by(SprintMembership.rank, SprintMembership.id)
    )  # fmt: skip
    if sprint.started_at is None:
        statement = statement.where(SprintMembership.left_at.is_(None))
    else:
        left = or_(SprintMembership.left_at.is_(None), SprintMembership.left_at >= sprint.started_at)
        statement = statement.where(left)
    return session.execute(statement).all()


def _entry(workspace: Workspace, row: Any) -> dict[str, Any]:
    outcome = row.outcome or ("done" if row.done_at else "open")
    return {
        "key": make_key(workspace.action_prefix, row.number),
        "title": row.title,
        "instrument": row.instrument,
        "campaign": row.campaign,
        "assignee": row.assignee,
        "assignee_handle": handle_of(row.address) if row.address else None,
        "points": _number(row.points),
        "hours": _number(row.hours),
        "outcome": outcome,
        "joined_at": _iso(row.joined_at),
        "joined_after_start": row.joined_after_start,
        "left_at": _iso(row.left_at),
        "done_at": _iso(row.done_at),
        "times_carried_over": row.times_carried_over,
    }


def _sums(actions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    def of(chosen: Iterable[dict[str, Any]]) -> dict[str, Any]:
        found = list(chosen)
        return {
            "count": len(found),
            "points": _number(sum(entry["points"] or 0 for entry in found)),
            "hours": _number(sum(entry["hours"] or 0 for entry in found)),
        }

    outcomes = {name: of(entry for entry in actions if entry["outcome"] == name) for name in _OUTCOMES}
    return {
        "planned": of(entry for entry in actions if not entry["joined_after_start"]),
        "added": of(entry for entry in actions if entry["joined_after_start"]),
        "total": of(entry for entry in actions if entry["outcome"] != Outcome.REMOVED),
        **outcomes,
    }


_OUTCOMES = (*map(str, Outcome), "open")


def _said_at_start(session: Session, sprint: Sprint) -> dict[str, Any]:
    """Return what starting the sprint put on record: the scope, the reserve, who had too much and why."""
    if sprint.started_at is None:
        return {}
    statement = select(Activity.changes).where(
        Activity.workspace_id == sprint.workspace_id,
        Activity.entity_type == SPRINT_ENTITY,
        Activity.entity_id == sprint.id,
        Activity.verb == "sprint.started",
    )
    changes = session.scalar(statement) or {}
    return {name: change[1] for name, change in changes.items()}


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


def _number(value: Any) -> int | float | None:
    if value is None:
        return None
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded
