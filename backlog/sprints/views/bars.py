"""Capacity as the planning page shows it: bars of people and instruments, what usually fits, and what to doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from flask_babel import gettext, ngettext

from backlog.core.clock import utcnow
from backlog.sprints.models import SprintState
from backlog.sprints.queries import PersonCapacity, Relief, SprintCapacity, SprintPlan, get_capacity, today_in
from backlog.web.access import current_workspace
from backlog.web.session import db_session
from backlog.web.templating import number

FEWEST_SPRINTS = 2
_NOTHING, _ONE = Decimal(0), Decimal(1)
# What is dragged in needs some place beyond the longest bar.
_BEYOND = Decimal("1.08")


@dataclass(frozen=True, slots=True)
class Row:
    """A person's bar, its places in percent of the longest; `label` reads it out, `advice` helps who is over.

    The free part and the line end at `available`, the reserve follows; without hours nobody knows there is neither.
    """

    person: PersonCapacity
    label: str
    fill: float
    over: float
    available: float | None
    reserve: float
    advice: str
    relief: Relief | None
    helper: str


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """What is planned with one instrument, and its share of the whole in percent; `name` is None for none."""

    name: str | None
    icon: str
    hours: Decimal
    share: int


@dataclass(frozen=True, slots=True)
class Usual:
    """What earlier sprints got done as dots, their range and middle, and what is planned now, in percent of a strip."""

    dots: Sequence[float]
    low: float
    high: float
    middle: float
    now: float
    is_beyond: bool
    text: str


def capacity_context(plan: SprintPlan) -> dict[str, Any]:
    """Return what the page shows of a sprint's capacity; two statements."""
    workspace = current_workspace()
    today = today_in(workspace, utcnow())
    capacity = get_capacity(db_session(), workspace=workspace, plan=plan, today=today)
    scale = max((max(one.capacity or _NOTHING, one.planned) for one in capacity.people), default=_ONE) * _BEYOND or _ONE
    return {
        "capacity": capacity,
        "scale": scale,
        "rows_of_people": [_row(one, capacity, scale) for one in capacity.people],
        "rows_of_instruments": _instruments(plan),
        "available": sum((one.available or _NOTHING for one in capacity.people), _NOTHING),
        "reserve_words": _reserve_words(capacity),
        "foot_words": _foot_words(plan, capacity),
        "usual": _usual(capacity.done_before, plan.effort.hours),
        "doubts": list(_doubts(plan, capacity)),
    }


def over_words(people: Sequence[PersonCapacity]) -> list[str]:
    """Return who has more planned than hours, and by how much."""
    words = gettext("%(name)s: %(planned)s h planned, %(available)s h to plan with, over by %(over)s h.")
    return [
        str(words)
        % {
            "name": one.name,
            "planned": number(one.planned),
            "available": number(one.available),
            "over": number(one.over),
        }
        for one in people
    ]


def _row(person: PersonCapacity, capacity: SprintCapacity, scale: Decimal) -> Row:
    def share(hours: Decimal) -> float:
        return round(float(100 * hours / scale), 1)

    relief = capacity.reliefs.get(person.user_id)
    return Row(
        person,
        _label(person),
        share(person.planned - person.over),
        share(person.over),
        None if person.available is None else share(person.available),
        share(person.reserve),
        _advice(person, capacity, relief),
        relief,
        _short_name(relief.to, capacity) if relief else "",
    )


def _label(person: PersonCapacity) -> str:
    name = person.name or gettext("Nobody yet")
    if person.capacity is None:
        return str(gettext("%(name)s: %(planned)s hours planned", name=name, planned=number(person.planned)))
    words = gettext(
        "%(name)s: %(planned)s of %(available)s hours planned, %(reserve)s hours in reserve",
        name=name, planned=number(person.planned), available=number(person.available), reserve=number(person.reserve),
    )  # fmt: skip
    if person.over:
        rest = gettext("over by %(hours)s hours", hours=number(person.over))
    else:
        rest = gettext("%(hours)s hours free", hours=number(person.room))
    return f"{words}, {rest}"


def _advice(person: PersonCapacity, capacity: SprintCapacity, relief: Relief | None) -> str:
    if person.user_id is None:
        return _has_room(relief.to, capacity) if relief else ""
    if not person.over:
        return ""
    over = str(gettext("Over by %(hours)s h.", hours=number(person.over)))
    helper = capacity.roomiest
    if relief:
        return f"{over} {_has_room(relief.to, capacity)}"
    if helper is None:
        nobody = gettext("Nobody has room: something will have to wait.")
        return f"{over} {nobody}"
    nothing = gettext("No action here is that small.")
    return f"{over} {_has_room(helper, capacity)} {nothing}"


def _has_room(person: PersonCapacity, capacity: SprintCapacity) -> str:
    name = _short_name(person, capacity)
    return str(gettext("%(name)s has %(hours)s h free.", name=name, hours=number(person.room)))


def _short_name(person: PersonCapacity, capacity: SprintCapacity) -> str:
    """Return what a person is called where there is little room: the first name, unless somebody shares it."""
    firsts = [(one.name or "").split(" ", 1)[0] for one in capacity.people]
    first = (person.name or "").split(" ", 1)[0]
    return first if firsts.count(first) == 1 else person.name or ""


