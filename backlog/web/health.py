"""Whether the process is alive and can do its work."""

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from backlog.web.access import public
from backlog.web.session import engine

blueprint = Blueprint("health", __name__)


def init_health(app: Flask) -> None:
    """Add the two addresses that watchers ask."""
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@public
def process() -> ResponseReturnValue:
    """Answer as long as the process runs."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Answer 200 when the database answers and is migrated, else 503 with the reason."""
    fault = find_fault()
    return ({"status": "unavailable", "reason": fault}, 503) if fault else {"status": "ok"}


def find_fault() -> str | None:
    """Return what keeps the application from its work, `database` or `migrations`; None if nothing does."""
    from alembic.runtime.migration import MigrationContext

    try:
        with engine().connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return "database"
    return None if current == newest_revision(current_app) else "migrations"


def newest_revision(app: Flask) -> str | None:
    """Return the migration the code expects."""
    if "newest_revision" not in app.extensions:
        from alembic.config import Config as AlembicConfig
        from alembic.script import ScriptDirectory

        config = AlembicConfig()
        config.set_main_option("script_location", app.config["MIGRATIONS_PATH"])
        app.extensions["newest_revision"] = ScriptDirectory.from_config(config).get_current_head()
    found: str | None = app.extensions["newest_revision"]
    return found
