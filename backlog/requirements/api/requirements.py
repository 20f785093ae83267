"""The requirements themselves: list, create, read, change, archive, rank."""

import re
from typing import Any

from backlog.core.clock import utcnow
from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.pagination import decode_cursor, page_of
from backlog.core.permissions import Permission
from backlog.requirements.api.blueprint import blueprint
from backlog.requirements.api.shapes import in_api_words, requirement_shape, row_shape, values_from
from backlog.requirements.queries import (
    Archived,
    RequirementFilter,
    find_places,
    get_requirement,
    labels_of,
    list_requirements_after,
)
from backlog.requirements.schemas import (
    MovedSchema,
    MoveSchema,
    NewRequirementSchema,
    RequirementArguments,
    RequirementChangeSchema,
    RequirementRowSchema,
    RequirementSchema,
)
from backlog.requirements.services import (
    archive_requirements,
    create_requirement,
    move_requirements,
    restore_requirements,
    update_requirement,
)
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.api import page_schema, page_shape
from backlog.web.session import db_session

_RANK = re.compile(r"[0-9A-Za-z]{1,400}")


@blueprint.get("")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.arguments(RequirementArguments, location="query")
@blueprint.response(200, page_schema(RequirementRowSchema))
def index(arguments: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """List requirements by rank."""
    limit = arguments["limit"]
    found = list_requirements_after(
        db_session(), workspace=current_workspace(), actor=current_actor(), wanted=_wanted(arguments),
        after_rank=_rank_in(arguments["cursor"]), limit=limit + 1,
    )  # fmt: skip
    page = page_of(found, limit, lambda row: (row.rank,))
    labels = labels_of(db_session(), [row.id for row in page.items])
    return page_shape(page, lambda row: row_shape(row, labels.get(row.id, [])))


@blueprint.post("")
@requires(Permission.REQUIREMENTS_CREATE)
@blueprint.arguments(NewRequirementSchema)
@blueprint.response(201, RequirementSchema)
def create(sent: dict[str, Any], workspace: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Add a requirement at the end of the order.

    Who may not edit all requirements sends title, description and acceptance criteria alone.
    """
    with in_api_words():
        made = create_requirement(
            db_session(), workspace=current_workspace(), actor=current_actor(), values=values_from(sent), now=utcnow()
        )
    return _shown(made.key)


@blueprint.post("/rank")
@requires(Permission.REQUIREMENTS_RANK)
@blueprint.arguments(MoveSchema)
@blueprint.response(200, MovedSchema)
def rank(sent: dict[str, Any], workspace: str) -> dict[str, int]:  # noqa: ARG001 - resolved by the access check
    """Move a block of requirements after another one, together and in their present order."""
    move = move_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), now=utcnow(), **sent
    )  # fmt: skip
    return {"moved": len(move.keys), "version": move.version}


@blueprint.get("/<key>")
@requires(Permission.WORKSPACE_VIEW)
@blueprint.response(200, RequirementSchema)
def show(workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Show one requirement."""
    return _shown(key)


@blueprint.patch("/<key>")
@requires(Permission.REQUIREMENTS_EDIT_OWN)
@blueprint.arguments(RequirementChangeSchema)
@blueprint.response(200, RequirementSchema)
def update(sent: dict[str, Any], workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Change some fields; with `version`, what others changed meanwhile is kept, and the same field is a conflict.

    Who wrote it may change title, description and acceptance criteria while it is to do, whatever the role may.
    """
    with in_api_words():
        update_requirement(
            db_session(), workspace=current_workspace(), actor=current_actor(), key=key, values=values_from(sent),
            version=sent.get("version"), now=utcnow(),
        )  # fmt: skip
    return _shown(key)


@blueprint.delete("/<key>")
@requires(Permission.REQUIREMENTS_EDIT)
@blueprint.response(204)
def archive(workspace: str, key: str) -> None:  # noqa: ARG001 - resolved by the access check
    """Archive a requirement; nothing is ever deleted."""
    archive_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), keys=[key], now=utcnow()
    )  # fmt: skip


@blueprint.post("/<key>/restore")
@requires(Permission.REQUIREMENTS_EDIT)
@blueprint.response(200, RequirementSchema)
def restore(workspace: str, key: str) -> dict[str, Any]:  # noqa: ARG001 - resolved by the access check
    """Take an archived requirement back to its place."""
    restore_requirements(
        db_session(), workspace=current_workspace(), actor=current_actor(), keys=[key], now=utcnow()
    )  # fmt: skip
    return _shown(key)


def _shown(key: str) -> dict[str, Any]:
    requirement = get_requirement(db_session(), workspace=current_workspace(), key=key)
    place = find_places(db_session(), current_workspace(), [requirement.id]).of.get(requirement.id)
    return requirement_shape(requirement, place)


def _wanted(arguments: dict[str, Any]) -> RequirementFilter:
    chosen = {name: value for name, value in arguments.items() if name not in {"limit", "cursor", "q"}}
    chosen = {name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()}
    return RequirementFilter(text=arguments["q"], **{**chosen, "archived": Archived(arguments["archived"])})


def _rank_in(cursor: str | None) -> str | None:
    if not cursor:
        return None
    (after,) = decode_cursor(cursor, str)
    if not _RANK.fullmatch(after):
        raise Invalid(N_("This cursor is not valid."), field="cursor")
    return str(after)
