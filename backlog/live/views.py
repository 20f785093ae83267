"""Where a page listens, and where it asks when there is no place to listen."""

import socket
from dataclasses import asdict

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from backlog.core.errors import Invalid
from backlog.core.i18n import N_
from backlog.core.permissions import Permission
from backlog.live.broker import Broker
from backlog.live.queries import list_hints
from backlog.live.streams import Visitor, give_up_when_silent, stream_events
from backlog.web.access import current_user, current_workspace, requires
from backlog.web.session import db_session, engine

RETRY_AFTER_SECONDS = 10

blueprint = Blueprint("live", __name__)


@blueprint.get("/w/<workspace>/live")
@requires(Permission.WORKSPACE_VIEW)
def stream(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Send hints as they come; 503 when all places to listen are taken."""
    broker: Broker = current_app.extensions["live"]
    here, user, connection = current_workspace(), current_user(), _connection()
    after = _after()
    listener = broker.join(here.id, number=here.activity_number, connection=connection)
    if listener is None:
        return Response(status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    if connection is not None:
        give_up_when_silent(connection)
    visitor = Visitor(engine(), here.id, user.id, user.fs_uniquifier)
    events = stream_events(listener, visitor, after=after)
    response = Response(events, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    response.call_on_close(lambda: broker.leave(listener))
    return response


@blueprint.get("/w/<workspace>/live/changes")
@requires(Permission.WORKSPACE_VIEW)
def changes(workspace: str) -> ResponseReturnValue:  # noqa: ARG001 - resolved by the access check
    """Answer with the hints after a number, oldest first, at most 500."""
    hints = list_hints(db_session(), workspace_id=current_workspace().id, after=_after())
    return {"items": [asdict(hint) for hint in hints]}


def _after() -> int:
    last: int = current_workspace().activity_number
    text = request.headers.get("Last-Event-ID") or request.args.get("after") or str(last)
    if not text.isascii() or not text.isdigit():
        raise Invalid(N_("This is not a running number."), field="after")
    # Compared by length first: digits by the thousand are more than Python reads.
    digits = text.lstrip("0") or "0"
    return last if len(digits) > len(str(last)) else min(int(digits), last)


def _connection() -> socket.socket | None:
    found: socket.socket | None = request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket")
    return found
