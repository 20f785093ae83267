"""Sprints: list, create, read, change, delete, plan, start, complete."""

from typing import Any

from backlog.core.clock import utcnow
from backlog.core.errors import NotFound
from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.sprints.api.shapes import (
    allowance_in,
    capacity_shape,
    in_api_words,
    placed,
    planned_shape,
    report_shape,
    sprint_shape,
    who,
)
from backlog.sprints.models import GoalVerdict, SprintState
from backlog.sprints.queries import (
    get_capacity,
    get_plan,
    get_report,
    get_sprint,
    get_sprint_row,
    list_sprints,
    propose_dates,
    today_in,
)
from backlog.sprints.schemas import (
    BlockOfActionsSchema,
    CompletedSchema,
    CompletionSchema,
    GoalVerdictSchema,
    NewSprintSchema,
    PlacedSchema,
    PlannedSchema,
    PlanSchema,
    ReportSchema,
    SprintArguments,
    SprintChangeSchema,
    SprintDetailSchema,
    SprintSchema,
    StartedSchema,
    StartSchema,
)
from backlog.sprints.schemas.capacity import CapacitySchema
from backlog.sprints.services import (
    Unfinished,
    complete_sprint,
    create_sprint,
    delete_sprint,
    judge_goal,
    plan_actions,
    start_sprint,
    unplan_actions,
    update_sprint,
)
from backlog.web.access import current_workspace, requires
from backlog.web.api import ApiBlueprint, page_schema, page_shape
from backlog.web.session import db_session

