"""Pages of reports."""

from backlog.reports.views import overview, sprints

BLUEPRINTS = (sprints.blueprint, overview.blueprint)
