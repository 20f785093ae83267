"""Saying later whether the goal of a completed sprint was met: once, and nothing else in its record changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid
from backlog.core.events import record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.identity.models import User, handle_of
from backlog.sprints.models import GoalVerdict, Sprint, SprintState
from backlog.sprints.queries import get_sprint
from backlog.sprints.services.recording import sprint_event
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import lock_workspace


def judge_goal(
    session: Session, *, workspace: Workspace, actor: Actor, number: int, goal_verdict: GoalVerdict, now: datetime
) -> Sprint:
    """Give a completed sprint the verdict it was completed without; its record says who did so and when.

    Raise NotFound, Forbidden, Invalid if there was no goal, Conflict if it is not completed or has its verdict.
    """
    actor.require(Permission.SPRINTS_PLAN)
    lock_workspace(session, workspace.id)
    sprint = get_sprint(session, workspace=workspace, number=number)
    require_awaiting(sprint)
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    sprint.report = (sprint.report or {}) | {
        "goal_verdict": str(goal_verdict),
        "goal_verdict_at": now.isoformat(),
        "goal_verdict_by": {"name": user.name, "handle": handle_of(user.email)} if user else None,
    }
    session.flush()
    changes = {"goal_verdict": (None, str(goal_verdict))}
    record(session, sprint_event(workspace, actor, "sprint.judged", sprint=sprint, changes=changes, now=now))
    return sprint


def require_awaiting(sprint: Sprint) -> None:
    """Raise if there is nothing to be said about the sprint (any more): Invalid if it had no goal, else Conflict."""
    if sprint.awaits_verdict:
        return
    if sprint.state != SprintState.COMPLETED:
        raise Conflict(N_("Sprint {number} is not complete yet."), params={"number": sprint.number})
    if (sprint.report or {}).get("goal_verdict"):
        raise Conflict(N_("Whether the goal was met has been said already; the record keeps that."))
    raise Invalid(N_("This sprint had no goal that could be met."), field="goal_verdict")
