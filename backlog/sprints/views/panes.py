"""The two panes of planning as the page shows them: the pool in groups, the sprint in order, and its sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import request, url_for
from flask_babel import gettext

from backlog.activity.views import seen_now
from backlog.core.permissions import Permission
from backlog.sprints.models import Sprint, SprintState
from backlog.sprints.queries import ActionRow, Load, Pool, SprintPlan, get_plan, get_pool
from backlog.sprints.queries.planning import GroupBy
from backlog.sprints.views.bars import capacity_context
from backlog.sprints.views.words import workdays_of
from backlog.web.access import current_workspace, may
from backlog.web.session import db_session


@dataclass(frozen=True, slots=True)
class Group:
    """Actions of the pool that belong together; `count` is how many there are in all."""

    name: str
    count: int
    rows: Sequence[ActionRow]


def plan_context(sprint: Sprint) -> dict[str, Any]:
    """Return what both panes of a sprint's planning page show, as the address asks for it."""
    by, query = grouped_by(), request.args.get("q", "").strip()
    session, workspace = db_session(), current_workspace()
    pool = get_pool(session, workspace=workspace, group_by=by, query=query)
    plan = get_plan(session, workspace=workspace, sprint=sprint)
    shown = {name: value for name, value in (("by", by if by != "campaign" else ""), ("q", query)) if value}
    return {
        "sprint": sprint,
        "workdays": workdays_of(sprint),
        "may_plan": may(Permission.SPRINTS_PLAN) and sprint.state != SprintState.COMPLETED,
        "members": plan.actions,
        "groups": _groups(pool, plan, by),
        "by": by,
        "groupings": _groupings(by),
        "pool": pool,
        "query": query,
        "shown": shown,
        "seen": seen_now(),
        **row_context(by),
        **sums_context(plan),
    }


def row_context(by: GroupBy) -> dict[str, Any]:
    """Return what each row of a list of actions needs besides itself."""
    nothing = _nothing(by)
    return {
        "base": url_for("sprints_actions.index", workspace=current_workspace().slug),
        "group_of": lambda row: (row.instrument if by == "instrument" else row.campaign) or nothing,
    }


def sums_context(plan: SprintPlan) -> dict[str, Any]:
    """Return the sums of a sprint and its capacity; where nobody's hours are known, each person's part of the work.

    The longest bar of those is 100.
    """
    effort = plan.effort
    unit = "hours" if effort.hours else "points" if effort.points else "count"
    most = max((_amount(load, unit) for load in plan.loads), default=Decimal(0)) or Decimal(1)
    return {
        "effort": effort,
        "unit": unit,
        "loads": [(load, round(100 * _amount(load, unit) / most)) for load in plan.loads],
        **capacity_context(plan),
    }


def grouped_by() -> GroupBy:
    """Return how the address asks for the pool to be grouped."""
    return "instrument" if request.args.get("by") == "instrument" else "campaign"


def _groups(pool: Pool, plan: SprintPlan, by: GroupBy) -> list[Group]:
    """Return the groups of the pool, and an empty one for each action that could come back from the sprint."""
    nothing = _nothing(by)
    groups = [Group(group.name or nothing, group.effort.count, group.rows) for group in pool.groups]
    group_of, known = row_context(by)["group_of"], {group.name for group in groups}
    returning = dict.fromkeys(group_of(one.action) for one in plan.actions)
    return [*groups, *(Group(name, 0, ()) for name in returning if name not in known)]


def _groupings(by: GroupBy) -> list[dict[str, Any]]:
    labels = {"campaign": gettext("Campaign"), "instrument": gettext("Instrument")}
    return [{"label": label, "href": f"?by={name}", "is_current": name == by} for name, label in labels.items()]


def _nothing(by: GroupBy) -> str:
    return str(gettext("No instrument") if by == "instrument" else gettext("No campaign"))


def _amount(load: Load, unit: str) -> Decimal:
    return Decimal(getattr(load.effort, unit))
