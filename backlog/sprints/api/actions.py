"""Actions: list, create, read, change, archive, block, wait for approval, rank."""

from typing import Any

from backlog.core.permissions import Permission
from backlog.sprints.api.shapes import action_shape, allowance_in, in_api_words, placed, row_shape, who
from backlog.sprints.models import ApprovalBy, Place
from backlog.sprints.queries import ActionFilter, get_action, list_actions
from backlog.sprints.schemas import (
    ActionArguments,
    ActionChangeSchema,
    ActionRowSchema,
    ActionSchema,
    ApprovalSchema,
    BlockSchema,
    ChangedActionSchema,
    NewActionSchema,
    PlacedSchema,
    RankSchema,
)
from backlog.sprints.services import (
    archive_actions,
    await_approval,
    block_action,
    create_action,
    create_in_sprint,
    end_waiting,
    rank_actions,
    restore_actions,
    unblock_action,
    update_action,
)
from backlog.web.access import current_workspace, requires
from backlog.web.api import ApiBlueprint, page_schema, page_shape
from backlog.web.session import db_session

blueprint = ApiBlueprint("api_actions", __name__, url_prefix="/workspaces/<workspace>/actions", description="Actions")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.arguments(ActionArguments, location="query")
@blueprint.response(200, page_schema(ActionRowSchema))
def index(arguments: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """List actions in the order of the action backlog."""
    wanted = ActionFilter(
        place=Place(arguments["place"]) if arguments["place"] else None,
        sprint_number=arguments["sprint"],
        instrument=arguments["instrument"],
        campaign=arguments["campaign"],
        assignee_email=arguments["assignee"],
        is_blocked=arguments["blocked"],
        is_waiting=arguments["waiting"],
        query=arguments["q"],
    )
    page = list_actions(
        db_session(), workspace=current_workspace(), wanted=wanted, limit=arguments["limit"], cursor=arguments["cursor"]
    )
    return page_shape(page, row_shape)


@blueprint.post("")
@requires(Permission.ACTIONS_EDIT)
@blueprint.arguments(NewActionSchema)
@blueprint.response(201, ChangedActionSchema)
def create(sent: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Add an action at the end of the action backlog, or of a sprint."""
    sprint, allowance = sent.pop("sprint"), allowance_in(sent)
    with in_api_words():
        if sprint is None:
            made = create_action(db_session(), values=sent, **who())
        else:
            made = create_in_sprint(db_session(), number=sprint, values=sent, allowance=allowance, **who())
    return _shown(made.key) | {"exceeded": allowance.exceeded}


@blueprint.post("/rank")
@requires(Permission.SPRINTS_PLAN)
@blueprint.arguments(RankSchema)
@blueprint.response(200, PlacedSchema)
def rank(sent: dict[str, Any], workspace: str) -> dict[str, int]:  # noqa: ARG001 - resolved by the access check
    """Put a block of the action backlog after another action, together and in the given order."""
    rank_actions(db_session(), keys=sent["keys"], after=sent["after"], seen=sent["version"], **who())
    return placed(sent["keys"])


@blueprint.get("/<key>")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, ActionSchema)
def show(workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Show one action."""
    return _shown(key)


@blueprint.patch("/<key>")
@requires(Permission.ACTIONS_EDIT)
@blueprint.arguments(ActionChangeSchema)
@blueprint.response(200, ChangedActionSchema)
def update(sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Change some fields; with `version`, what others changed meanwhile is kept, and the same field is a conflict."""
    version, allowance = sent.pop("version", None), allowance_in(sent)
    with in_api_words():
        update_action(db_session(), key=key, values=sent, version=version, allowance=allowance, **who())
    return _shown(key) | {"exceeded": allowance.exceeded}


@blueprint.delete("/<key>")
@requires(Permission.ACTIONS_EDIT)
@blueprint.response(204)
def archive(workspace: str, key: str) -> None:  # noqa: ARG001 - resolved by the access check
    """Archive an action; nothing is ever deleted."""
    archive_actions(db_session(), keys=[key], **who())


@blueprint.post("/<key>/restore")
@requires(Permission.ACTIONS_EDIT)
@blueprint.response(200, ActionSchema)
def restore(workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Take an archived action back to its place."""
    restore_actions(db_session(), keys=[key], **who())
    return _shown(key)


@blueprint.put("/<key>/block")
@requires(Permission.ACTIONS_EDIT)
@blueprint.arguments(BlockSchema)
@blueprint.response(200, ActionSchema)
def block(sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Say what holds an action up."""
    block_action(db_session(), key=key, reason=sent["reason"], **who())
    return _shown(key)


@blueprint.delete("/<key>/block")
@requires(Permission.ACTIONS_EDIT)
@blueprint.response(204)
def unblock(workspace: str, key: str) -> None:  # noqa: ARG001 - resolved by the access check
    """Say that an action can go on."""
    unblock_action(db_session(), key=key, **who())


@blueprint.put("/<key>/approval")
@requires(Permission.ACTIONS_EDIT)
@blueprint.arguments(ApprovalSchema)
@blueprint.response(200, ActionSchema)
def wait(sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Say whose approval an action waits for."""
    await_approval(db_session(), key=key, by=ApprovalBy(sent["by"]), note=sent["note"], **who())
    return _shown(key)


@blueprint.delete("/<key>/approval")
@requires(Permission.ACTIONS_EDIT)
@blueprint.response(204)
def go_on(workspace: str, key: str) -> None:  # noqa: ARG001 - resolved by the access check
    """Say that nobody's approval is waited for any more."""
    end_waiting(db_session(), key=key, **who())


def _shown(key: str) -> dict[str, Any]:
    return action_shape(get_action(db_session(), workspace=current_workspace(), key=key))