def _instruments(plan: SprintPlan) -> list[InstrumentRow]:
    hours: dict[tuple[str | None, str], Decimal] = {}
    for one in plan.actions:
        key = (one.action.instrument, one.action.icon or "circle")
        hours[key] = hours.get(key, _NOTHING) + (one.action.hours or _NOTHING)
    whole = plan.effort.hours or _ONE
    rows = [InstrumentRow(*key, planned, round(100 * planned / whole)) for key, planned in hours.items() if planned]
    return sorted(rows, key=lambda row: (-row.hours, row.name or ""))


def _reserve_words(capacity: SprintCapacity) -> str:
    reserve = capacity.reserve
    hours = number(sum((one.reserve for one in capacity.people), _NOTHING))
    words = gettext("Reserve for unplanned work: %(hours)s h (%(percent)s %%)", hours=hours, percent=reserve.percent)
    if not reserve.is_set and reserve.sprints:
        words = f"{words}, {_proposed_from(reserve.sprints)}"
    if reserve.used_last is not None:
        used = gettext("the last sprint needed %(hours)s h", hours=number(reserve.used_last))
        words = f"{words}; {used}"
    return f"{words}."


def _proposed_from(sprints: int) -> str:
    return str(ngettext("proposed from the last sprint", "proposed from the last %(num)d sprints", sprints))


def reserve_hint(reserve: Any) -> str:
    """Return what a form says about the reserve: what earlier sprints propose, and from how many that is."""
    if reserve.proposed is None:
        return str(gettext("No completed sprint says how much comes unplanned, so nothing is proposed."))
    came = ngettext(
        "In the last sprint %(percent)s %% came unplanned.",
        "In the last %(num)d sprints %(percent)s %% came unplanned.",
        reserve.sprints, percent=reserve.proposed,
    )  # fmt: skip
    empty = gettext("Empty: this proposal.")
    return f"{came} {empty}"


def _foot_words(plan: SprintPlan, capacity: SprintCapacity) -> str:
    if plan.sprint.state != SprintState.ACTIVE or not capacity.is_known:
        return _most_room(capacity)
    left = sum((one.left or _NOTHING for one in capacity.people), _NOTHING)
    still = sum((one.open for one in capacity.people), _NOTHING)
    words = gettext(
        "From today on there are %(left)s h for %(open)s h of open work.", left=number(left), open=number(still)
    )
    return f"{words} {_most_room(capacity)}".rstrip()


def _most_room(capacity: SprintCapacity) -> str:
    """Return who has room, where no advice says so already."""
    person = capacity.roomiest
    if person is None or capacity.reliefs or capacity.over:
        return ""
    return str(gettext("%(name)s has the most room: %(hours)s h.", name=person.name, hours=number(person.room)))


def _usual(done: Sequence[Decimal], planned: Decimal) -> Usual | None:
    """Return what usually fits; None with fewer than two completed sprints, or while nothing is planned in hours."""
    if len(done) < FEWEST_SPRINTS or not planned:
        return None
    low, high, middle = min(done), max(done), Decimal(median(done))
    least, most = min(low, planned), max(high, planned)
    margin = (most - least) / 5 or _ONE
    start, length = least - margin, most - least + 2 * margin

    def place(hours: Decimal) -> float:
        return round(float(100 * (hours - start) / length), 1)

    ends = gettext(
        "In the last %(count)s sprints %(low)s to %(high)s h got done, %(middle)s in the middle.",
        count=len(done), low=number(low), high=number(high), middle=number(middle),
    )  # fmt: skip
    dots = [place(hours) for hours in done]
    text = f"{ends} {_beside(planned, low, high)}"
    return Usual(dots, place(low), place(high), place(middle), place(planned), planned > high, text)


def _beside(planned: Decimal, low: Decimal, high: Decimal) -> str:
    if planned > high:
        return str(gettext("This plan is %(hours)s h above that.", hours=number(planned - high)))
    if planned < low:
        return str(gettext("This plan is %(hours)s h below that.", hours=number(low - planned)))
    return str(gettext("This plan is within that."))


def _doubts(plan: SprintPlan, capacity: SprintCapacity) -> Any:
    """Yield why the figures cannot be trusted altogether."""
    unestimated = sum(one.action.hours is None and one.action.points is None for one in plan.actions)
    missing = capacity.without_hours if capacity.is_known or plan.effort.hours else unestimated
    if missing:
        yield ngettext(
            "%(num)d action has no estimate and counts as none.", "%(num)d actions have no estimate and count as none.",
            missing,
        )  # fmt: skip
    if capacity.not_set and capacity.is_known:
        yield ngettext(
            "%(num)d person has not set their hours.", "%(num)d people have not set their hours.", capacity.not_set
        )
    if not capacity.is_known:
        yield gettext("Nobody has set their hours yet, so nothing says how much fits.")
    elif not capacity.reserve.sprints:
        yield gettext("No sprint has been completed yet: nothing says how much comes unplanned.")
