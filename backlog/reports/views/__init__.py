"""Pages of reports."""

from backlog.reports.views import daily, overview, sprints

BLUEPRINTS = (sprints.blueprint, overview.blueprint, daily.blueprint)
