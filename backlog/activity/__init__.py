"""Append-only events: audit trail, history, live cursor, source of every chart."""

from flask import Flask


def register(app: Flask) -> None:
    """Start writing what happens."""
    from backlog.activity import api, views
    from backlog.activity.services import write_activities
    from backlog.core.events import subscribe
    from backlog.web.api import register_api

    subscribe(write_activities)
    app.register_blueprint(views.blueprint)
    register_api(app, api.blueprint)
