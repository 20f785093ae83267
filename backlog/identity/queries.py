"""Reads of people and tokens."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from backlog.core.errors import NotFound
from backlog.core.i18n import N_
from backlog.identity.models import ApiToken, User
from backlog.identity.secrets import hash_secret

# Read with each page: made once, because making it costs more than running it.
_BY_MARK = select(User).where(User.fs_uniquifier == bindparam("mark"), User.active)
_NAMES = select(User.id, User.name).where(User.id.in_(bindparam("ids", expanding=True)))


def find_user_by_mark(session: Session, mark: str) -> User | None:
    """Return the active person whose sessions bear this mark, None if there is none (any more)."""
    return session.scalar(_BY_MARK, {"mark": mark})


def find_user_by_email(session: Session, email: str) -> User | None:
    """Return the person with this address, None if there is none."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def get_user_by_email(session: Session, email: str) -> User:
    """Return the person with this address; raise NotFound if there is none."""
    user = find_user_by_email(session, email)
    if user is None:
        raise NotFound(N_("There is no account with the address {email}."), params={"email": email})
    return user


def find_user_by_token(session: Session, token: str) -> User | None:
    """Return the active person for whom this API token acts, None if it is unknown or revoked."""
    statement = (
        select(User)
        .join(ApiToken, ApiToken.user_id == User.id)
        .where(ApiToken.token_hash == hash_secret(token), ApiToken.revoked_at.is_(None), User.active)
    )
    return session.scalar(statement)


def stands(connection: Connection, user: User, *, token: str | None = None) -> bool:
    """Tell whether a person who was found before is still active, with the same sessions, and the token not revoked."""
    person = select(User.id).where(User.id == user.id, User.active, User.fs_uniquifier == user.fs_uniquifier)
    if token is not None:
        acts = ApiToken.token_hash == hash_secret(token), ApiToken.revoked_at.is_(None)
        person = person.join(ApiToken, ApiToken.user_id == User.id).where(*acts)
    return connection.scalar(person) is not None


def list_users(session: Session, user_ids: Collection[int]) -> Sequence[User]:
    """Return people by their ids, by name; whoever is not known is left out."""
    return session.scalars(select(User).where(User.id.in_(user_ids)).order_by(User.name, User.id)).all()


def list_api_tokens(session: Session, user: User) -> list[ApiToken]:
    """Return the person's tokens that still work, newest first."""
    statement = (
        select(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
        .limit(100)
    )
    return list(session.scalars(statement))


def count_users(session: Session) -> int:
    """Return how many accounts there are."""
    return session.scalar(select(func.count()).select_from(User)) or 0


def names_of(session: Session, user_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people by their ids; whoever is not known is left out.

    People whom the session has read already cost no statement.
    """
    known = {one.id: one.name for one in session.identity_map.values() if isinstance(one, User) and one.id in user_ids}
    if missing := set(user_ids).difference(known):
        known |= {row.id: row.name for row in session.execute(_NAMES, {"ids": list(missing)})}
    return known
