"""The measures in which work is counted, in words."""

from decimal import Decimal
from typing import Any

from flask import request, url_for
from flask_babel import gettext, ngettext

from backlog.reports.history import Measure
from backlog.web.access import current_workspace
from backlog.web.templating import number


def asked_measure(usual: Measure) -> Measure:
    """Return the measure the address asks for; the usual one where it asks for none that there is."""
    wanted = request.args.get("measure")
    return Measure(wanted) if wanted in set(Measure) else usual


def measure_links(endpoint: str, chosen: Measure, **place: Any) -> list[dict[str, Any]]:
    """Return the measures a page can be shown in."""
    labels = {
        Measure.HOURS: gettext("Hours"),
        Measure.POINTS: gettext("Points"),
        Measure.ACTIONS: gettext("Number of actions"),
    }
    here = {"workspace": current_workspace().slug, **place}
    return [
        {"label": label, "href": url_for(endpoint, **here, measure=one), "is_current": one == chosen}
        for one, label in labels.items()
    ]


def amount(value: Decimal, measure: Measure) -> str:
    """Return an amount with its unit."""
    return count_of_actions(value) if measure is Measure.ACTIONS else f"{number(value)} {unit(measure)}"


def count_of_actions(count: Decimal) -> str:
    """Return how many actions, in words."""
    return str(ngettext("%(num)d action", "%(num)d actions", int(count)))


def unit(measure: Measure) -> str:
    """Return the short unit of a measure; actions have none."""
    return {Measure.HOURS: "h", Measure.POINTS: str(gettext("pt")), Measure.ACTIONS: ""}[measure]
