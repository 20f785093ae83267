"""Brakes on guessing passwords and on mails, counted in the database so that all processes share them.

For tries, three fixed windows: one for each account from one address, wider ones for each address and for each
account, so that many addresses together cannot guess either. For mails, one for each sender and one for each address
that can be named by others.
"""

import hashlib
from datetime import datetime, timedelta

from flask import Flask, current_app, request
from flask_security import EmailValidateException, Security
from sqlalchemy import Engine, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backlog.core.clock import utcnow
from backlog.core.db import is_sqlite, transaction
from backlog.core.errors import TooManyRequests
from backlog.core.i18n import N_
from backlog.identity.models import Throttle
from backlog.web.access import find_current_user
from backlog.web.session import engine, let_go

WINDOW = timedelta(minutes=5)
MOST_PER_ACCOUNT = 10
MOST_PER_ADDRESS = 100
# Wide enough that a stranger has to keep at it from many addresses to keep somebody out for minutes.
MOST_PER_ACCOUNT_ANYWHERE = 100
MAIL_WINDOW = timedelta(hours=1)
# As many as one comment can name.
MOST_MAILS_BY_ONE = 50
MOST_MAILS_TO_ONE = 5
_RESET = "security.forgot_password"
_GUARDED = frozenset({"security.login", _RESET})
# Here it is known whose password is guessed: whoever sits at a browser left open must not find it out either.
_OWN = frozenset({"security.change_password", "security.verify"})
_TOO_MANY_TRIES = N_("That was a lot of tries. Please wait five minutes, or reset the password.")
_TOO_MANY_RESETS = N_("A link was asked for many times. Look into the mailbox, or try again in five minutes.")


def init_throttling(app: Flask) -> None:
    """Count each try before anything else opens the database."""
    app.before_request_funcs.setdefault(None, []).insert(0, _guard)


def count_try(session: Session, *, key: str, now: datetime, by: int = 1, window: timedelta = WINDOW) -> int:
    """Count `by` more tries under a key and return how many there were in the current window."""
    # One statement counts, so that two who come at once are two; what others hold is cleared away by somebody later.
    over = select(Throttle.key).where(Throttle.expires_at <= now, Throttle.key != key).with_for_update(skip_locked=True)
    session.execute(delete(Throttle).where(Throttle.key.in_(over)), execution_options={"synchronize_session": False})
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    is_over = Throttle.expires_at <= now
    statement = insert(Throttle).values(key=key, count=by, expires_at=now + window)
    counted = statement.on_conflict_do_update(
        index_elements=[Throttle.key],
        set_={
            "count": case((is_over, by), else_=Throttle.count + by),
            "expires_at": case((is_over, now + window), else_=Throttle.expires_at),
        },
    )
    return session.scalars(counted.returning(Throttle.count)).one()


def count_mails(session: Session, *, sender_id: int, kind: str, wanted: int, now: datetime) -> int:
    """Return how many of the `wanted` mails of a kind this person may still cause within the hour, and count them.

    Counted in the caller's transaction: what is rolled back has sent nothing.
    """
    key = f"{kind} mails of {sender_id}"
    count = count_try(session, key=key, by=wanted, window=MAIL_WINDOW, now=now)
    return max(0, min(wanted, MOST_MAILS_BY_ONE - (count - wanted)))


def is_mailed_enough(session: Session, *, email: str, kind: str, now: datetime) -> bool:
    """Tell whether an address has had its mails of a kind for this hour, and count one more."""
    return count_try(session, key=f"{kind} mails to {_digest(email)}", window=MAIL_WINDOW, now=now) > MOST_MAILS_TO_ONE


def _guard() -> None:
    if request.endpoint not in _GUARDED | _OWN or request.method != "POST":
        return
    address = request.remote_addr or "unknown"
    email = _own_email() if request.endpoint in _OWN else request.form.get("email", "")
    account = _digest(email)
    # Counting takes a transaction of its own, which would wait for this request's: what is wrong with an address is
    # said in the language of whoever asks, who is read for it.
    let_go()
    if (
        _counts(engine(), f"address {address}") > MOST_PER_ADDRESS
        or _counts(engine(), f"account {account} {address}") > MOST_PER_ACCOUNT
        or _counts(engine(), f"account {account}") > MOST_PER_ACCOUNT_ANYWHERE
    ):
        raise TooManyRequests(_TOO_MANY_RESETS if request.endpoint == _RESET else _TOO_MANY_TRIES)
    if request.endpoint == _RESET:
        _refuse_more_resets(email)


def _refuse_more_resets(email: str) -> None:
    # Whether there is such an account or not: the answer shall not tell.
    with transaction(engine()) as session:
        is_enough = is_mailed_enough(session, email=email, kind="reset", now=utcnow())
    if is_enough:
        raise TooManyRequests(
            N_("A link for this address was asked for several times. Look into its mailbox, or try again in an hour.")
        )


def _own_email() -> str:
    user = find_current_user()
    return user.email if user is not None else ""


def _digest(email: str) -> str:
    return hashlib.sha256(_account_of(email).encode()).hexdigest()[:32]


def _account_of(text: str) -> str:
    """Return the address as the account is looked for by it: the same in letters of another width is the same."""
    security: Security = current_app.extensions["user_security"]
    try:
        address = security.mail_util.normalize(text)
    except EmailValidateException:
        address = text
    return address.strip().lower()


def _counts(database: Engine, key: str) -> int:
    # A transaction of its own: a refused sign-in rolls the request's back, and the try must stay counted.
    with transaction(database) as session:
        return count_try(session, key=key, now=utcnow())
