"""One rendering of every error: as a page, as a fragment for htmx, as problem+json for programs."""

import uuid
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from backlog.core.errors import Conflict, DomainError
from backlog.core.i18n import N_
from backlog.web.htmx import is_fragment_request
from backlog.web.i18n import translate_error
from backlog.web.problems import PROBLEM_TYPE
from backlog.web.session import rollback

log = structlog.get_logger(__name__)
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})
# What a program needs to know besides the status: which methods there are, when to come again.
_SAID_BY_HEADERS = frozenset({"Allow", "Retry-After"})
UNAUTHORIZED = 401
SERVER_ERROR = 500
UNAVAILABLE = 503


def init_errors(app: Flask) -> None:
    """Register the handlers and give each request an id."""
    app.before_request(_name_request)
    app.register_error_handler(DomainError, render_domain_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _met_another)
    for kind in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(kind, _database_unavailable)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _after_the_view)
    app.register_error_handler(Exception, _unexpected)


def render_domain_error(error: DomainError) -> ResponseReturnValue:
    """Answer with the error in the form the asker understands."""
    fields = {name: [translate_error(error, message) for message in found] for name, found in error.errors.items()}
    return _render(error.status, error.code, translate_error(error), errors=fields, details=error.details)


def wants_problem() -> bool:
    """Tell whether the asker is a program."""
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def _render(status: int, code: str, detail: str, **extra: Any) -> ResponseReturnValue:
    if wants_problem():
        return _problem(status, code, detail, **extra)
    if is_fragment_request():
        return Response(render_template("errors/_fragment.html", detail=detail, status=status, **extra), status)
    name = status if status in PAGES else (SERVER_ERROR if status >= SERVER_ERROR else 400)
    return Response(render_template("errors/page.html", status=name, code=code, detail=detail, **extra), status)


def _problem(status: int, code: str, detail: str, **extra: Any) -> Response:
    body = {
        "type": f"urn:throughline:error:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": detail,
    }
    body.update({name: value for name, value in extra.items() if value})
    response = jsonify(body)
    response.status_code = status
    response.mimetype = PROBLEM_TYPE
    if status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _name_request() -> None:
    g.request_id = uuid.uuid4().hex[:12]


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    rollback()
    return render_domain_error(Conflict(N_("Someone changed this while you were writing. Please look again.")))


def _met_another(error: IntegrityError) -> ResponseReturnValue:
    """Answer for two who did the same at the same moment, where only the database could tell; anything else is ours."""
    rollback()
    if not _is_meeting(error):
        return _unexpected(error)
    log.warning("database.met_another", request_id=g.get("request_id"), error=str(error.orig))
    return render_domain_error(Conflict(N_("Someone did the same at the same moment. Please look again.")))


def _is_meeting(error: IntegrityError) -> bool:
    """Tell whether a double or a thing that has just gone was refused (PostgreSQL, SQLSTATE 23505 and 23503).

    On SQLite one writes after the other, so that what is refused there was wrong from the beginning.
    """
    return getattr(error.orig, "sqlstate", None) in {"23505", "23503"}


def _database_unavailable(error: SQLAlchemyError) -> ResponseReturnValue:
    rollback()
    log.error("database.unavailable", request_id=g.get("request_id"), error=str(getattr(error, "orig", error)))
    return _plain(UNAVAILABLE, "unavailable", "The database is not available. Please try again in a moment.")


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    detail = gettext("This form has expired. Please load the page again; what you wrote can be copied from here.")
    return _render(400, "form_expired", detail)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - redirects raised as exceptions
        return error.get_response()
    code = (error.name or "error").lower().replace(" ", "_")
    answer = make_response(_render(error.code, code, http_detail(error), errors=_field_errors(error)))
    answer.headers.update({name: value for name, value in error.get_headers() if name in _SAID_BY_HEADERS})
    return answer


def _field_errors(error: HTTPException) -> dict[str, list[str]]:
    """Return what a schema found wrong in a request, by field; those inside others as `outer.0.inner`."""
    places = getattr(error, "data", {}).get("messages", {})
    found: dict[str, list[str]] = {}
    for fields in places.values() if isinstance(places, dict) else ():
        _flatten(fields, "", found)
    return found


def _flatten(messages: Any, path: str, found: dict[str, list[str]]) -> None:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            _flatten(inner, f"{path}.{name}" if path else str(name), found)
    else:
        found.setdefault(path or "body", []).extend(map(str, messages if isinstance(messages, list) else [messages]))


def http_detail(error: HTTPException) -> str:
    """Return a friendly sentence for an HTTP error."""
    sentences = {
        401: gettext("Send a valid token in the header “Authorization”, after the word “Bearer”.")
        if wants_problem()
        else gettext("Please sign in first."),
        403: gettext("Your role does not allow this."),
        404: gettext("This does not exist, or you may not see it."),
        405: gettext("This address does not take that kind of request."),
        413: gettext("This is larger than what can be taken at once."),
        415: gettext("Send JSON, with “Content-Type: application/json”."),
        422: gettext("Something in it is not as it should be."),
        429: gettext("That was a lot in a short time. Please wait a little."),
    }
    return str(sentences.get(error.code or SERVER_ERROR) or error.description or gettext("Something went wrong."))


def _after_the_view(error: InternalServerError) -> ResponseReturnValue:
    """Answer to what broke when the view had already answered, as the commit does on a full disk."""
    original = error.original_exception
    return current_app.handle_user_exception(original) if isinstance(original, Exception) else _unexpected(error)


def _unexpected(error: Exception) -> ResponseReturnValue:
    rollback()
    log.error("request.failed", request_id=g.get("request_id"), path=request.path, exc_info=error)
    return _plain(SERVER_ERROR, "internal", "Something went wrong.")


def _plain(status: int, code: str, detail: str) -> Response:
    """Answer without session, translation and what templates are usually given: any of them may be what broke."""
    request_id = g.get("request_id")
    if wants_problem():
        return _problem(status, code, detail, request_id=request_id)
    page = current_app.jinja_env.get_template(f"errors/{status}.html")
    return Response(page.render(status=status, request_id=request_id), status)
