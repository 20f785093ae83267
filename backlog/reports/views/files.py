"""Charts as tables for a spreadsheet: days as ISO 8601 writes them, numbers with a point."""

from collections.abc import Iterator
from decimal import Decimal

from flask_babel import gettext

from backlog.reports.burndown import Burndown
from backlog.reports.burnup import Burnup


def burndown_header() -> list[str]:
    """Return what stands above the columns of a burndown."""
    return [
        gettext("Day"), gettext("Left"), gettext("Scope"), gettext("Even pace"), gettext("Added"), gettext("Removed"),
        gettext("Changes of scope"),
    ]  # fmt: skip


def burndown_rows(chart: Burndown) -> Iterator[list[str]]:
    """Yield the start, whose day is empty, and a row for each day."""
    yield ["", _plain(chart.start), _plain(chart.scope), _plain(chart.ideal_start), "", "", ""]
    for day in chart.days:
        amounts = [mark.amount for mark in day.marks]
        added = sum((amount for amount in amounts if amount > 0), Decimal(0))
        removed = -sum((amount for amount in amounts if amount < 0), Decimal(0))
        marks = ", ".join(f"{mark.key} {mark.amount.normalize():+f}" for mark in day.marks)
        figures = (day.remaining, day.scope, day.ideal, added or None, removed or None)
        yield [day.on.isoformat(), *map(_plain, figures), marks]


def burnup_header() -> list[str]:
    """Return what stands above the columns of a burnup."""
    return [gettext("Day"), gettext("Done"), gettext("Scope")]


def burnup_rows(chart: Burnup) -> Iterator[list[str]]:
    """Yield the start, whose day is empty, and a row for each day."""
    yield ["", _plain(chart.done), _plain(chart.scope)]
    for day in chart.days:
        yield [day.on.isoformat(), _plain(day.done), _plain(day.scope)]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{round(value, 2).normalize():f}"
