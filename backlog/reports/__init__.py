"""Reports: what became of the work, derived from what was recorded. Reads only."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages, and the links to them from board and sprints, to the application."""
    from backlog.core.i18n import N_
    from backlog.reports import views
    from backlog.web.slots import Slot, add_slot
    from backlog.workspaces.navigation import NavigationEntry, add_entry

    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
    slot = Slot(
        place="sprint", name="burndown", endpoint="reports.show", label=N_("Burndown"), icon="trending-down",
        argument="number",
    )  # fmt: skip
    add_slot(app, slot)
    daily = Slot(place="board", name="daily", endpoint="reports_daily.show", label=N_("Daily"), icon="sunrise")
    add_slot(app, daily)
    entry = NavigationEntry(
        name="reports", endpoint="reports_overview.show", label=N_("Reports"), icon="chart-no-axes-column", position=70
    )
    add_entry(app, entry)
