"""When a request takes the lock, and when not."""

import io
from typing import Any

import pytest
from flask import g
from sqlalchemy import update

from backlog.core.db import transaction
from backlog.core.permissions import Role
from backlog.workspaces.models import Workspace
from tests.factories.workspaces import member
from tests.support.api import ApiClient


class SlowBody(io.BytesIO):
    """A body that notes, whenever it is read, whether the request holds a transaction by then."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.holding: list[bool] = []

    def read(self, size: int | None = -1, /) -> bytes:
        """Return more of the body."""
        self.holding.append("db_session" in g and g.db_session.in_transaction())
        return super().read(size)

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer with more of the body."""
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def test_a_program_that_sends_slowly_keeps_nobody_waiting(call):
    body = SlowBody(b'{"title": "Slowly"}')
    call(
        "POST",
        "/requirements",
        status=201,
        input_stream=body,
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "19"},
    )
    assert body.holding
    assert not any(body.holding)


@pytest.mark.commits
def test_who_may_not_write_waits_for_no_writer(client, engine, session, team):
    call = ApiClient(client, session, team.workspace.slug, member(team.workspace, Role.VIEWER))
    call("GET", "/requirements")
    with transaction(engine) as writer:
        writer.execute(update(Workspace).values(name="Under way"))
        call("POST", "/requirements", status=403, json={"title": "Asked by a viewer"})
