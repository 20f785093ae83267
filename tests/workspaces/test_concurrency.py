"""Several people at once at who is in, who comes in, and the lists."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from backlog.core.db import transaction
from backlog.core.errors import Invalid
from backlog.core.permissions import Actor, Role
from backlog.identity.models import User
from backlog.identity.services import create_user
from backlog.identity.throttling import count_try
from backlog.workspaces.models import Component, Membership, Workspace
from backlog.workspaces.queries import find_invitation
from backlog.workspaces.services import (
    accept_invitation,
    add_entry,
    change_role,
    change_workspace,
    hold_invitation,
    invite,
)
from tests.factories.base import NOW
from tests.factories.workspaces import WorkspaceFactory, member

THREADS = 6


def at_once(work: Callable[[int], Any]) -> list[Any]:
    start = threading.Barrier(THREADS)

    def run(thread: int) -> Any:
        start.wait()
        return work(thread)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.fixture
def administrators(session) -> list[Actor]:
    workspace = WorkspaceFactory.create()
    found = [member(workspace, Role.ADMINISTRATOR) for _ in range(THREADS)]
    session.commit()
    return found


@pytest.mark.commits
def test_prefixes_that_several_change_at_once_are_all_kept(engine, session, administrators):
    def rename(thread):
        actor = administrators[thread]
        name, letter = ("requirement_prefix", "R") if thread % 2 else ("action_prefix", "A")
        with transaction(engine) as own:
            workspace = own.get_one(Workspace, actor.workspace_id)
            change_workspace(own, workspace=workspace, actor=actor, values={name: f"{letter}{thread}"}, now=NOW)

    at_once(rename)
    workspace = session.get_one(Workspace, administrators[0].workspace_id, populate_existing=True)
    assert set(workspace.requirement_prefixes) == {"REQ", "R1", "R3", "R5"}
    assert set(workspace.action_prefixes) == {"ACT", "A0", "A2", "A4"}


@pytest.mark.commits
def test_administrators_who_dismiss_each_other_leave_one(engine, session, administrators):
    def dismiss_next(thread):
        actor, other = administrators[thread], administrators[(thread + 1) % THREADS]
        with transaction(engine) as own:
            workspace = own.get_one(Workspace, actor.workspace_id)
            try:
                change_role(own, workspace=workspace, actor=actor, user_id=other.user_id, role=Role.VIEWER, now=NOW)
            except Invalid:
                return 0
            return 1

    assert sum(at_once(dismiss_next)) == THREADS - 1
    left = select(func.count()).select_from(Membership).where(Membership.role == Role.ADMINISTRATOR)
    assert session.scalar(left) == 1


@pytest.mark.commits
def test_an_invitation_pressed_several_times_lets_one_person_in(engine, session, administrators):
    actor = administrators[0]
    workspace = session.get_one(Workspace, actor.workspace_id)
    _invitation, secret = invite(
        session, workspace=workspace, actor=actor, email="svea@example.org", role=Role.VIEWER, now=NOW
    )
    session.commit()

    def accept(_thread):
        with transaction(engine) as own:
            invitation = find_invitation(own, secret)
            assert invitation is not None
            hold_invitation(own, invitation)
            if not invitation.is_open(NOW):
                return 0
            user = create_user(own, email=invitation.email, name="Svea", now=NOW)
            accept_invitation(own, invitation=invitation, user=user, now=NOW)
            return 1

    assert sum(at_once(accept)) == 1
    assert session.scalar(select(func.count()).where(User.email == "svea@example.org")) == 1


@pytest.mark.commits
def test_a_word_added_several_times_at_once_is_there_once(engine, session, administrators):
    def add(thread):
        actor = administrators[thread]
        with transaction(engine) as own:
            workspace = own.get_one(Workspace, actor.workspace_id)
            try:
                add_entry(own, workspace=workspace, actor=actor, kind="components", name="Checkout", now=NOW)
            except Invalid:
                return 0
            return 1

    assert sum(at_once(add)) == 1
    assert session.scalar(select(func.count()).select_from(Component)) == 1


@pytest.mark.commits
def test_tries_that_come_at_once_are_all_counted(engine, session):
    def count(_thread):
        with transaction(engine) as own:
            return count_try(own, key="somebody", now=NOW)

    assert sorted(at_once(count)) == list(range(1, THREADS + 1))
