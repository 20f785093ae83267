"""The backlog as a table, as somebody has filtered it."""

from collections.abc import Iterator

from flask import Blueprint, Response, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backlog.core.db import snapshot
from backlog.core.permissions import Permission
from backlog.interchange.queries import iter_listed
from backlog.interchange.tables import HEADER, LABELS, write_table
from backlog.requirements.queries import RequirementFilter
from backlog.web.access import current_actor, current_workspace, requires
from backlog.web.session import end_session, engine

blueprint = Blueprint("exports", __name__, url_prefix="/w/<workspace>/exports")


@blueprint.get("/requirements.csv")
@requires(Permission.EXPORTS_CREATE)
def requirements(workspace: str) -> ResponseReturnValue:
    """Download what the list shows with this filter, all pages of it."""
    here, actor = current_workspace(), current_actor()
    wanted = RequirementFilter.from_args(request.args.items(multi=True))
    header, words = [gettext(word) for word in HEADER], {value: gettext(word) for value, word in LABELS.items()}
    end_session()

    def chunks() -> Iterator[bytes]:
        with snapshot(engine()) as session:
            listed = iter_listed(session, workspace=here, actor=actor, wanted=wanted)
            yield from write_table(listed, header=header, words=words)

    response = Response(stream_with_context(chunks()), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{workspace}-backlog.csv"'
    return response
