"""Writes about people and tokens."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from backlog.core.clock import DEFAULT_TIME_ZONE
from backlog.core.db import is_sqlite
from backlog.core.errors import Invalid, NotFound
from backlog.core.i18n import N_
from backlog.identity.models import ApiToken, SignInLink, User, handle_of
from backlog.identity.queries import find_user_by_email
from backlog.identity.secrets import hash_secret, new_secret

LINK_VALID = timedelta(days=1)
THEMES = ("system", "light", "dark")


def create_user(
    session: Session,
    *,
    email: str,
    name: str,
    now: datetime,
    password_hash: str | None = None,
    locale: str | None = None,
    time_zone: str = DEFAULT_TIME_ZONE,
) -> User:
    """Create an account; raise Invalid if the address is taken. Without a password only links let the person in."""
    if find_user_by_email(session, email) is not None:
        raise Invalid(N_("There is already an account with this address."), field="email")
    user = User(
        email=email.strip().lower(),
        name=name.strip() or handle_of(email),
        password=password_hash,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        locale=locale,
        time_zone=time_zone,
        created_at=now,
    )
    session.add(user)
    session.flush()
    return user


def lock_users(session: Session) -> None:
    """Let nobody else make an account until the transaction ends; what is counted after this stays so."""
    if not is_sqlite(session):
        session.execute(text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))


def change_preferences(
    session: Session, *, user: User, name: str, locale: str | None, time_zone: str, theme: str, shortcuts: bool,
    mention_mails: bool,
) -> None:  # fmt: skip
    """Change how the application speaks to a person; raise Invalid for an unknown time zone or theme."""
    if time_zone not in available_timezones():
        raise Invalid(N_("This time zone is not known."), field="time_zone")
    if theme not in THEMES:
        raise Invalid(N_("This theme is not known."), field="theme")
    user.name, user.locale, user.time_zone, user.theme, user.shortcuts = name, locale, time_zone, theme, shortcuts
    user.mention_mails = mention_mails
    session.flush()


def issue_sign_in_link(session: Session, *, user: User, now: datetime) -> str:
    """Return the secret of a link that signs the person in once, within a day."""
    secret = new_secret()
    session.add(SignInLink(user_id=user.id, token_hash=hash_secret(secret), expires_at=now + LINK_VALID))
    session.flush()
    return secret


def redeem_sign_in_link(session: Session, *, secret: str, password_hash: str, now: datetime) -> User:
    """Set the password of whom the link is for, use it up and return them; every session of theirs ends.

    Where the link replaces a password, API tokens end as well: somebody else may have had the account. Raise NotFound
    if the link is unknown, used or too old.
    """
    statement = select(SignInLink).where(SignInLink.token_hash == hash_secret(secret)).with_for_update()
    link = session.scalar(statement)
    if link is None or link.used_at is not None or link.expires_at < now:
        raise NotFound(N_("This link has been used or is too old. Ask for a new one."))
    link.used_at = now
    user = session.get_one(User, link.user_id)
    if user.password is not None:
        revoke_all_api_tokens(session, user=user, now=now)
    user.password = password_hash
    end_sessions(session, user=user)
    return user


def end_sessions(session: Session, *, user: User) -> None:
    """End every session of a person, whoever has a copy of its cookie."""
    user.fs_uniquifier = uuid.uuid4().hex
    session.flush()


def create_api_token(session: Session, *, user: User, name: str, now: datetime) -> str:
    """Return a new API token, which is not shown again; raise Invalid without a name."""
    if not name.strip():
        raise Invalid(N_("Give the token a name that says what uses it."), field="name")
    token = new_secret("thr_")
    session.add(ApiToken(user_id=user.id, name=name.strip()[:120], token_hash=hash_secret(token), created_at=now))
    session.flush()
    return token


def revoke_api_token(session: Session, *, user: User, token_id: int, now: datetime) -> None:
    """Stop a token of this person from working; raise NotFound if it is not theirs."""
    token = session.get(ApiToken, token_id)
    if token is None or token.user_id != user.id:
        raise NotFound
    token.revoked_at = token.revoked_at or now
    session.flush()


def revoke_all_api_tokens(session: Session, *, user: User, now: datetime) -> None:
    """Stop every token of this person from working."""
    theirs = (ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
    session.execute(update(ApiToken).where(*theirs).values(revoked_at=now))
