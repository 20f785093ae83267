"""A brake on guessing passwords, counted in the database so that all processes share it.

Two fixed windows: one for each account from one address, a wider one for each address.
"""

import hashlib
from datetime import datetime, timedelta

from flask import Flask, request
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.errors import TooManyRequests
from backlog.core.i18n import N_
from backlog.identity.models import Throttle
from backlog.web.session import engine

WINDOW = timedelta(minutes=5)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 100
_GUARDED = frozenset({"security.login", "security.forgot_password"})


def init_throttling(app: Flask) -> None:
    """Count each try before anything else opens the database."""
    app.before_request_funcs.setdefault(None, []).insert(0, _guard)


def count_try(session: Session, *, key: str, now: datetime) -> int:
    """Count one more try under a key and return how many there were in the current window."""
    session.execute(delete(Throttle).where(Throttle.expires_at <= now))
    row = session.scalar(select(Throttle).where(Throttle.key == key).with_for_update())
    if row is None:
        row = Throttle(key=key, count=0, expires_at=now + WINDOW)
        session.add(row)
    row.count += 1
    session.flush()
    return row.count


def _guard() -> None:
    if request.endpoint not in _GUARDED or request.method != "POST":
        return
    address = request.remote_addr or "unknown"
    account = hashlib.sha256(request.form.get("email", "").strip().lower().encode()).hexdigest()[:32]
    if (
        _counts(engine(), f"address {address}") > MOST_PER_ADDRESS
        or _counts(engine(), f"account {account} {address}") > MOST_PER_ACCOUNT
    ):
        raise TooManyRequests(N_("That was a lot of tries. Please wait five minutes, or reset the password."))


def _counts(database: Engine, key: str) -> int:
    # A transaction of its own: a refused sign-in rolls the request's back, and the try must stay counted.
    with transaction(database) as session:
        return count_try(session, key=key, now=utcnow())
