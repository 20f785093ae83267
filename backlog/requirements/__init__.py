"""The backlog of customer requirements."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the backlog with its pages and its API, and say how changes to requirements are taken back."""
    from backlog.activity.undo import register_reverter
    from backlog.activity.views import add_commented
    from backlog.requirements import api, views
    from backlog.requirements.models import COMMENTED, ENTITY
    from backlog.requirements.services.undoing import revert
    from backlog.web.api import register_api
    from backlog.workspaces.linking import add_key_link

    register_reverter(ENTITY, revert)
    add_commented(app, COMMENTED)
    add_key_link(app, prefix_of="requirement_prefix", endpoint="requirements.show")
    register_api(app, api.blueprint)
    app.register_blueprint(views.blueprint)
    views.init_pages(app)
