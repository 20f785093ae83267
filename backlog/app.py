"""Composition root: settings, kernel, features in order."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from backlog import activity, board, cli, identity, interchange, live, reports, requirements, sprints, workspaces
from backlog.core.db import make_engine
from backlog.core.jobs import JobQueue
from backlog.core.logging import configure_logging
from backlog.web import (
    access,
    api,
    bodies,
    compiling,
    compression,
    converters,
    errors,
    gallery,
    health,
    htmx,
    i18n,
    security,
    session,
    slots,
    templating,
)
from config import Config, load_config

ROOT = Path(__file__).resolve().parent.parent
FEATURES = (
    identity,
    workspaces,
    activity,
    requirements,
    sprints,
    board,
    reports,
    interchange,
    live,
)


def create_app(settings: Config | None = None) -> Flask:
    """Return the application; raise ConfigError for a bad setting, RuntimeError for a view without declared access."""
    settings = settings or load_config()
    app = Flask(
        "backlog",
        root_path=str(ROOT / "backlog"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance_path),
    )
    app.jinja_environment = compiling.LanguageEnvironment
    configure_logging(as_json=settings.is_production)
    _configure(app, settings)
    _add_kernel(app, settings)
    for feature in FEATURES:
        feature.register(app)
    cli.register(app)
    if settings.environment == "development":
        gallery.register(app)
    access.refuse_undeclared(app)
    app.extensions["api"].complete()
    return app


def _configure(app: Flask, settings: Config) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MIGRATIONS_PATH=str(ROOT / "migrations"),
        SESSION_COOKIE_NAME="throughline",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.uses_https,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SECURE=settings.uses_https,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        TESTING=settings.environment == "test",
        WTF_CSRF_TIME_LIMIT=None,
        DEVELOPMENT=settings.environment == "development",
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _add_kernel(app: Flask, settings: Config) -> None:
    engine = make_engine(settings.database_url)
    immediate = settings.environment == "test"
    app.extensions["jobs"] = JobQueue(
        engine=engine, settings=settings, folder=settings.instance_path, immediate=immediate
    )
    bodies.init_bodies(app, upload_limit=settings.upload_limit)
    app.extensions["csrf"] = CSRFProtect(app)
    converters.init_converters(app)
    compression.init_compression(app)
    session.init_sessions(app, engine)
    errors.init_errors(app)
    security.init_security(app, https=settings.uses_https)
    access.init_access(app)
    i18n.init_i18n(app)
    templating.init_templating(app)
    htmx.init_htmx(app)
    slots.init_slots(app)
    api.init_api(app)
    health.init_health(app)
