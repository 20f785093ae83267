"""Pages of reports."""

from backlog.reports.views.sprints import blueprint

BLUEPRINTS = (blueprint,)
