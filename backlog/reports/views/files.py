"""Charts as tables for a spreadsheet: days as ISO 8601 writes them, numbers with a point."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from flask_babel import gettext

from backlog.reports.burndown import Burndown
from backlog.reports.burnup import Burnup
from backlog.reports.flow import Flow
from backlog.reports.velocity import Velocity
from backlog.reports.views.trends import Trend


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


def flow_header(flow: Flow, names: Mapping[int, str]) -> list[str]:
    """Return what stands above a cumulative flow: the day, and the board's columns that held anything."""
    return [gettext("Day"), *(names[column] for column in flow.held(names))]


def flow_rows(flow: Flow, names: Mapping[int, str]) -> Iterator[list[str]]:
    """Yield the start, whose day is empty, and a row for each day; one still to come has no figures."""
    columns = flow.held(names)
    yield ["", *(str(flow.start.get(column, 0)) for column in columns)]
    for day in flow.days:
        counts = day.counts
        yield [day.on.isoformat(), *("" if counts is None else str(counts.get(column, 0)) for column in columns)]


def velocity_header() -> list[str]:
    """Return what stands above the columns of sprints side by side."""
    return [
        gettext("Sprint"), gettext("Planned end"), gettext("Committed"), gettext("Came later"), gettext("Taken out"),
        gettext("Done"), gettext("Unfinished"), gettext("Of the plan done"), gettext("Unplanned"),
    ]  # fmt: skip


def velocity_rows(velocities: Iterable[Velocity]) -> Iterator[list[str]]:
    """Yield a row for each sprint; shares are between 0 and 1."""
    for one in velocities:
        figures = (
            one.committed, one.added, one.removed, one.done, one.unfinished, one.predictability, one.unplanned
        )  # fmt: skip
        yield [str(one.number), one.ends_on.isoformat(), *map(_plain, figures)]


def throughput_header() -> list[str]:
    """Return what stands above weeks."""
    return [gettext("Monday"), gettext("Done")]


def throughput_rows(weeks: Iterable[tuple[date, int]]) -> Iterator[list[str]]:
    """Yield a row for each week."""
    for monday, count in weeks:
        yield [monday.isoformat(), str(count)]


def times_header() -> list[str]:
    """Return what stands above finished actions."""
    return [
        gettext("Key"), gettext("Instrument"), gettext("Done"), gettext("Cycle time in working days"),
        gettext("Lead time in working days"),
    ]  # fmt: skip


def times_rows(trend: Trend) -> Iterator[list[str]]:
    """Yield a row for each finished action."""
    for one in trend.finished:
        cycle = "" if one.cycle is None else str(one.cycle)
        yield [one.key, trend.instruments.get(one.entity, ""), one.done_on.isoformat(), cycle, str(one.lead)]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{round(value, 2).normalize():f}"
