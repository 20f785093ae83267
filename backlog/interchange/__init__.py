"""Files in and out: Jira CSV, other CSV."""

from flask import Flask


def register(app: Flask) -> None:
    """Add imports, hand-overs and exports to the application."""
    from backlog.core.i18n import N_
    from backlog.core.permissions import Permission
    from backlog.interchange import api, commands
    from backlog.interchange.views import exports, hand_overs, imports
    from backlog.web.api import register_api
    from backlog.workspaces.navigation import Creation, NavigationEntry, add_creation, add_place

    app.register_blueprint(imports.blueprint)
    app.register_blueprint(hand_overs.blueprint)
    app.register_blueprint(exports.blueprint)
    register_api(app, api.blueprint)
    app.cli.add_command(commands.export_jira)
    app.cli.add_command(commands.import_csv)
    creation = Creation(
        endpoint="imports.new", label=N_("Import a file"), icon="file-up", position=80,
        permission=Permission.IMPORTS_RUN, command=N_("Import a file"),
    )  # fmt: skip
    add_creation(app, creation)
    place = NavigationEntry(
        name="hand_overs", endpoint="hand_overs.index", label=N_("Hand-overs"), icon="send-horizontal", position=50
    )
    add_place(app, place)
    _fill_slots(app)


def _fill_slots(app: Flask) -> None:
    from backlog.core.i18n import N_
    from backlog.core.permissions import Permission
    from backlog.web.slots import Slot, add_slot

    may = Permission.REQUIREMENTS_HAND_OVER
    label, icon = N_("Hand over"), "send-horizontal"
    into = Slot(
        place="list", name="import", endpoint="imports.new", label=N_("Import"), icon="file-up",
        permission=Permission.IMPORTS_RUN, position=10,
    )  # fmt: skip
    list_slot = Slot(
        place="list",
        name="hand-over",
        endpoint="hand_overs.new",
        label=label,
        icon=icon,
        kind="primary",
        permission=may,
    )
    bulk_slot = Slot(
        place="bulk", name="hand-over", endpoint="hand_overs.new", label=label, icon=icon, permission=may,
        argument="keys",
    )  # fmt: skip
    detail = Slot(
        place="detail",
        name="hand-over",
        endpoint="hand_overs.of_requirement",
        label=N_("Hand-over to Jira"),
        position=20,
    )
    table = Slot(
        place="table", name="csv", endpoint="exports.requirements", label=N_("As CSV"), icon="download",
        permission=Permission.EXPORTS_CREATE,
    )  # fmt: skip
    for slot in (into, list_slot, bulk_slot, detail, table):
        add_slot(app, slot)
