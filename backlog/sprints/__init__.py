"""Marketing actions and sprints."""

from flask import Flask


def register(app: Flask) -> None:
    """Add sprints and actions to the application, and say how changes to them are taken back."""
    from backlog.activity.undo import register_reverter
    from backlog.activity.views import add_commented
    from backlog.core.i18n import N_
    from backlog.sprints import api, views
    from backlog.sprints.models import COMMENTED, ENTITY, SPRINT_ENTITY
    from backlog.sprints.services.undoing import revert_actions, revert_sprints
    from backlog.web.api import register_api
    from backlog.web.slots import Slot, add_slot
    from backlog.workspaces.linking import add_key_link
    from backlog.workspaces.searching import add_searcher

    views.ask_beyond_limits(app)
    register_reverter(ENTITY, revert_actions)
    register_reverter(SPRINT_ENTITY, revert_sprints)
    add_commented(app, COMMENTED)
    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
    for part in api.BLUEPRINTS:
        register_api(app, part)
    _fill_frame(app)
    add_key_link(app, prefix_of="action_prefix", endpoint="sprints_actions.show")
    add_searcher(app, N_("Actions"), views.find_actions)
    add_searcher(app, N_("Sprints"), views.find_sprints)
    slot = Slot(
        place="thread", name="actions", endpoint="sprints_actions.of_requirement", label=N_("Actions"),
        argument="requirement_key",
    )  # fmt: skip
    add_slot(app, slot)


def _fill_frame(app: Flask) -> None:
    from backlog.core.i18n import N_
    from backlog.core.permissions import Permission
    from backlog.workspaces.navigation import Creation, NavigationEntry, add_creation, add_entry, add_place

    entry = NavigationEntry(
        name="sprints", endpoint="sprints.index", label=N_("Sprints"), icon="square-kanban", position=40
    )
    add_entry(app, entry)
    creation = Creation(
        endpoint="sprints_actions.new", label=N_("Action"), icon="square-check", position=20, shortcut="a",
        permission=Permission.ACTIONS_EDIT, command=N_("New action"),
    )  # fmt: skip
    add_creation(app, creation)
    place = NavigationEntry(
        name="actions", endpoint="sprints_actions.index", label=N_("Action backlog"), icon="list-checks", position=30
    )
    add_place(app, place)