blueprint = ApiBlueprint("api_sprints", __name__, url_prefix="/workspaces/<workspace>/sprints", description="Sprints")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.arguments(SprintArguments, location="query")
@blueprint.response(200, page_schema(SprintSchema))
def index(arguments: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """List sprints, newest first."""
    state = SprintState(arguments["state"]) if arguments["state"] else None
    page = list_sprints(
        db_session(), workspace=current_workspace(), state=state, limit=arguments["limit"], cursor=arguments["cursor"]
    )
    return page_shape(page, sprint_shape)


@blueprint.post("")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(NewSprintSchema)
@blueprint.response(201, SprintDetailSchema)
def create(sent: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Plan a new sprint."""
    found = current_workspace()
    usual = propose_dates(db_session(), workspace=found, today=today_in(found, utcnow()))
    starts_on = sent["starts_on"] or usual.starts_on
    ends_on = sent["ends_on"] or starts_on + (usual.ends_on - usual.starts_on)
    sprint = create_sprint(
        db_session(), goal=sent["goal"], starts_on=starts_on, ends_on=ends_on,
        reserve_percent=sent["reserve_percent"], **who(),
    )  # fmt: skip
    return _shown(sprint.number)


@blueprint.get("/<int:number>")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, SprintDetailSchema)
def show(workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Show one sprint with its actions in order; a completed one with its record."""
    return _shown(number)


@blueprint.patch("/<int:number>")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(SprintChangeSchema)
@blueprint.response(200, SprintDetailSchema)
def update(sent: dict[str, Any], workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Change goal or dates of a sprint that is not completed."""
    version = sent.pop("version", None)
    with in_api_words():
        update_sprint(db_session(), number=number, values=sent, version=version, **who())
    return _shown(number)


@blueprint.delete("/<int:number>")
@requires(Permission.SPRINTS_PLAN)
@blueprint.response(204)
def delete(workspace: str, number: int) -> None:  # noqa: ARG001 - resolved by the access check
    """Delete a planned sprint; its actions go back to their places in the action backlog."""
    delete_sprint(db_session(), number=number, **who())


@blueprint.post("/<int:number>/actions")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(PlanSchema)
@blueprint.response(200, PlannedSchema)
def plan(sent: dict[str, Any], workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Put a block of actions into the sprint, or to another place in it."""
    allowance = allowance_in(sent)
    plan_actions(
        db_session(), number=number, keys=sent["keys"], after=sent["after"], seen=sent["version"], allowance=allowance,
        **who(),
    )  # fmt: skip
    return placed(sent["keys"]) | {"exceeded": allowance.exceeded}


@blueprint.post("/<int:number>/actions/remove")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(BlockOfActionsSchema)
@blueprint.response(200, PlacedSchema)
def unplan(sent: dict[str, Any], workspace: str, number: int) -> dict[str, int]:  # noqa: ARG001 - resolved by the access check
    """Put actions of the sprint back to their places in the action backlog."""
    unplan_actions(db_session(), number=number, keys=sent["keys"], seen=sent["version"], **who())
    return placed(sent["keys"])


@blueprint.delete("/<int:number>/actions/<key>")
@requires(Permission.SPRINTS_PLAN)
@blueprint.response(204)
def unplan_one(workspace: str, number: int, key: str) -> None:  # noqa: ARG001 - resolved by the access check
    """Put one action of the sprint back to its place in the action backlog."""
    unplan_actions(db_session(), number=number, keys=[key], **who())


@blueprint.post("/<int:number>/start")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(StartSchema, required=False)
@blueprint.response(200, StartedSchema)
def start(sent: dict[str, Any], workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Start a planned sprint; one is under way at a time."""
    allowance = allowance_in(sent)
    start_sprint(db_session(), number=number, reason=sent["reason"], allowance=allowance, **who())
    return _shown(number) | {"exceeded": allowance.exceeded}


@blueprint.post("/<int:number>/complete")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(CompletionSchema)
@blueprint.response(200, CompletedSchema)
def complete(sent: dict[str, Any], workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Complete the sprint under way and freeze its record."""
    verdict = sent["goal_verdict"] and GoalVerdict(sent["goal_verdict"])
    completion = complete_sprint(
        db_session(), number=number, unfinished=Unfinished(sent["unfinished"]), creates_next=sent["create_next"],
        goal_verdict=verdict, **who(),
    )  # fmt: skip
    return {
        "sprint": sprint_shape(get_sprint_row(db_session(), workspace=current_workspace(), number=number)),
        "done": completion.done,
        "moved": completion.moved,
        "unfinished": completion.unfinished,
        "next_sprint": completion.next_sprint_number,
    }


@blueprint.put("/<int:number>/goal-verdict")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(GoalVerdictSchema)
@blueprint.response(200, SprintDetailSchema)
def judge(sent: dict[str, Any], workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Say whether the goal of a completed sprint was met; once, where nobody has said so at its completion."""
    judge_goal(db_session(), number=number, goal_verdict=GoalVerdict(sent["goal_verdict"]), **who())
    return _shown(number)


@blueprint.get("/<int:number>/capacity")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, CapacitySchema)
def capacity(workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Show what people have and have taken on in a sprint that is planned or under way."""
    found = current_workspace()
    sprint = get_sprint(db_session(), workspace=found, number=number)
    if sprint.state == SprintState.COMPLETED:
        raise NotFound(N_("A completed sprint has no capacity any more; its report says what it held."))
    held = get_plan(db_session(), workspace=found, sprint=sprint)
    today = today_in(found, utcnow())
    return capacity_shape(get_capacity(db_session(), workspace=found, plan=held, today=today))


@blueprint.get("/<int:number>/report")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, ReportSchema)
def report(workspace: str, number: int) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Show what the sprint held and what became of it: as things stand, or frozen once it is completed."""
    found = current_workspace()
    sprint = get_sprint(db_session(), workspace=found, number=number)
    return report_shape(get_report(db_session(), workspace=found, sprint=sprint))


def _shown(number: int) -> dict[str, Any]:
    found = current_workspace()
    sprint = get_sprint(db_session(), workspace=found, number=number)
    held = get_plan(db_session(), workspace=found, sprint=sprint)
    return sprint_shape(get_sprint_row(db_session(), workspace=found, number=number)) | {
        "actions": [planned_shape(planned) for planned in held.actions],
        "report": report_shape(sprint.report) if sprint.report else None,
    }
