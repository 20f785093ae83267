"""Who takes part in the example, and the form its story is written in."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from backlog.cli.example.timeline import Timeline
from backlog.core.permissions import Actor
from backlog.workspaces.models import Workspace

_FOLDER = Path(__file__).parent
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story: when, who, and what."""

    at: datetime
    actor: Actor
    text: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something somebody did: a service with all its arguments but the session and the time."""

    at: datetime
    do: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """The workspace and its people, by the short names that the story uses."""

    workspace: Workspace
    actors: dict[str, Actor]
    timeline: Timeline
    columns: dict[str, int] = field(default_factory=dict)

    def requirement_key(self, number: int) -> str:
        """Return the key of a requirement."""
        return f"{self.workspace.requirement_prefix}-{number}"

    def action_key(self, number: int) -> str:
        """Return the key of an action."""
        return f"{self.workspace.action_prefix}-{number}"

    def entry(self, line: str) -> Entry:
        """Return what a line such as "-14 11:10 tarek ready" says."""
        day, clock, person, text = line.split(" ", 3)
        return Entry(self.timeline.moment(f"{day} {clock}"), self.actors[person], text)

    def first_entry(self, told: Content) -> Entry:
        """Return when something came into being, and by whom."""
        return Entry(self.timeline.moment(told["at"]), self.actors[told["by"]])

    def deed(self, entry: Entry, service: Callable[..., Any], **arguments: Any) -> Deed:
        """Return that the one of the entry used a service then."""
        return Deed(entry.at, partial(service, workspace=self.workspace, actor=entry.actor, **arguments))


def read_content(name: str) -> Content:
    """Return one of the files of the story."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def play(session: Session, deeds: Iterable[Deed]) -> None:
    """Have everything done in the order of time."""
    for deed in sorted(deeds, key=lambda deed: deed.at):
        deed.do(session, now=deed.at)
