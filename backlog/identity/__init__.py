"""Users, sign-in and API tokens; the only package that knows Flask-Login and Flask-Security."""

from flask import Flask


def register(app: Flask) -> None:
    """Add sign-in, accounts and their commands to the application."""
    from backlog.identity import account, commands, security, throttling, views

    throttling.init_throttling(app)
    security.init_security(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(account.blueprint)
    app.cli.add_command(commands.create_admin)
    app.cli.add_command(commands.create_token)
