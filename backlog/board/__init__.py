"""The board: the face of the sprint that is under way."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the board, and my cards to the front page, to the application."""
    from backlog.board import api, views
    from backlog.core.i18n import N_
    from backlog.web.api import register_api
    from backlog.workspaces.front import Part, add_part
    from backlog.workspaces.navigation import NavigationEntry, add_place

    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
    register_api(app, api.blueprint)
    board = NavigationEntry(name="board", endpoint="board.show", label=N_("Board"), icon="square-kanban", position=20)
    add_place(app, board)
    add_part(app, Part(endpoint="board.today", position=20, count=views.count_mine))
