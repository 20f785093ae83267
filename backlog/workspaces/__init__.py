"""Workspaces, who belongs to them as what, and their settings and catalogues."""

from flask import Flask


def register(app: Flask) -> None:
    """Add workspaces, their settings and the navigation to the application."""
    from backlog.web.api import register_api
    from backlog.workspaces import (
        api,
        invitations,
        linking,
        navigation,
        resolving,
        searching,
        services,
        settings,
        setup,
        views,
        working_time,
    )

    resolving.init_resolving(app)
    navigation.init_navigation(app)
    searching.init_searching(app)
    linking.init_linking(app)
    for pages in (views, setup, settings, invitations, working_time, searching):
        app.register_blueprint(pages.blueprint)
    register_api(app, api.blueprint)
    app.extensions.setdefault("admin_hooks", []).append(services.make_administrator_everywhere)
