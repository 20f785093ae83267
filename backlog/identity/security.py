"""Flask-Security, set up our way: our addresses, our pages, our session, mail through the job queue."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, current_app, g, render_template, request
from flask_babel import force_locale, format_timedelta, gettext
from flask_login import current_user
from flask_principal import Principal
from flask_security import MailUtil, RoleMixin, Security, SQLAlchemySessionUserDatastore, UserMixin
from flask_security import hash_password as _hash
from flask_security.signals import password_reset, reset_password_instructions_sent
from passlib.context import CryptContext  # type: ignore[import-untyped]
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session, scoped_session

from backlog.core.clock import utcnow
from backlog.core.errors import Conflict
from backlog.core.events import after_commit
from backlog.core.i18n import N_
from backlog.core.jobs import JobContext, job
from backlog.core.mail import Mail, deliver
from backlog.identity.forms import SHORTEST_PASSWORD
from backlog.identity.models import User
from backlog.identity.queries import find_user_by_mark, find_user_by_token, stands
from backlog.identity.services import revoke_all_api_tokens
from backlog.identity.wording import subject_of, wording
from backlog.web import access
from backlog.web.session import db_session, let_go, session_proxy

_BEARER = "bearer"
_NEVER_ASKED: Any = object()


class _NoRole(RoleMixin):
    """Roles belong to memberships; Flask-Security asks for a model it never uses."""


class Datastore(SQLAlchemySessionUserDatastore):
    """Reads and writes users in the request's session; the edge commits."""

    def find_user(self, case_insensitive: bool = False, **criterion: Any) -> User | None:  # noqa: FBT001, FBT002 - Flask-Security's signature
        """Return the person this criterion leads to, None if there is none; that of a session as features want it."""
        if criterion.keys() == {"fs_uniquifier"}:
            load: Callable[[str], User | None] = current_app.extensions["load_user"]
            return load(criterion["fs_uniquifier"])
        return cast("User | None", super().find_user(case_insensitive=case_insensitive, **criterion))

    def set_uniquifier(self, user: Any, uniquifier: str | None = None) -> None:
        """Give a person with a new password a new mark, which ends their sessions.

        Raise Conflict if another request has done so since this one read the person: its link or password is used up.
        """
        session = db_session()
        with session.no_autoflush:
            held = session.scalar(select(User.fs_uniquifier).where(User.id == user.id).with_for_update())
        if held != user.fs_uniquifier:
            raise Conflict(N_("Your password has just been changed elsewhere. Sign in with that one."))
        super().set_uniquifier(user, uniquifier)

    def commit(self) -> None:
        """Send what was changed to the database and leave the commit to the end of the request."""
        db_session().flush()


class UnhurriedPasswords(CryptContext):  # type: ignore[misc]  # passlib has no types
    """Hashes and compares passwords, tens of milliseconds each, while the request holds no lock on the database."""

    def hash(self, secret: str | bytes, **options: Any) -> str:
        """Return the hash of a password."""
        let_go()
        hashed: str = super().hash(secret, **options)
        return hashed

    def verify(self, secret: str | bytes, hash: str, **options: Any) -> bool:  # noqa: A002 - passlib's name
        """Tell whether this is the password of a hash."""
        let_go()
        verified: bool = super().verify(secret, hash, **options)
        return verified


class QueuedMail(MailUtil):
    """Mail goes out by a job after the commit, never within the request."""

    def send_mail(  # type: ignore[override]  # its annotations are narrower than its calls
        self,
        template: str,
        subject: str,
        recipient: str,
        sender: Any,  # noqa: ARG002
        body: str | None,
        html: str | None,  # noqa: ARG002
        **context: Any,
    ) -> None:
        """Queue one mail, in the language of whoever gets it: who asks may sit at another's browser."""
        locale = getattr(context.get("user"), "locale", None)
        if locale is None:
            queue_mail(to=recipient, subject=str(subject), text=body or "")
            return
        with force_locale(locale):
            told = context | {"within": format_timedelta(current_app.config["SECURITY_RESET_PASSWORD_WITHIN"])}
            text, says = render_template(f"{template}.txt", **told), gettext(subject_of(template))
        queue_mail(to=recipient, subject=says, text=text)


@job
def deliver_mail(context: JobContext, *, to: str, subject: str, text: str) -> None:
    """Deliver one mail; the transport's error ends the job and shows in the log."""
    settings = context.settings
    deliver(Mail(to, subject, text), url=settings.mail_url, sender=settings.mail_from)


def hash_password(password: str) -> str:
    """Return what is kept of a password. Slow on purpose: a request leaves its transaction for it."""
    hashed: str = _hash(password)
    return hashed


