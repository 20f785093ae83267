"""The report as the page shows it: figures, and charts as the tables they are drawn from, with every word ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from backlog.core.permissions import Permission
from backlog.reports.burndown import BurndownDay, Mark, burndown_of
from backlog.reports.burnup import BurnupDay, burnup_of
from backlog.reports.history import Measure, SprintHistory, Totals
from backlog.reports.queries import SprintStory
from backlog.sprints.models import Sprint
from backlog.sprints.views.words import days_left, verdict_sentence
from backlog.web.access import current_workspace, may
from backlog.web.templating import date_of_week, number


@dataclass(frozen=True, slots=True)
class Column:
    """One column of figures and the line that is drawn from it; the first is the one the chart is about."""

    label: str
    line: str


@dataclass(frozen=True, slots=True)
class Row:
    """One moment: what it is called, its figures (None: none yet), and which actions changed the scope by how much."""

    label: str
    figures: Sequence[Decimal | None]
    marks: Sequence[tuple[str, str]] = ()
    tick: str = ""
    # By how much the scope grew and shrank in all, as the chart says it.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table; `about` says what is counted, `summary` what it comes to."""

    name: str
    title: str
    about: str
    summary: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    file_url: str
    has_marks: bool = False


def report_context(story: SprintStory, measure: Measure) -> dict[str, Any]:
    """Return what the page shows."""
    sprint, totals = story.sprint, story.history.totals(measure)
    return {
        "sprint": sprint,
        "verdict": verdict_sentence((sprint.report or {}).get("goal_verdict")),
        "days_left": "" if sprint.completed_at else days_left(sprint, story.frame.day_of(story.frame.now)),
        "figures": _figures(story.history, totals, measure),
        "measures": _measures(sprint, measure),
        "charts": [_burndown(story, measure, totals), _burnup(story, measure, totals)],
    }


def _measures(sprint: Sprint, chosen: Measure) -> list[dict[str, Any]]:
    labels = {
        Measure.HOURS: gettext("Hours"),
        Measure.POINTS: gettext("Points"),
        Measure.ACTIONS: gettext("Number of actions"),
    }
    here = {"workspace": current_workspace().slug, "number": sprint.number}
    return [
        {"label": label, "href": url_for("reports.show", **here, measure=one), "is_current": one == chosen}
        for one, label in labels.items()
    ]


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
            "unit": _unit(measure),
            "label": label,
            "note": _actions(getattr(counts, name)) if measure is not Measure.ACTIONS else "",
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
        start=number(chart.start), left=_amount(totals.unfinished, measure), scope=number(_scope(totals)),
    )  # fmt: skip
    url = _file_url("reports.burndown", story.sprint, measure)
    return Chart("burndown", gettext("Burndown"), about[measure], summary, columns, [start, *days], url, has_marks=True)


def _burndown_row(day: BurndownDay, measure: Measure, width: int) -> Row:
    figures = (day.remaining, day.scope, day.ideal)[:width]
    marks = [(mark.key, f"{_signed(mark.amount)} {_unit(measure)}".rstrip()) for mark in day.marks]
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
        "%(done)s of %(scope)s done.", done=number(totals.done), scope=_amount(_scope(totals), measure)
    )  # fmt: skip
    url = _file_url("reports.burnup", story.sprint, measure)
    return Chart("burnup", gettext("Burnup"), about[measure], summary, columns, [start, *days], url)


def _scope(totals: Totals) -> Decimal:
    return totals.done + totals.unfinished


def _file_url(endpoint: str, sprint: Sprint, measure: Measure) -> str:
    if not may(Permission.EXPORTS_CREATE):
        return ""
    return url_for(endpoint, workspace=current_workspace().slug, number=sprint.number, measure=measure)


def _tick(day: BurndownDay | BurnupDay) -> str:
    """Return weekday and day alone, as there is room for below an axis."""
    return date_of_week(day.on).rpartition(" ")[0].replace(",", "")


def _note(marks: Sequence[Mark]) -> str:
    amounts = [mark.amount for mark in marks]
    sums = (sum(amount for amount in amounts if amount > 0), sum(amount for amount in amounts if amount < 0))
    return " ".join(_signed(Decimal(one)) for one in sums if one)


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else '−'}{number(abs(amount))}"


def _amount(value: Decimal, measure: Measure) -> str:
    return _actions(value) if measure is Measure.ACTIONS else f"{number(value)} {_unit(measure)}"


def _actions(count: Decimal) -> str:
    return str(ngettext("%(num)d action", "%(num)d actions", int(count)))


def _unit(measure: Measure) -> str:
    return {Measure.HOURS: "h", Measure.POINTS: str(gettext("pt")), Measure.ACTIONS: ""}[measure]
