"""A real server on a loopback port, people with a sign-in, and a reader of event streams."""

import contextlib
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from backlog.core.clock import utcnow
from backlog.core.db import transaction
from backlog.core.errors import Forbidden
from backlog.core.events import Event, record
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.identity.services import create_user
from backlog.workspaces.models import Workspace
from backlog.workspaces.services import add_member, create_workspace


@dataclass
class Team:
    """A workspace, one of its people, and a way to make things happen in it."""

    engine: Engine
    workspace: Workspace
    user: User

    def happens(self, key: str = "REQ-1", *, count: int = 1, verb: str = "requirement.created") -> None:
        """Commit that something happened to `count` requirements at once."""
        with transaction(self.engine) as session:
            record(session, *(self._event(key, verb) for _ in range(count)))

    def fails(self, key: str) -> None:
        """Have something happen that is rolled back; raise Forbidden."""
        with transaction(self.engine) as session:
            record(session, self._event(key, "requirement.created"))
            raise Forbidden

    def last_number(self) -> int:
        """Return the running number of the newest change."""
        with Session(self.engine) as session:
            return session.get_one(Workspace, self.workspace.id).activity_number

    def _event(self, key: str, verb: str) -> Event:
        return Event(
            workspace_id=self.workspace.id, actor_id=self.user.id, verb=verb, entity_type="requirement", entity_id=1,
            entity_key=key, at=utcnow(), changes={"title": ("secret before", "secret after")},
        )  # fmt: skip


@dataclass
class Stream:
    """A page that listens."""

    response: http.client.HTTPResponse
    socket: socket.socket
    numbers: list[int] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.response.status

    def next_hint(self, seconds: float = 5) -> dict[str, Any] | None:
        """Return the data of the next hint; None if the stream ends. Raise TimeoutError after so many seconds."""
        event: dict[str, str] = {}
        deadline = time.monotonic() + seconds
        while True:
            self.socket.settimeout(max(0.01, deadline - time.monotonic()))
            line = self.response.readline().decode().rstrip("\n")
            if not line and self.response.isclosed():
                return None
            if not line and event.get("event") == "change":
                hint: dict[str, Any] = json.loads(event["data"])
                assert hint["number"] == int(event["id"])
                self.numbers.append(hint["number"])
                return hint
            name, _colon, value = line.partition(":")
            event[name] = value.strip()

    def read_to(self, number: int) -> list[int]:
        """Read hints until one has this number; return the numbers of all read so far."""
        while not self.numbers or self.numbers[-1] < number:
            assert self.next_hint() is not None
        return self.numbers

    def close(self) -> None:
        self.response.close()
        self.socket.close()


@dataclass
class Server:
    """Where it listens, and with which cookie somebody is signed in."""

    port: int
    cookie: Callable[[User], str]
    opened: list[Stream] = field(default_factory=list)

    def get(self, user: User | None, path: str, **headers: str) -> Stream:
        """Send a request and return its answer as soon as that has begun."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.connect()
        opened = connection.sock
        if user is not None:
            headers["Cookie"] = self.cookie(user)
        connection.request("GET", path, headers=headers)
        self.opened.append(Stream(connection.getresponse(), opened))
        return self.opened[-1]

    def listen(
        self, team: Team, *, user: User | None = None, after: int | None = None, last: int | None = None
    ) -> Stream:
        """Open a stream; `last` is sent as Last-Event-ID."""
        path = f"/w/{team.workspace.slug}/live" + ("" if after is None else f"?after={after}")
        headers = {"Accept": "text/event-stream"} | ({} if last is None else {"Last-Event-ID": str(last)})
        return self.get(user or team.user, path, **headers)

    def close(self) -> None:
        """Have every page leave."""
        for stream in self.opened:
            stream.close()


@pytest.fixture
def make_team(engine: Engine) -> Callable[..., Team]:
    """Return a function that makes a workspace with its administrator."""

    def make(name: str = "Shop") -> Team:
        with transaction(engine) as session:
            email = f"{name.lower()}@example.org"
            user = create_user(session, email=email, name=f"Ada of {name}", now=utcnow())
            return Team(engine, create_workspace(session, name=name, owner=user, now=utcnow()), user)

    return make


@pytest.fixture
def team(make_team: Callable[..., Team]) -> Team:
    return make_team()


@pytest.fixture
def colleague(team: Team) -> User:
    """Return a second member of the team."""
    with transaction(team.engine) as session:
        user = create_user(session, email="grace@example.org", name="Grace", now=utcnow())
        add_member(session, workspace=team.workspace, user=user, role=Role.VIEWER, now=utcnow())
        return user


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """Serve the application from threads of this process."""
    running = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    found = Server(running.port, _cookies(app))
    yield found
    found.close()
    app.extensions["live"].close()
    running.shutdown()
    thread.join()
    running.server_close()


@dataclass
class Process:
    """The application under gunicorn, as in real life."""

    server: Server
    popen: subprocess.Popen[bytes]


@pytest.fixture
def process(app: Flask, tmp_path: Path, root: Path) -> Iterator[Process]:
    """Serve the application from another process."""
    port = _free_port()
    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    environ = os.environ | {
        "ENVIRONMENT": "test", "SECRET_KEY": app.config["SECRET_KEY"], "DATABASE_URL": url, "PORT": str(port),
        "INSTANCE_PATH": str(tmp_path), "BASE_URL": "http://localhost", "PYTHONWARNINGS": "default",
    }  # fmt: skip
    popen = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "wsgi:application"], cwd=root, env=environ, stdout=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(port, popen)
        found = Process(Server(port, _cookies(app)), popen)
        yield found
        found.server.close()
    finally:
        # Its workers would outlive it, and hold the pipe open.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(popen.pid, signal.SIGKILL)
        popen.communicate()


def _cookies(app: Flask) -> Callable[[User], str]:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # the default interface signs
    return lambda user: f"throughline={serializer.dumps({'_user_id': user.fs_uniquifier, '_fresh': True})}"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int, popen: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and popen.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        select.select([], [], [], 0.05)
    message = "the server did not start"
    raise AssertionError(message)
