"""What the page of all reports says, with every word ready."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from backlog.core.alphabet import alphabetical
from backlog.core.permissions import Permission
from backlog.reports.history import Measure
from backlog.reports.percentiles import percentile
from backlog.reports.times import Finished
from backlog.reports.velocity import Velocity, spread_of
from backlog.reports.views.charts import Chart, Column, Row
from backlog.reports.views.measures import amount, measure_links, unit
from backlog.web.access import current_workspace, may
from backlog.web.templating import date_short, number

WEEKS = 12
SPAN = timedelta(weeks=WEEKS - 1)
PERCENTS = (50, 70, 85, 95)
_HALF, _MOST = 50, 85
# Of fewer values a percentile says little; so few sprints have no spread.
_ENOUGH_ACTIONS, _ENOUGH_SPRINTS = 10, 3
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Trend:
    """What was finished in the last weeks: one by one, how much in each week (by its Monday), instruments by id."""

    finished: Sequence[Finished]
    weeks: Sequence[tuple[date, int]]
    instruments: Mapping[int, str]


def overview_context(velocities: Sequence[Velocity], measure: Measure, trend: Trend) -> dict[str, Any]:
    """Return what the page shows."""
    return {
        "figures": [*_sprint_figures(velocities, measure), *_time_figures(trend)],
        "measures": measure_links("reports_overview.show", measure),
        "sprints": len(velocities),
        "weeks": WEEKS,
        "velocity": _velocity(velocities, measure) if velocities else None,
        "throughput": _throughput(trend) if trend.finished else None,
        "times": list(_times(trend.finished)) if trend.finished else [],
        "percents": PERCENTS,
        "by_instrument": _by_instrument(trend),
        "times_url": _file_url("reports_overview.times"),
        "notes": list(_notes(velocities, trend)),
    }


def _sprint_figures(velocities: Sequence[Velocity], measure: Measure) -> Iterator[dict[str, str]]:
    done = spread_of([one.done for one in velocities])
    if done is None:
        return
    low, high = number(done.low), amount(done.high, measure)
    yield {
        "value": number(done.median),
        "unit": unit(measure),
        "label": gettext("velocity, the median"),
        "note": gettext("%(low)s to %(high)s a sprint", low=low, high=high),
    }
    labels = {"predictability": gettext("of the plan done"), "unplanned": gettext("unplanned")}
    for name, label in labels.items():
        shares = [share for one in velocities if (share := getattr(one, name)) is not None]
        spread = spread_of(shares)
        if spread is not None:
            low, high = _percent(spread.low), _percent(spread.high)
            note = gettext("%(low)s to %(high)s %%", low=low, high=high)
            yield {"value": _percent(spread.median), "unit": "%", "label": label, "note": note}


def _time_figures(trend: Trend) -> Iterator[dict[str, str]]:
    labels = {"cycle": gettext("cycle time of 85 %"), "lead": gettext("lead time of 85 %")}
    for name, label in labels.items():
        days = _ordered(trend.finished, name)
        if days:
            half = gettext("half within %(days)s", days=_days(percentile(days, _HALF)))
            most = percentile(days, _MOST)
            yield {"value": str(most), "unit": ngettext("day", "days", most), "label": label, "note": half}


def _velocity(velocities: Sequence[Velocity], measure: Measure) -> Chart:
    columns = [
        Column(gettext("Done"), "ink"), Column(gettext("Committed"), "other"), Column(gettext("Came later")),
        Column(gettext("Taken out")), Column(gettext("Unfinished")), Column(gettext("Of the plan done"), unit="%"),
        Column(gettext("Unplanned"), unit="%"),
    ]  # fmt: skip
    rows = [_sprint_row(one) for one in velocities]
    done = spread_of([one.done for one in velocities])
    summary = gettext(
        "%(low)s to %(high)s done in a sprint, the median is %(median)s.",
        low=number(done.low), high=amount(done.high, measure), median=number(done.median),
    ) if done else ""  # fmt: skip
    about = {
        Measure.HOURS: gettext("hours committed at the start and done, sprint by sprint"),
        Measure.POINTS: gettext("points committed at the start and done, sprint by sprint"),
        Measure.ACTIONS: gettext("actions committed at the start and done, sprint by sprint"),
    }
    return Chart(
        "velocity", gettext("Velocity"), about[measure], summary, columns, rows,
        _file_url("reports_overview.velocity", measure=measure), gettext("Sprint"), gettext("Velocity by sprint"),
    )  # fmt: skip


def _sprint_row(one: Velocity) -> Row:
    shares = (None if share is None else round(share * _WHOLE) for share in (one.predictability, one.unplanned))
    figures = (one.done, one.committed, one.added, one.removed, one.unfinished, *shares)
    url = url_for("reports.show", workspace=current_workspace().slug, number=one.number)
    return Row(str(one.number), figures, tick=str(one.number), href=url)


def _throughput(trend: Trend) -> Chart:
    rows = [
        Row(gettext("Week of %(day)s", day=date_short(on)), (count,), tick=date_short(on)) for on, count in trend.weeks
    ]
    whole = len(trend.finished)
    summary = ngettext(
        "%(num)d action finished in %(weeks)s weeks.", "%(num)d actions finished in %(weeks)s weeks.", whole,
        weeks=len(trend.weeks),
    )  # fmt: skip
    return Chart(
        "throughput", gettext("Throughput"), gettext("actions finished in each week"), summary,
        [Column(gettext("Done"), "ink")], rows, _file_url("reports_overview.throughput"), gettext("Week"),
        gettext("Throughput by week"),
    )  # fmt: skip


def _times(finished: Sequence[Finished]) -> Iterator[tuple[str, str, list[int]]]:
    """Yield what is timed, from when to when, and within how many days which percent of the actions were done."""
    labels = {
        "cycle": (gettext("Cycle time"), gettext("from when work began until it was done")),
        "lead": (gettext("Lead time"), gettext("from when it was written down until it was done")),
    }
    for name, (label, meaning) in labels.items():
        if days := _ordered(finished, name):
            yield label, meaning, [percentile(days, percent) for percent in PERCENTS]


def _by_instrument(trend: Trend) -> list[tuple[str, int, int, int]]:
    """Return instruments with how many of their actions were finished, and within how many days half and most were."""
    cycles: dict[str, list[int]] = {}
    for one in trend.finished:
        name = trend.instruments.get(one.entity)
        if name is not None and one.cycle is not None:
            cycles.setdefault(name, []).append(one.cycle)
    return [
        (name, len(days), percentile(sorted(days), _HALF), percentile(sorted(days), _MOST))
        for name, days in sorted(cycles.items(), key=lambda entry: alphabetical(entry[0]))
    ]


def _notes(velocities: Sequence[Velocity], trend: Trend) -> Iterator[str]:
    count = len(velocities)
    if 0 < count < _ENOUGH_SPRINTS:
        yield ngettext(
            "With %(num)d completed sprint the spread says little yet; from three on it does.",
            "With %(num)d completed sprints the spread says little yet; from three on it does.",
            count,
        )
    if 0 < len(trend.finished) < _ENOUGH_ACTIONS:
        yield gettext("Fewer than ten actions were finished: how long they took says little about the next ones.")


def _ordered(finished: Sequence[Finished], name: str) -> list[int]:
    return sorted(days for one in finished if (days := getattr(one, name)) is not None)


def _days(count: int) -> str:
    return str(ngettext("%(num)d day", "%(num)d days", count))


def _percent(share: Decimal) -> str:
    return number(round(share * _WHOLE))


def _file_url(endpoint: str, **more: Any) -> str:
    return url_for(endpoint, workspace=current_workspace().slug, **more) if may(Permission.EXPORTS_CREATE) else ""
