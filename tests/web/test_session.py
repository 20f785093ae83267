"""When a request takes the lock, and when not."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import g
from sqlalchemy import func, select, text, update

from backlog.core.db import transaction
from backlog.core.permissions import Role
from backlog.identity.models import User
from backlog.requirements.models import Requirement
from backlog.workspaces.models import Workspace
from tests.factories.workspaces import member
from tests.support.api import ApiClient
from tests.support.sign_in import sign_in


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


@pytest.mark.commits
@pytest.mark.parametrize(
    ("loses", "status"),
    [
        ("DELETE FROM memberships WHERE user_id = :user", 404),
        ("UPDATE memberships SET role = 'viewer' WHERE user_id = :user", 403),
        ("UPDATE api_tokens SET revoked_at = created_at WHERE user_id = :user", 401),
        ("UPDATE users SET active = :no WHERE id = :user", 401),
        ("UPDATE users SET fs_uniquifier = 'another' WHERE id = :user", 401),
    ],
)
def test_who_is_shut_out_while_waiting_writes_nothing(app, engine, session, team, loses, status):
    actor = member(team.workspace, Role.ADMINISTRATOR)
    call = ApiClient(app.test_client(), session, team.workspace.slug, actor)
    call("GET", "/requirements")
    with ThreadPoolExecutor(1) as pool, transaction(engine) as writer:
        writer.execute(select(Workspace.id).where(Workspace.id == team.workspace.id).with_for_update())
        headers = {"Authorization": f"Bearer {call._token}"}
        address = f"/api/v1/workspaces/{team.workspace.slug}/requirements"
        answer = pool.submit(app.test_client().post, address, json={"title": "Too late"}, headers=headers)
        with pytest.raises(TimeoutError):
            answer.result(timeout=0.3)
        writer.execute(text(loses), {"user": actor.user_id, "no": False})
        writer.commit()
        assert answer.result(timeout=20).status_code == status
    assert session.scalar(select(func.count()).select_from(Requirement)) == 0


@pytest.mark.commits
@pytest.mark.parametrize(("path", "form"), [("/sign-in", {"email": "merle"}), ("/reset-password", {"email": ""})])
def test_a_mistyped_address_does_not_wait_for_itself(client, session, team, path, form):
    sign_in(client, session.get_one(User, team.actor.user_id))
    session.commit()
    page = client.get("/account")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert token is not None
    answer = client.post(path, data={**form, "csrf_token": token[1]})
    assert answer.status_code < 500


@pytest.mark.parametrize("path", ["/setup", "/invitations/abc/accept", "/sign-in", "/reset-password"])
def test_half_a_body_to_a_page_for_everybody_keeps_nobody_waiting(client, session, team, path):
    sign_in(client, session.get_one(User, team.actor.user_id))
    body = SlowBody(b'{"title": "Slowly"}')
    client.post(path, input_stream=body, content_type="application/json", environ_overrides={"CONTENT_LENGTH": "19"})
    assert not any(body.holding)
