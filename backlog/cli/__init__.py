"""The command line: what belongs to no single feature, and the example data."""

from flask import Flask

from backlog.cli.commands import migrate

__all__ = ["migrate", "register"]


def register(app: Flask) -> None:
    """Add the commands, and offer the example data to the first page of an empty installation."""
    from backlog.cli import commands

    app.cli.add_command(commands.setup)
    app.cli.add_command(commands.worker)
    app.cli.add_command(commands.seed_demo)
    # Its password is known to everybody, so nobody is offered it where others can reach the door.
    if not app.config["SETTINGS"].is_production:
        app.extensions["seed_example"] = commands.seed_example_now
