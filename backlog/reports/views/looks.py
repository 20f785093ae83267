"""The report as the page shows it: figures, and charts as the tables they are drawn from, with every word ready."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext

from backlog.core.permissions import Permission
from backlog.reports.burndown import BurndownDay, Mark, burndown_of
from backlog.reports.burnup import BurnupDay, burnup_of
from backlog.reports.flow import FlowDay, flow_of
from backlog.reports.history import Measure, SprintHistory, Totals
from backlog.reports.queries import SprintStory
from backlog.reports.views.charts import Chart, Column, Row
from backlog.reports.views.measures import amount, count_of_actions, measure_links, unit
from backlog.sprints.models import Sprint
from backlog.sprints.views.words import days_left, verdict_sentence
from backlog.web.access import current_workspace, may
from backlog.web.templating import date_of_week, number

# So many bands differ in how they look; the one of what is done is the first.
AREAS = 4


def report_context(story: SprintStory, measure: Measure, columns: Mapping[int, str]) -> dict[str, Any]:
    """Return what the page shows; `columns` are the names of the board's columns by their ids, from left to right."""
    sprint, totals = story.sprint, story.history.totals(measure)
    flow = _flow(story, columns)
    return {
        "sprint": sprint,
        "verdict": verdict_sentence((sprint.report or {}).get("goal_verdict")),
        "days_left": "" if sprint.completed_at else days_left(sprint, story.frame.day_of(story.frame.now)),
        "figures": _figures(story.history, totals, measure),
        "measures": measure_links("reports.show", measure, number=sprint.number),
        # A sprint that never held anything has no bands to draw.
        "charts": [
            _burndown(story, measure, totals),
            _burnup(story, measure, totals),
            *([flow] if flow.columns else []),
        ],
    }


def _figures(history: SprintHistory, totals: Totals, measure: Measure) -> list[dict[str, Any]]:
    """Return the large figures, with the number of actions below those of an estimate."""
    counts = history.totals(Measure.ACTIONS)
    labels = {
        "committed": gettext("committed"),
        "added": gettext("added"),
        "removed": gettext("removed"),
        "done": gettext("done"),
        "unfinished": gettext("unfinished") if history.completed_at else gettext("still to do"),
    }
    signs = {"added": "+", "removed": "−"}
    return [
        {
            "value": f"{signs.get(name, '') if getattr(totals, name) else ''}{number(getattr(totals, name))}",
            "unit": unit(measure),
            "label": label,
            "note": count_of_actions(getattr(counts, name)) if measure is not Measure.ACTIONS else "",
        }
        for name, label in labels.items()
    ]


def _burndown(story: SprintStory, measure: Measure, totals: Totals) -> Chart:
    chart = burndown_of(story.history, measure, story.frame)
    columns = [Column(gettext("Left"), "ink"), Column(gettext("Scope"), "scope")]
    columns += [Column(gettext("Even pace"), "ideal")] if chart.ideal_start is not None else []
    width = len(columns)
    start = Row(gettext("At the start"), (chart.start, chart.scope, chart.ideal_start)[:width])
    days = [_burndown_row(day, measure, width) for day in chart.days]
    about = {
        Measure.HOURS: gettext("hours left at the end of each day"),
        Measure.POINTS: gettext("points left at the end of each day"),
        Measure.ACTIONS: gettext("actions left at the end of each day"),
    }
    summary = gettext(
        "%(start)s at the start, %(left)s left of %(scope)s.",
        start=number(chart.start), left=amount(totals.unfinished, measure), scope=number(_scope(totals)),
    )  # fmt: skip
    return Chart(
        "burndown", gettext("Burndown"), about[measure], summary, columns, [start, *days],
        _file_url("reports.burndown", story.sprint, measure), gettext("Day"), gettext("Burndown by day"),
        has_marks=True,
    )  # fmt: skip


def _burndown_row(day: BurndownDay, measure: Measure, width: int) -> Row:
    figures = (day.remaining, day.scope, day.ideal)[:width]
    marks = [(mark.key, f"{_signed(mark.amount)} {unit(measure)}".rstrip()) for mark in day.marks]
    return Row(date_of_week(day.on), figures, marks, _tick(day), _note(day.marks))


def _burnup(story: SprintStory, measure: Measure, totals: Totals) -> Chart:
    chart = burnup_of(story.history, measure, story.frame)
    columns = [Column(gettext("Done"), "ink"), Column(gettext("Scope"), "scope")]
    start = Row(gettext("At the start"), (chart.done, chart.scope))
    days = [Row(date_of_week(day.on), (day.done, day.scope), tick=_tick(day)) for day in chart.days]
    about = {
        Measure.HOURS: gettext("hours done and hours in the sprint at the end of each day"),
        Measure.POINTS: gettext("points done and points in the sprint at the end of each day"),
        Measure.ACTIONS: gettext("actions done and actions in the sprint at the end of each day"),
    }
    summary = gettext(
        "%(done)s of %(scope)s done.", done=number(totals.done), scope=amount(_scope(totals), measure)
    )  # fmt: skip
    return Chart(
        "burnup", gettext("Burnup"), about[measure], summary, columns, [start, *days],
        _file_url("reports.burnup", story.sprint, measure), gettext("Day"), gettext("Burnup by day"),
    )  # fmt: skip


def _flow(story: SprintStory, names: Mapping[int, str]) -> Chart:
    flow = flow_of(story.history, story.columns, story.frame)
    shown = flow.held(names)

    def figures(counts: Mapping[int, int] | None) -> list[int | None]:
        return [None if counts is None else counts.get(column, 0) for column in shown]

    start = Row(gettext("At the start"), figures(flow.start))
    days = [Row(date_of_week(day.on), figures(day.counts), tick=_tick(day)) for day in flow.days]
    columns = [Column(names[column], f"area-{at % AREAS}") for at, column in enumerate(reversed(shown))][::-1]
    return Chart(
        "flow", gettext("Cumulative flow"), gettext("actions in each column at the end of each day"),
        gettext("Wide bands are where work waits."), columns, [start, *days],
        _file_url("reports.flow", story.sprint, None), gettext("Day"), gettext("Cumulative flow by day"), kind="areas",
    )  # fmt: skip


def _scope(totals: Totals) -> Decimal:
    return totals.done + totals.unfinished


def _file_url(endpoint: str, sprint: Sprint, measure: Measure | None) -> str:
    if not may(Permission.EXPORTS_CREATE):
        return ""
    return url_for(endpoint, workspace=current_workspace().slug, number=sprint.number, measure=measure)


def _tick(day: BurndownDay | BurnupDay | FlowDay) -> str:
    """Return weekday and day alone, as there is room for below an axis."""
    return date_of_week(day.on).rpartition(" ")[0].replace(",", "")


def _note(marks: Sequence[Mark]) -> str:
    amounts = [mark.amount for mark in marks]
    sums = (sum(amount for amount in amounts if amount > 0), sum(amount for amount in amounts if amount < 0))
    return " ".join(_signed(Decimal(one)) for one in sums if one)


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else '−'}{number(abs(amount))}"
