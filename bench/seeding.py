"""A temporary Throughline with many requirements and a sprint under way, written through its own services."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from backlog import create_app
from backlog.board.services import move_card
from backlog.cli.commands import migrate
from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.permissions import Actor, Role
from backlog.core.rank import ranks_between
from backlog.identity.models import User
from backlog.identity.security import hash_password
from backlog.identity.services import create_api_token, create_user
from backlog.requirements.models import Requirement, RequirementLabel
from backlog.requirements.services import create_requirements
from backlog.requirements.terms import Kind
from backlog.sprints.services import create_action, create_sprint, ensure_columns, plan_actions, start_sprint
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import create_workspace
from bench.items import SyntheticItem, items, marked_up
from config import load_config

EMAIL, PASSWORD = "bench@example.org", "a-bench-among-many"
PLAIN, MARKED_UP = "bench", "markup"
CARDS = 100
_BATCH = 500
_SPRINT = timedelta(days=11)


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder with a database, and the token of its one person."""

    folder: Path
    token: str

    @property
    def settings(self) -> dict[str, str]:
        """Return what a server has to be told to serve it."""
        return {"INSTANCE_PATH": str(self.folder)}


def make_instance(folder: Path, *, count: int, marked: int = 0) -> Instance:
    """Make a database with `count` requirements and a board; `marked` more, full of markup, elsewhere."""
    now = utcnow()
    with _database(folder) as (session, user, token):
        workspace, actor = _workspace(session, PLAIN, user, now)
        _fill_backlog(session, workspace, actor, list(items(count)), now)
        _fill_board(session, workspace, actor, now)
        if marked:
            found = [replace(one, description=marked_up(one.description)) for one in items(marked)]
            _fill_backlog(session, *_workspace(session, MARKED_UP, user, now), found, now)
    return Instance(folder, token)


def make_long_instance(folder: Path, *, count: int) -> Instance:
    """Make a database with very many requirements, past the services: without history and words to search."""
    with _database(folder) as (session, user, token):
        workspace, actor = _workspace(session, PLAIN, user, utcnow())
        ranks = ranks_between(None, None, count)
        rows = [
            _row(workspace, actor, number, rank, item)
            for number, (rank, item) in enumerate(zip(ranks, items(count), strict=True), start=1)
        ]
        ids = session.scalars(insert(Requirement).returning(Requirement.id, sort_by_parameter_order=True), rows)
        labels = [
            {"requirement_id": requirement_id, "workspace_id": workspace.id, "name": name}
            for requirement_id, item in zip(ids.all(), items(count), strict=True)
            for name in item.tags
        ]
        session.execute(insert(RequirementLabel), labels)
    return Instance(folder, token)


@contextmanager
def _database(folder: Path) -> Iterator[tuple[Session, User, str]]:
    """Make an empty database and yield a session that writes it, its one person, and their token."""
    folder.mkdir()
    app = create_app(load_config({"INSTANCE_PATH": str(folder)}))
    engine = app.extensions["engine"]
    with app.app_context():
        migrate(app.config["MIGRATIONS_PATH"], engine.url.render_as_string(hide_password=False))
        password_hash = hash_password(PASSWORD)
    with transaction(engine) as session:
        user = create_user(session, email=EMAIL, name="Ben Ch", now=utcnow(), password_hash=password_hash)
        yield session, user, create_api_token(session, user=user, name="bench", now=utcnow())
    engine.dispose()


def _row(workspace: Workspace, actor: Actor, number: int, rank: str, item: SyntheticItem) -> dict[str, Any]:
    values = {name: value for name, value in _values(item, actor).items() if name != "labels"}
    now = utcnow()
    return {
        **values, "workspace_id": workspace.id, "number": number, "rank": rank, "kind": Kind.STORY.value, "version": 1,
        "acceptance_criteria": [], "created_at": now, "updated_at": now,
    }  # fmt: skip


def _workspace(session: Session, name: str, user: User, now: datetime) -> tuple[Workspace, Actor]:
    workspace = create_workspace(session, name=name, owner=user, now=now)
    return workspace, Actor(user_id=user.id, name=user.name, workspace_id=workspace.id, role=Role.ADMINISTRATOR)


def _fill_backlog(
    session: Session, workspace: Workspace, actor: Actor, found: list[SyntheticItem], now: datetime
) -> None:
    rest = iter(found)
    while batch := list(islice(rest, _BATCH)):
        rows = [_values(item, actor) for item in batch]
        create_requirements(session, workspace=workspace, actor=actor, rows=rows, now=now)
        session.flush()
        for made in list(session):
            if not isinstance(made, Workspace | User):
                session.expunge(made)


def _values(item: SyntheticItem, actor: Actor) -> dict[str, Any]:
    return {
        "title": item.title,
        "description": item.description,
        "moscow": item.priority,
        "status": item.status,
        "labels": item.tags,
        "points": len(item.title) % 8 + 1,
        "owner_id": actor.user_id if len(item.tags) > 1 else None,
    }


def _fill_board(session: Session, workspace: Workspace, actor: Actor, now: datetime) -> None:
    """Start a sprint of 100 cards, spread over the columns as in the middle of it."""
    by: dict[str, Any] = {"workspace": workspace, "actor": actor, "now": now}
    columns = ensure_columns(session, workspace)
    actions = [create_action(session, values=_card(item, actor, now), **by) for item in items(CARDS)]
    starts_on = now.date()
    sprint = create_sprint(session, goal="Enough to look at", starts_on=starts_on, ends_on=starts_on + _SPRINT, **by)
    plan_actions(session, number=sprint.number, keys=[action.key for action in actions], **by)
    start_sprint(session, number=sprint.number, **by)
    for place, action in enumerate(actions):
        if column := columns[place % len(columns)] if place % len(columns) else None:
            move_card(session, key=action.key, column_id=column.id, **by)


def _card(item: SyntheticItem, actor: Actor, now: datetime) -> dict[str, Any]:
    return {
        "title": item.title,
        "description": item.description,
        "assignee_id": actor.user_id,
        "points": 3,
        "hours": 5,
        "due_on": now.date() + timedelta(days=len(item.title) % 10),
    }
