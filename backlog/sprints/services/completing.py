"""Completing a sprint: what is done stays with it, what is not goes on, and its record is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid
from backlog.core.events import Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.requirements.terms import StatusCategory
from backlog.sprints.models import Action, GoalVerdict, Outcome, Sprint, SprintState
from backlog.sprints.queries import build_report, find_next_sprint, propose_dates, today_in
from backlog.sprints.services.columns import ensure_columns
from backlog.sprints.services.finding import backlog_order, lock_sprint, sprint_order
from backlog.sprints.services.placing import END, free_ranks
from backlog.sprints.services.ranking import give_ranks
from backlog.sprints.services.recording import sprint_event
from backlog.sprints.services.scheduling import add_sprint
from backlog.sprints.services.starting import actions_in_order
from backlog.sprints.services.staying import Kept, join, leave
from backlog.workspaces.models import Workspace


class Unfinished(StrEnum):
    """Where the actions go that are not done when a sprint is completed."""

    NEXT_SPRINT = "next_sprint"
    BACKLOG_TOP = "backlog_top"
    BACKLOG_BOTTOM = "backlog_bottom"


@dataclass(frozen=True, slots=True)
class Completion:
    """What completing a sprint did: how many are done, how many moved and where to."""

    sprint: Sprint
    done: int
    moved: int
    unfinished: Unfinished
    next_sprint_number: int | None


def complete_sprint(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    number: int,
    unfinished: Unfinished,
    now: datetime,
    creates_next: bool = False,
    goal_verdict: GoalVerdict | None = None,
) -> Completion:
    """Complete the active sprint and freeze its report; unfinished actions keep their order wherever they go.

    The next sprint is the planned one that starts first; if there is none, `creates_next` has one made that follows
    this one. Raise NotFound, Forbidden, Invalid if there is no next sprint or no goal to judge, Conflict if this one is
    not under way.
    """
    actor.require(Permission.SPRINTS_PLAN)
    sprint = lock_sprint(session, workspace, number)
    if sprint.state != SprintState.ACTIVE:
        raise Conflict(N_("Sprint {number} has not started yet."), params={"number": number})
    if goal_verdict is not None and not sprint.goal:
        raise Invalid(N_("This sprint had no goal that could be met."), field="goal_verdict")
    actions = actions_in_order(session, sprint)
    done = [action for action in actions if action.done_at is not None]
    rest = [action for action in actions if action.done_at is None]
    events = leave(session, workspace, actor, done, outcome=Outcome.DONE, now=now)
    following = None
    if unfinished is Unfinished.NEXT_SPRINT and rest:
        following, created = _next_sprint(session, workspace, actor, now, creates=creates_next)
        events += created + _carry_over(session, workspace, actor, following, rest, now)
    else:
        events += _send_back(session, workspace, actor, rest, now, at_top=unfinished is Unfinished.BACKLOG_TOP)
    completion = Completion(sprint, len(done), len(rest), unfinished, following.number if following else None)
    _freeze(session, workspace, completion, goal_verdict, now)
    record(session, *events, _completed(workspace, actor, completion, goal_verdict, now))
    return completion


def _next_sprint(
    session: Session, workspace: Workspace, actor: Actor, now: datetime, *, creates: bool
) -> tuple[Sprint, list[Event]]:
    following = find_next_sprint(session, workspace=workspace)
    if following is not None:
        return following, []
    if not creates:
        raise Invalid(N_("No next sprint is planned. Plan one, or choose the action backlog."), field="unfinished")
    dates = propose_dates(session, workspace=workspace, today=today_in(workspace, now))
    following, created = add_sprint(
        session, workspace, actor, goal="", starts_on=dates.starts_on, ends_on=dates.ends_on, now=now
    )
    return following, [created]


def _carry_over(
    session: Session, workspace: Workspace, actor: Actor, following: Sprint, actions: Sequence[Action], now: datetime
) -> list[Event]:
    """Take actions to the top of the next sprint; work in progress keeps its column."""
    in_progress = {
        column.id for column in ensure_columns(session, workspace) if column.category == StatusCategory.IN_PROGRESS
    }
    kept = {action.id: Kept(action.column_id) for action in actions if action.column_id in in_progress}
    left = leave(session, workspace, actor, actions, outcome=Outcome.CARRIED_OVER, now=now)
    ranks = free_ranks(session, sprint_order(following.id), before=None, count=len(actions))
    return left + join(session, workspace, actor, sprint=following, actions=actions, ranks=ranks, kept=kept, now=now)


def _send_back(
    session: Session, workspace: Workspace, actor: Actor, actions: Sequence[Action], now: datetime, *, at_top: bool
) -> list[Event]:
    left = leave(session, workspace, actor, actions, outcome=Outcome.TO_BACKLOG, now=now)
    before = None if at_top else END
    ranks = free_ranks(session, backlog_order(workspace.id), before=before, count=len(actions))
    given = {action.id: rank for action, rank in zip(actions, ranks, strict=True)}
    return left + give_ranks(session, workspace, actor, actions, given, now=now)


def _freeze(
    session: Session, workspace: Workspace, completion: Completion, goal_verdict: GoalVerdict | None, now: datetime
) -> None:
    sprint = completion.sprint
    with session.no_autoflush:
        sprint.state, sprint.completed_at = SprintState.COMPLETED, now
        sprint.report = build_report(session, workspace=workspace, sprint=sprint) | {
            "goal_verdict": goal_verdict and str(goal_verdict),
            "unfinished": str(completion.unfinished) if completion.moved else None,
            "next_sprint": completion.next_sprint_number,
        }
    session.flush()


def _completed(
    workspace: Workspace, actor: Actor, completion: Completion, goal_verdict: GoalVerdict | None, now: datetime
) -> Event:
    changes: dict[str, tuple[Any, Any]] = {
        "state": (str(SprintState.ACTIVE), str(SprintState.COMPLETED)),
        "unfinished": (None, str(completion.unfinished)),
    }
    if goal_verdict is not None:
        changes["goal_verdict"] = (None, str(goal_verdict))
    return sprint_event(workspace, actor, "sprint.completed", sprint=completion.sprint, changes=changes, now=now)
