"""The board: the face of the sprint that is under way."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the board, and my cards to the front page, to the application."""
    from backlog.board import api, views
    from backlog.web.api import register_api

    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_api(app, api.blueprint)
    app.extensions["today"].append("board.today")