def queue_mail(*, to: str, subject: str, text: str) -> None:
    """Send a mail once this request's transaction has committed."""
    queue = current_app.extensions["jobs"]
    after_commit(db_session(), lambda: queue.enqueue(deliver_mail, to=to, subject=subject, text=text))


def init_security(app: Flask) -> None:
    """Add sign-in, sign-out, password reset and change."""
    settings = app.config["SETTINGS"]
    app.config.update(_options(app.config["SECRET_KEY"], mail_from=settings.mail_from))
    datastore = Datastore(cast("scoped_session[Session]", session_proxy), User, _NoRole)
    security = app.extensions["user_security"] = Security(app, datastore, mail_util_cls=QueuedMail)
    app.jinja_env.filters["on_this_site"] = _on_this_site
    security.pwd_context = UnhurriedPasswords.from_string(security.pwd_context.to_string())
    _ask_only_when_needed(app)
    reset_password_instructions_sent.connect(_take_as_long, app)
    password_reset.connect(_end_tokens, app)
    access.register_user_loader(app, _find_user)
    access.register_second_look(app, still_signed_in=_still_signed_in)
    register_session_loader(app, lambda mark: find_user_by_mark(db_session(), mark))
    for name in ("login", "forgot_password", "reset_password"):
        access.declare(app, f"security.{name}", access.PUBLIC)
    for name in ("logout", "change_password", "verify"):
        access.declare(app, f"security.{name}", access.SIGNED_IN)


def register_session_loader(app: Flask, load: Callable[[str], User | None]) -> None:
    """Say how the person of a session is read, for a feature that wants more to come along in the same query."""
    app.extensions["load_user"] = load


def _ask_only_when_needed(app: Flask) -> None:
    # Flask-Principal would read the person before each request, those for static files included; we have no use for it.
    hooks = app.before_request_funcs[None]
    hooks[:] = [hook for hook in hooks if not isinstance(getattr(hook, "__self__", None), Principal)]


def _on_this_site(link: str) -> str:
    """Return a link at the address that is ours: the one a request came in by may be anybody's."""
    parts = urlsplit(link)
    return f"{current_app.config['SETTINGS'].base_url}{urlunsplit(('', '', *parts[2:]))}"


def _take_as_long(_app: Flask, **_sent: Any) -> None:
    # Where there is no account, Flask-Security hashes a password for nothing; how long it takes shall not tell either.
    hash_password("not-a-password")


def _end_tokens(_app: Flask, *, user: User, **_sent: Any) -> None:
    # Whoever resets a password may have had a stranger in the account, who would come back by a token made then.
    revoke_all_api_tokens(db_session(), user=user, now=utcnow())


def _options(secret: str, *, mail_from: str) -> dict[str, Any]:
    return {
        **wording(),
        # argon2 salts by itself; a pepper from the secret key would lock everybody out when that is renewed.
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_SALT": hashlib.sha256(f"password salt {secret}".encode()).hexdigest(),
        "SECURITY_PASSWORD_HASH": "argon2",
        # What a reset link says of the password it replaces: a digest of its hash, which needs no slow one of its own.
        "SECURITY_HASHING_SCHEMES": ["hex_sha512"],
        "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": None,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_RESET_URL": "/reset-password",
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_POST_CHANGE_VIEW": "/account",
        "SECURITY_RECOVERABLE": True,
        # Whoever reads an old mail shall not get in by it.
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        # Its HTML would say everything a second time, in other words than ours.
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_SENDER": mail_from,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_DEFAULT_REMEMBER_ME": True,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_FLASH_MESSAGES": True,
        # Ours says it for every page; theirs writes `no-store=True`, which is no directive.
        "SECURITY_CACHE_CONTROL": None,
        "SECURITY_LOGIN_USER_TEMPLATE": "identity/sign_in.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "identity/forgot_password.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "identity/reset_password.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "identity/change_password.html",
        "SECURITY_VERIFY_TEMPLATE": "identity/verify.html",
    }


def _find_user() -> UserMixin | None:
    found = g.get("found_user", _NEVER_ASKED)
    if found is _NEVER_ASKED:
        found = g.found_user = _by_token() if request.path.startswith("/api/") else _by_session()
    return cast("UserMixin | None", found)


def _by_session() -> UserMixin | None:
    user: Any = current_user
    found: UserMixin | None = user._get_current_object() if user and user.is_authenticated else None  # noqa: SLF001 - the proxy's own way
    return found


def _by_token() -> User | None:
    token = _bearer()
    return find_user_by_token(db_session(), token) if token is not None else None


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == _BEARER else None


def _still_signed_in(connection: Connection, user: User) -> bool:
    is_program = request.path.startswith("/api/")
    return stands(connection, user, token=_bearer() if is_program else None)
