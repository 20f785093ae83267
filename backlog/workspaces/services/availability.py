"""When members work for the team: their week, and the days they are away."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backlog.core.errors import Conflict, Invalid, LimitReached, NotFound
from backlog.core.events import Change, Event, record
from backlog.core.i18n import N_
from backlog.core.permissions import Actor, Permission
from backlog.core.public_holidays import countries, states_of
from backlog.workspaces.models import DaysOff, Membership, WorkingTime, Workspace
from backlog.workspaces.services.numbering import lock_workspace

ENTITY = "working_time"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
USUAL_WEEK = (8, 8, 8, 8, 8, 0, 0)
MOST_HOURS = 24
MOST_DAYS_OFF = 200
LONGEST = timedelta(days=366)
_YEARS = range(2000, 2200)
_PERCENT = range(101)


def set_working_time(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    user_id: int,
    values: Mapping[str, Any],
    now: datetime,
    version: int | None = None,
) -> WorkingTime:
    """Say how a member's week looks; `version` is the one the form was filled from, 0 where nobody had said yet.

    `values`: hours for each of `WEEKDAYS`, `share` and `overhead` in percent, `country` and `state` of the public
    holidays (empty: the workspace's). Raise NotFound for a person the actor may not speak for, Invalid naming every
    field that is wrong, Conflict with `details={"fields", "version"}` as in `update_action` if somebody was faster.
    """
    lock_workspace(session, workspace.id)
    _require_own(session, workspace, actor, user_id)
    wanted = _checked(values)
    chosen = (WorkingTime.workspace_id == workspace.id, WorkingTime.user_id == user_id)
    found = session.scalar(select(WorkingTime).where(*chosen).execution_options(populate_existing=True))
    before = {name: getattr(found, name) if found else None for name in wanted}
    changes: dict[str, Change] = {name: (before[name], value) for name, value in wanted.items()}
    changes = {name: change for name, change in changes.items() if change[0] != change[1]}
    if found and changes and version is not None and version != found.version:
        raise _contested(changes, found.version)
    time = found or WorkingTime(workspace_id=workspace.id, user_id=user_id)
    if not changes:
        return time
    for name, value in wanted.items():
        setattr(time, name, value)
    time.updated_at = now
    session.add(time)
    session.flush()
    record(session, _event(workspace, actor, "working_time.changed", user_id, changes, now))
    return time


def add_days_off(
    session: Session,
    *,
    workspace: Workspace,
    actor: Actor,
    user_id: int,
    starts_on: date,
    ends_on: date,
    now: datetime,
    is_half: bool = False,
) -> DaysOff:
    """Say that a member does not work on these days, or on half of each; the record of changes keeps no dates.

    Raise NotFound for a person the actor may not speak for, Invalid if they end before they start, last longer than a
    year or overlap others, LimitReached above 200.
    """
    lock_workspace(session, workspace.id)
    _require_own(session, workspace, actor, user_id)
    _check_days(starts_on, ends_on)
    statement = (
        select(DaysOff.starts_on, DaysOff.ends_on)
        .where(DaysOff.workspace_id == workspace.id, DaysOff.user_id == user_id)
        .order_by(DaysOff.starts_on)
        .limit(MOST_DAYS_OFF)
    )
    others = session.execute(statement).all()
    if len(others) == MOST_DAYS_OFF:
        raise LimitReached(N_("At most {limit} stretches of days off."), params={"limit": MOST_DAYS_OFF})
    if any(first <= ends_on and starts_on <= last for first, last in others):
        raise Invalid(N_("Some of these days are off already."), field="starts_on")
    days = DaysOff(workspace_id=workspace.id, user_id=user_id, starts_on=starts_on, ends_on=ends_on, is_half=is_half)
    session.add(days)
    session.flush()
    record(session, _event(workspace, actor, "working_time.days_off_added", user_id, {}, now))
    return days


def remove_days_off(
    session: Session, *, workspace: Workspace, actor: Actor, user_id: int, days_off_id: int, now: datetime
) -> None:
    """Take days off back; nothing of them is kept. Raise NotFound."""
    lock_workspace(session, workspace.id)
    _require_own(session, workspace, actor, user_id)
    chosen = (DaysOff.id == days_off_id, DaysOff.workspace_id == workspace.id, DaysOff.user_id == user_id)
    days = session.scalar(select(DaysOff).where(*chosen))
    if days is None:
        raise NotFound
    session.delete(days)
    session.flush()
    record(session, _event(workspace, actor, "working_time.days_off_removed", user_id, {}, now))


def forget_availability(session: Session, *, workspace_id: int, user_id: int) -> None:
    """Delete working time and days off of somebody who is no longer a member."""
    for table in (WorkingTime, DaysOff):
        session.execute(delete(table).where(table.workspace_id == workspace_id, table.user_id == user_id))


def check_region(country: str, state: str) -> None:
    """Raise Invalid unless public holidays are known for the country, and the state is one of it; both may be empty."""
    if country and country not in countries():
        raise Invalid(N_("The public holidays of this country are not known."), field="country")
    if state and state not in states_of(country):
        raise Invalid(N_("This state is not one of that country. Choose again."), field="state")


def may_speak_for(actor: Actor, user_id: int) -> bool:
    """Tell whether the actor may say when this member works: whoever plans for everybody, others for themselves."""
    own = user_id == actor.user_id and actor.may(Permission.CAPACITY_EDIT_OWN)
    return own or actor.may(Permission.SPRINTS_PLAN)


def _require_own(session: Session, workspace: Workspace, actor: Actor, user_id: int) -> None:
    actor.require(Permission.CAPACITY_EDIT_OWN)
    statement = select(Membership.id).where(Membership.workspace_id == workspace.id, Membership.user_id == user_id)
    if not may_speak_for(actor, user_id) or session.scalar(statement) is None:
        raise NotFound


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    hours = []
    for name in WEEKDAYS:
        day = Decimal(values.get(name) or 0)
        if not 0 <= day <= MOST_HOURS:
            errors[name] = [N_("A day has 0 to 24 hours.")]
        else:
            hours.append(_number(day))
    for name in ("share", "overhead"):
        if values.get(name) not in _PERCENT:
            errors[name] = [N_("This is a whole number from 0 to 100.")]
    country, state = values.get("country") or "", values.get("state") or ""
    try:
        check_region(country, state)
    except Invalid as error:
        errors |= error.errors
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)
    percents = {name: int(values[name]) for name in ("share", "overhead")}
    return {"hours": hours, **percents, "country": country, "state": state}


def _number(value: Decimal) -> float:
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Invalid(N_("The last day cannot be before the first."), field="ends_on")
    if starts_on.year not in _YEARS or ends_on - starts_on > LONGEST:
        raise Invalid(N_("Days off last at most a year."), field="ends_on")


def _contested(changes: Mapping[str, Change], version: int) -> Conflict:
    """Return the conflict of two who say how the same week looks, by the fields of the form."""
    fields: dict[str, dict[str, Any]] = {}
    for name, (theirs, yours) in changes.items():
        if name == "hours":
            pairs = zip(WEEKDAYS, theirs, yours, strict=True)
            fields |= {day: {"yours": mine, "theirs": other} for day, other, mine in pairs if other != mine}
        else:
            fields[name] = {"yours": yours, "theirs": theirs}
    sides = {name: {**both, "by": None} for name, both in fields.items()}
    message = N_("Somebody else has changed this meanwhile.")
    return Conflict(message, details={"fields": sides, "version": version})


def _event(
    workspace: Workspace, actor: Actor, verb: str, user_id: int, changes: Mapping[str, Change], now: datetime
) -> Event:
    return Event(
        workspace_id=workspace.id,
        actor_id=actor.user_id,
        verb=verb,
        entity_type=ENTITY,
        entity_id=user_id,
        entity_key=str(user_id),
        changes=changes,
        at=now,
    )
