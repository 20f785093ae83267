"""Server-sent events: hints about what changed, so that open pages follow what others do."""

from flask import Flask


def register(app: Flask) -> None:
    """Announce changes and let pages listen for them."""
    from backlog.core.events import subscribe
    from backlog.live import views
    from backlog.live.broker import Broker
    from backlog.live.services import announce_changes

    subscribe(announce_changes)
    app.extensions["live"] = Broker(app.extensions["engine"], most_listeners=app.config["SETTINGS"].live_streams)
    app.register_blueprint(views.blueprint)
    app.extensions["live_endpoint"] = "live.stream"
    app.extensions["live_changes_endpoint"] = "live.changes"
