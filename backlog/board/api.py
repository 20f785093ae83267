"""The board over the API: what stands where, and moving cards."""

from typing import Any

from backlog.board.queries import ColumnOnBoard, column_of, find_board, find_column, list_columns
from backlog.board.schemas import BoardSchema, MoveCardSchema, MovedCardSchema
from backlog.board.services import move_card
from backlog.core.clock import utcnow
from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.sprints.services import Allowance
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.api import ApiBlueprint
from backlog.web.session import db_session
from backlog.workspaces.schemas import person_shape

blueprint = ApiBlueprint("api_board", __name__, url_prefix="/workspaces/<workspace>", description="Board")


@blueprint.get("/board")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, BoardSchema)
def show(workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Show the board of the sprint under way, or its columns alone between sprints."""
    board = find_board(db_session(), workspace=current_workspace(), now=utcnow())
    if board is not None:
        return _people_shape() | {
            "sprint": board.sprint.number,
            "columns": [_column_shape(column) for column in board.columns],
        }
    columns = list_columns(db_session(), workspace=current_workspace())
    return {
        **_people_shape(),
        "sprint": None,
        "columns": [_column_shape(column_of(column, [])) for column in columns],
    }


@blueprint.post("/actions/<key>/move")
@requires(Permission.BOARD_MOVE)
@blueprint.arguments(MoveCardSchema)
@blueprint.response(200, MovedCardSchema)
def move(sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Move a card of the sprint under way to another column or place."""
    column = find_column(db_session(), workspace=current_workspace(), name=sent["column"])
    if column is None:
        raise Invalid(N_("The board has no such column."), field="column")
    allowance = Allowance(sent["override_reason"] or "")
    moved = move_card(
        db_session(), workspace=current_workspace(), actor=current_actor(), key=key, column_id=column.id,
        after=sent["after"], version=sent["version"], now=utcnow(), allowance=allowance,
    )  # fmt: skip
    said = {
        name: getattr(moved, name) for name in ("key", "column_name", "version", "count", "wip_limit", "over_limit")
    }
    return said | {"exceeded": allowance.exceeded}


def _people_shape() -> dict[str, Any]:
    workspace = current_workspace()
    return {"person_wip_limit": workspace.person_wip_limit, "person_wip_mode": workspace.person_wip_mode}


def _column_shape(column: ColumnOnBoard) -> dict[str, Any]:
    cards = [card._asdict() | {"assignee": person_shape(card.assignee, card.assignee_email)} for card in column.cards]
    return {name: getattr(column, name) for name in ("name", "category", "wip_limit", "wip_mode", "over_limit")} | {
        "cards": cards
    }
