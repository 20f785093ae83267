"""Makes the example: people, workspace, and their story played through the services, so that its history is real."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from backlog.cli.example.cast import Cast, Content, Entry, play, read_content
from backlog.cli.example.refining import requirement_deeds
from backlog.cli.example.sprinting import arrange_board, sprint_deeds
from backlog.cli.example.timeline import Timeline
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.identity.queries import find_user_by_email
from backlog.identity.services import create_user
from backlog.workspaces.models import CATALOGUES, Membership, Workspace
from backlog.workspaces.services import (
    WEEKDAYS,
    add_days_off,
    add_member,
    change_workspace,
    create_workspace,
    ensure_entries,
    set_working_time,
    take_numbers,
)

_AGE = timedelta(days=70)


def find_example(session: Session) -> User | None:
    """Return the administrator of the example if it has been loaded, else None."""
    statement = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .join(Workspace, Workspace.id == Membership.workspace_id)
        .where(Workspace.is_example, Membership.role == Role.ADMINISTRATOR)
        .order_by(Membership.id)
        .limit(1)
    )
    return session.scalar(statement)


def seed_example(session: Session, *, now: datetime, password_hash: str) -> User:
    """Load the example as it looks at `now` and return its administrator; all its people have the same password."""
    company, backlog, sprints = read_content("company"), read_content("requirements"), read_content("actions")
    current = company["workspace"]["sprints_before"] + 3
    timeline = Timeline(now, ZoneInfo(company["workspace"]["time_zone"]), current)
    people = _people(session, company, now=now - _AGE, password_hash=password_hash)
    cast = _cast(session, company, people, timeline, now=now - _AGE)
    arrange_board(session, cast, sprints, entry=Entry(now - _AGE, next(iter(cast.actors.values()))))
    heard_at = {told["number"]: timeline.moment(told["at"]) for told in backlog["requirement"]}
    play(session, [*requirement_deeds(cast, backlog), *sprint_deeds(cast, sprints, heard_at=heard_at)])
    return next(iter(people.values()))


def _people(session: Session, company: Content, *, now: datetime, password_hash: str) -> dict[str, User]:
    """Return the people by their short names, the administrator first."""
    found = {}
    for told in company["people"]:
        email = f"{told['name'].lower().replace(' ', '.')}@example.org"
        found[told["id"]] = find_user_by_email(session, email) or create_user(
            session, email=email, name=told["name"], now=now, password_hash=password_hash, locale="de"
        )
    return found


def _cast(session: Session, company: Content, people: dict[str, User], timeline: Timeline, *, now: datetime) -> Cast:
    told = company["workspace"]
    owner = next(iter(people.values()))
    workspace = create_workspace(
        session, name=told["name"], owner=owner, now=now, locale=told["locale"], time_zone=told["time_zone"]
    )
    workspace.is_example = True
    actors = {}
    for person in company["people"]:
        user, role = people[person["id"]], Role(person["role"])
        membership = add_member(session, workspace=workspace, user=user, role=role, now=now)
        actors[person["id"]] = membership.as_actor(user.name)
    said = {name: told[name] for name in ("action_prefix", "country", "state")}
    by: dict[str, Any] = {"workspace": workspace, "actor": actors[company["people"][0]["id"]], "now": now}
    change_workspace(session, values=said, **by)
    for kind, catalogue in CATALOGUES.items():
        ensure_entries(session, catalogue=catalogue, names=told.get(kind, ()), **by)
    take_numbers(session, workspace.id, "action_number", told["actions_before"])
    take_numbers(session, workspace.id, "sprint_number", told["sprints_before"])
    for person in company["people"]:
        _say_working_time(session, person, people[person["id"]], timeline, by)
    return Cast(workspace, actors, timeline)


def _say_working_time(session: Session, told: Content, user: User, timeline: Timeline, by: dict[str, Any]) -> None:
    """Say how much of a person's week the team has, and when they are away; of whom nothing is told stays open."""
    if "week" not in told:
        return
    week = dict(zip(WEEKDAYS, told["week"], strict=False))
    values = {**week, "share": told["share"], "overhead": told["overhead"]}
    set_working_time(session, user_id=user.id, values=values, **by)
    for stretch in told.get("off", ()):
        first, last = map(timeline.day, stretch.split())
        add_days_off(session, user_id=user.id, starts_on=first, ends_on=last, **by)
