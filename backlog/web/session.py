"""One lazy database session per request, committed at the edge.

Safe methods read; unsafe ones begin with the write lock once it is known who asks and what the address leads to. An
answer below 400 commits, anything else rolls back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.local import LocalProxy

from backlog.core.db import LOOK_AGAIN, has_written, make_session_factory, writing

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FIRST_ERROR = 400


def init_sessions(app: Flask, engine: Engine) -> None:
    """Give the application its engine and the rule when to commit."""
    app.extensions["engine"] = engine
    app.extensions["read_sessions"] = make_session_factory(engine)
    app.extensions["write_sessions"] = make_session_factory(writing(engine))
    app.after_request(_finish)
    app.teardown_appcontext(_close)


def engine() -> Engine:
    """Return the application's engine."""
    found: Engine = current_app.extensions["engine"]
    return found


def db_session() -> Session:
    """Return this request's session, opened at first use."""
    if "db_session" not in g:
        writes = _may_write() and not g.get("is_looking_up", False)
        g.db_session = current_app.extensions["write_sessions" if writes else "read_sessions"]()
    session: Session = g.db_session
    return session


@contextmanager
def looking_up(look_again: Callable[[Connection], None]) -> Iterator[None]:
    """Read within this what is needed to let somebody in; what comes after it may write.

    A third of a short write is this, and nobody has to wait for it: the write lock is taken by the first statement
    behind it. Where that has to wait, `look_again` is asked under the lock whether all still holds, and raises if not.
    Raise RuntimeError if anything was written within.
    """
    g.is_looking_up = True
    try:
        yield
    finally:
        g.is_looking_up = False
    if "db_session" in g and _may_write():
        let_go()
        g.db_session.bind = current_app.extensions["write_sessions"].kw["bind"]
        g.db_session.info[LOOK_AGAIN] = look_again


# For libraries that want an object with a session's methods.
session_proxy = LocalProxy(db_session)


def receive_body() -> None:
    """Take in a JSON body before the first statement: with the write lock held, a slow sender would stop everybody.

    Forms are read before by the check for forged requests. Raise RequestEntityTooLarge.
    """
    if request.method not in SAFE_METHODS and request.is_json:
        body, limit = request.get_data(), request.max_content_length
        # One that does not say how large it is has been cut at the limit.
        if request.content_length is None and limit is not None and len(body) >= limit:
            raise RequestEntityTooLarge


def rollback() -> None:
    """Drop what this request has written so far."""
    if "db_session" in g:
        g.db_session.rollback()


def let_go() -> None:
    """Leave the transaction before something slow begins, so that nobody waits; the next statement begins another.

    What was read stays readable, and has to be checked again where it matters. Raise RuntimeError if this request has
    written already: halves are not committed.
    """
    session: Session | None = g.get("db_session")
    if session is None:
        return
    if has_written(session):
        message = "This request has written already; whatever is slow comes before."
        raise RuntimeError(message)
    session.commit()


def end_session() -> None:
    """End this request's session before a long answer begins, so that it holds neither lock nor connection."""
    session: Session | None = g.pop("db_session", None)
    if session is not None:
        session.close()


def _may_write() -> bool:
    return has_request_context() and request.method not in SAFE_METHODS


def _finish(response: Response) -> Response:
    session: Session | None = g.get("db_session")
    if session is None:
        return response
    if response.status_code < _FIRST_ERROR:
        session.commit()
    else:
        session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db_session", None)
    if session is not None:
        session.close()
