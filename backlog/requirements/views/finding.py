"""What the palette finds among requirements."""

from flask import url_for

from backlog.requirements.queries import suggest
from backlog.requirements.views.looks import status_looks
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.workspaces.searching import Found


def find(query: str, limit: int) -> list[Found]:
    """Return the requirements that a key, its beginning or words mean."""
    workspace, looks = current_workspace(), status_looks()
    return [
        Found(
            one.key, one.title, url_for("requirements.show", workspace=workspace.slug, key=one.key),
            looks[one.status].label,
        )
        for one in suggest(db_session(), workspace=workspace, text=query, limit=limit)
    ]  # fmt: skip
